/** Drawing an area: each click sets a corner; the text field below holds the same as GeoJSON. */

import type { LonLat } from "../geo/utm";
import type { Wording } from "../i18n";
import { PlainMap } from "../map/plain";
import { button, byId, h } from "../ui/dom";
import type { CaseMapConfig } from "./config";
import { explainColours } from "./key";
import { ringCorners, ringText } from "./ring";

export function drawArea(container: HTMLElement, config: CaseMapConfig, words: Wording): void {
  const field = byId<HTMLTextAreaElement>(container.dataset["drawArea"] ?? "");
  const map = new PlainMap(container, config, words);
  let corners: readonly LonLat[] = ringCorners(field.value);
  const show = (next: readonly LonLat[]): void => {
    corners = next;
    map.showRing(corners);
    field.value = ringText(corners);
  };
  map.showRing(corners);
  map.fitRing();
  map.onPick((place) => show([...corners, place]));
  field.addEventListener("change", () => {
    corners = ringCorners(field.value);
    map.showRing(corners);
    map.fitRing();
  });
  container.after(h("p", { class: "case-map__tools" },
    button(words.text("cases.lastCorner"), "tertiary", () => show(corners.slice(0, -1))),
    button(words.text("cases.clear"), "tertiary", () => show([]))));
  explainColours(container, config, words);
}
