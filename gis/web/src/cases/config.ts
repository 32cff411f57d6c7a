/** What the server wrote into `#case-map-config`. */

import type { BackgroundConfig, Language } from "../config";

export interface CaseMapConfig {
  readonly language: Language;
  readonly background: BackgroundConfig;
  /** West, south, east, north in degrees. */
  readonly bounds: readonly [number, number, number, number];
}

/** JSON of a script element by its id; null where the page has none. */
export function readJson<T>(id: string): T | null {
  const text = document.getElementById(id)?.textContent;
  return text ? (JSON.parse(text) as T) : null;
}
