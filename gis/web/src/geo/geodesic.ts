/** Lengths and areas on the ellipsoid (GRS80, as PostGIS has it for EPSG:25832), by Karney's algorithms. */

import geographiclib from "geographiclib-geodesic";

import type { LonLat } from "./utm";

const GRS80 = new geographiclib.Geodesic.Geodesic(6378137, 1 / 298.257222101);

export interface Measures {
  /** Metres along the points. */
  readonly length: number;
  /** Metres of the last stretch. */
  readonly last: number;
  /** Metres around, and square metres within, when the last point is joined to the first. */
  readonly perimeter: number;
  readonly area: number;
}

function between(a: LonLat, b: LonLat): number {
  return GRS80.Inverse(a.lat, a.lon, b.lat, b.lon).s12 ?? 0;
}

export function measure(points: readonly LonLat[]): Measures {
  const stretches = points.slice(1).map((point, index) => between(points[index]!, point));
  const ring = GRS80.Polygon(false);
  for (const { lat, lon } of points) ring.AddPoint(lat, lon);
  const { perimeter, area } = ring.Compute(false, true);
  return {
    length: stretches.reduce((sum, one) => sum + one, 0),
    last: stretches.at(-1) ?? 0,
    perimeter: points.length < 3 ? 0 : perimeter,
    area: points.length < 3 ? 0 : Math.abs(area ?? 0),
  };
}
