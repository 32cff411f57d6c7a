/** Whether a ring crosses itself. */

import type { LonLat } from "./utm";

function side(a: LonLat, b: LonLat, point: LonLat): number {
  return Math.sign((b.lon - a.lon) * (point.lat - a.lat) - (b.lat - a.lat) * (point.lon - a.lon));
}

function cross(a: LonLat, b: LonLat, c: LonLat, d: LonLat): boolean {
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

/** Of the ring that joins the last point to the first; neighbours only touch. */
export function crossesItself(ring: readonly LonLat[]): boolean {
  const edges = ring.map((point, index) => [point, ring[(index + 1) % ring.length]!] as const);
  return edges.some(([a, b], index) => edges.slice(index + 2).some(([c, d]) => cross(a, b, c, d)));
}
