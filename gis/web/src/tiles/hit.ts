/** Which object lies under the pointer. */

import { distanceToLine, distanceToPoints, insideRings } from "../geo/plane";
import type { TileFeature } from "./decode";

export interface Layered {
  readonly layer: string;
  readonly features: readonly TileFeature[];
}

export interface Hit {
  readonly layer: string;
  readonly feature: TileFeature;
}

/** Points lie on lines and lines in areas, so the finer thing wins even when it is a little farther away. */
const RANK: Readonly<Record<TileFeature["geometry"], number>> = { point: 0, line: 1, polygon: 2 };

function near(feature: TileFeature, x: number, y: number, reach: number): boolean {
  const [minX, minY, maxX, maxY] = feature.box;
  return x >= minX - reach && x <= maxX + reach && y >= minY - reach && y <= maxY + reach;
}

function distance(feature: TileFeature, x: number, y: number): number {
  if (feature.geometry === "polygon") return insideRings(x, y, feature.parts) ? 0 : Infinity;
  const measure = feature.geometry === "point" ? distanceToPoints : distanceToLine;
  return Math.min(...feature.parts.map((part) => measure(x, y, part)));
}

interface Candidate {
  readonly hit: Hit;
  readonly rank: number;
  readonly away: number;
}

/**
 * Layers come bottom first, as drawn. Of two marks on one spot the upper one is meant, for it hides the
 * other; of two lines on one way the lower one: a cable is found through the segment it lies in.
 */
function beats(one: Candidate, best: Candidate): boolean {
  if (one.rank !== best.rank) return one.rank < best.rank;
  return one.rank === RANK.point ? one.away <= best.away : one.away < best.away;
}

/** The best feature within reach of (x, y); all in tile units. Small scales show what is no single object. */
export function hitTest(layers: readonly Layered[], x: number, y: number, reach: number): Hit | null {
  let best: Candidate | null = null;
  for (const { layer, features } of layers) {
    for (const feature of features) {
      if (feature.id === "" || !near(feature, x, y, reach)) continue;
      const found = { hit: { layer, feature }, rank: RANK[feature.geometry], away: distance(feature, x, y) };
      if (found.away <= reach && (best === null || beats(found, best))) best = found;
    }
  }
  return best?.hit ?? null;
}
