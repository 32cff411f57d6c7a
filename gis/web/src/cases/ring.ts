/** The ring of a polygon as people draw it and as GeoJSON holds it. No browser needed. */

import type { LonLat } from "../geo/utm";

const DIGITS = 1e7;

function rounded(value: number): number {
  return Math.round(value * DIGITS) / DIGITS;
}

/** GeoJSON of the ring; empty while it has fewer than three corners. */
export function ringText(corners: readonly LonLat[]): string {
  if (corners.length < 3) return "";
  const ring = [...corners, corners[0]!].map(({ lon, lat }) => [rounded(lon), rounded(lat)]);
  return JSON.stringify({ type: "Polygon", coordinates: [ring] });
}

/** The corners of the outer ring; none for a text that is no polygon. */
export function ringCorners(text: string): LonLat[] {
  try {
    const { coordinates } = JSON.parse(text) as GeoJSON.Polygon;
    return (coordinates[0] ?? []).slice(0, -1).map(([lon, lat]) => ({ lon: Number(lon), lat: Number(lat) }));
  } catch {
    return [];
  }
}
