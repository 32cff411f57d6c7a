/** Which corner of a line somebody means: one that is there, or a new one on a stretch. No browser needed. */

import { fromUtm32, type LonLat, toUtm32 } from "../geo/utm";

export interface Held {
  readonly corners: readonly LonLat[];
  readonly index: number;
}

type Same = (one: LonLat, other: LonLat) => boolean;

/** The nearest place to `at` on the stretch from `a` to `b`, and how far away it is in metres of the grid. */
function nearest(at: LonLat, a: LonLat, b: LonLat): { place: LonLat; away: number } {
  const [p, from, to] = [toUtm32(at), toUtm32(a), toUtm32(b)];
  const [east, north] = [to.east - from.east, to.north - from.north];
  const square = east * east + north * north;
  const share = square === 0 ? 0 : Math.max(0, Math.min(1, ((p.east - from.east) * east + (p.north - from.north) * north) / square));
  const found = { east: from.east + share * east, north: from.north + share * north };
  return { place: fromUtm32(found), away: Math.hypot(found.east - p.east, found.north - p.north) };
}

/** The corner at a place; on a stretch between two it is made. Null where neither is near. */
export function pickUp(corners: readonly LonLat[], at: LonLat, same: Same): Held | null {
  const known = corners.findIndex((corner) => same(corner, at));
  if (known >= 0) return { corners, index: known };
  const stretches = corners.slice(1).map((corner, index) => ({ index: index + 1, ...nearest(at, corners[index]!, corner) }));
  const [best] = stretches.sort((one, other) => one.away - other.away);
  if (best === undefined || !same(best.place, at)) return null;
  return { corners: [...corners.slice(0, best.index), best.place, ...corners.slice(best.index)], index: best.index };
}

export function movedTo({ corners, index }: Held, at: LonLat): LonLat[] {
  return corners.map((corner, other) => (other === index ? at : corner));
}

/** Without the held corner; null for an end, which a line cannot do without. */
export function without({ corners, index }: Held): LonLat[] | null {
  return index === 0 || index === corners.length - 1 ? null : corners.filter((_, other) => other !== index);
}
