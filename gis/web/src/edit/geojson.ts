/** Geometry in forms: GeoJSON texts of points and lines in WGS 84. */

import type { LonLat } from "../geo/utm";

/** A tenth of a millimetre, as the server writes it: what is not moved reads the same. */
const DECIMALS = 9;

const pair = ({ lon, lat }: LonLat): [number, number] => [Number(lon.toFixed(DECIMALS)), Number(lat.toFixed(DECIMALS))];
const corner = ([lon, lat]: readonly number[]): LonLat => ({ lon: lon ?? NaN, lat: lat ?? NaN });

export function pointText(at: LonLat): string {
  return JSON.stringify(pointOf(at));
}

export function pointOf(at: LonLat): GeoJSON.Point {
  return { type: "Point", coordinates: pair(at) };
}

/** Empty for less than a line. */
export function lineText(corners: readonly LonLat[]): string {
  return corners.length < 2 ? "" : JSON.stringify({ type: "LineString", coordinates: corners.map(pair) });
}

function parsed(text: string, type: string): unknown {
  try {
    const said = JSON.parse(text) as { type?: string; coordinates?: unknown };
    return said.type === type ? said.coordinates : null;
  } catch {
    return null;
  }
}

export function readPoint(text: string): LonLat | null {
  const found = parsed(text, "Point") as number[] | null;
  return found === null ? null : corner(found);
}

export function readLine(text: string): LonLat[] {
  return ((parsed(text, "LineString") as number[][] | null) ?? []).map(corner);
}
