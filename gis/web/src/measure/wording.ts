/** Areas as people read them. */

import type { Wording } from "../i18n";

const HECTARE = 10_000;
const SQUARE_KILOMETRE = 1_000_000;

/** Square metres, with hectares or square kilometres beside them where these are easier to grasp. */
export function areaText(squareMetres: number, words: Wording): string {
  const exact = words.text("unit.squareMetres", { number: words.number(squareMetres, 1) });
  if (squareMetres >= SQUARE_KILOMETRE) {
    return `${exact} (${words.text("unit.squareKilometres", { number: words.number(squareMetres / SQUARE_KILOMETRE, 2) })})`;
  }
  if (squareMetres >= HECTARE) return `${exact} (${words.text("unit.hectares", { number: words.number(squareMetres / HECTARE, 2) })})`;
  return exact;
}
