/** What the colours of the network under a small map mean, in words below it. */

import type { Wording } from "../i18n";
import { networkTheme } from "../map/network";
import { h } from "../ui/dom";
import { capacityKey } from "../ui/legend-rows";
import type { CaseMapConfig } from "./config";

/** Below the map; nothing where the viewer is shown no network. */
export function explainColours(container: HTMLElement, { layers }: CaseMapConfig, words: Wording): void {
  const layer = (["corridor", "segments"] as const).find((name) => layers.some((one) => one.name === name));
  if (layer === undefined) return;
  const head = h("p", { class: "case-map__key-head" }, words.text("legend.by.capacity"));
  container.after(h("div", { class: "case-map__key" }, head, capacityKey(layer, words, networkTheme())));
}
