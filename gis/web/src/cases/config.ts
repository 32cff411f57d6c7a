/** What the server wrote into `#case-map-config`. */

import type { Language } from "../config";
import type { PlainMapConfig } from "../map/plain";

/** `layers`: the network as the viewer may see it, exact or its corridor; `bounds` in degrees. */
export interface CaseMapConfig extends PlainMapConfig {
  readonly language: Language;
}

/** JSON of a script element by its id; null where the page has none. */
export function readJson<T>(id: string): T | null {
  const text = document.getElementById(id)?.textContent;
  return text ? (JSON.parse(text) as T) : null;
}
