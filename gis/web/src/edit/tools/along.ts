/** Places along a duct at which something can be done, by their distance from its start. */

import type { LonLat } from "../../geo/utm";

export interface Station {
  readonly id: string;
  readonly code: string;
  /** Metres from the start of the duct, on the ellipsoid. */
  readonly metres: number;
  readonly at: LonLat;
}

/** The metres that somebody typed, with a comma or a point; null for anything else. */
export function readMetres(text: string): number | null {
  const plain = text.trim().replace(",", ".");
  return /^\d+(\.\d*)?$/.test(plain) ? Number(plain) : null;
}

/** The station next to a distance; null where there is none. */
export function nearest(stations: readonly Station[], metres: number): Station | null {
  const off = (one: Station): number => Math.abs(one.metres - metres);
  return stations.reduce<Station | null>((best, one) => (best === null || off(one) < off(best) ? one : best), null);
}
