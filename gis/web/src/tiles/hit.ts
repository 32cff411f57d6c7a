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

/**
 * The best feature within reach of (x, y); all in tile units.
 * Layers come bottom first, as drawn: of two equally near features the upper one wins.
 */
export function hitTest(layers: readonly Layered[], x: number, y: number, reach: number): Hit | null {
  let best: { hit: Hit; rank: number; away: number } | null = null;
  for (const { layer, features } of layers) {
    for (const feature of features) {
      if (!near(feature, x, y, reach)) continue;
      const away = distance(feature, x, y);
      const rank = RANK[feature.geometry];
      if (away > reach || (best !== null && (rank > best.rank || (rank === best.rank && away > best.away)))) {
        continue;
      }
      best = { hit: { layer, feature }, rank, away };
    }
  }
  return best?.hit ?? null;
}
