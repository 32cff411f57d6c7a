/** What a case asks for or holds, on a map: for the portal and the desk. */

import type { Wording } from "../i18n";
import { PlainMap } from "../map/plain";
import { getJson } from "../net";
import { h } from "../ui/dom";
import type { CaseMapConfig } from "./config";
import { explainColours } from "./key";

/** Shows what `data-case-map` names; says so where it cannot be read or nothing can be drawn. */
export async function showCase(container: HTMLElement, config: CaseMapConfig, words: Wording): Promise<void> {
  const address = container.dataset["caseMap"];
  if (address === undefined) return;
  try {
    const { features } = await getJson<GeoJSON.FeatureCollection>(address);
    if (features.length === 0) return replace(container, words.text("cases.nothing"));
    const map = new PlainMap(container, config, words);
    map.show(features.map(({ geometry }) => geometry));
    map.fitShapes();
    explainColours(container, config, words);
  } catch {
    replace(container, words.text("cases.failed"));
  }
}

function replace(container: HTMLElement, text: string): void {
  container.replaceWith(h("p", { class: "page__note" }, text));
}
