/** Where a line would cross itself. */

import { fromUtm32, type LonLat, toUtm32 } from "../geo/utm";

interface Point {
  readonly east: number;
  readonly north: number;
}

function side(a: Point, b: Point, c: Point): number {
  return (b.east - a.east) * (c.north - a.north) - (b.north - a.north) * (c.east - a.east);
}

/** Where two stretches cross, both ends included; null where they do not or lie on one line. */
function meet(a: Point, b: Point, c: Point, d: Point): Point | null {
  const [atA, atB, atC, atD] = [side(c, d, a), side(c, d, b), side(a, b, c), side(a, b, d)];
  if (atA * atB > 0 || atC * atD > 0 || atA === atB) return null;
  const share = atA / (atA - atB);
  return { east: a.east + share * (b.east - a.east), north: a.north + share * (b.north - a.north) };
}

/** The first place at which the line meets itself; neighbouring stretches meet at their corner and do not count. */
export function firstCrossing(corners: readonly LonLat[]): LonLat | null {
  const points = corners.map(toUtm32);
  for (let i = 3; i < points.length; i += 1) {
    for (let j = 1; j < i - 1; j += 1) {
      const found = meet(points[j - 1]!, points[j]!, points[i - 1]!, points[i]!);
      if (found !== null) return fromUtm32(found);
    }
  }
  return null;
}
