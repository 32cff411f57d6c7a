/** Reading coordinates as people type them. */

import { fromUtm32, type LonLat } from "./utm";

/** Rough limits of UTM32 positions in and around Germany, metres; they tell such a pair from degrees. */
const UTM = { minEast: 200_000, maxEast: 950_000, minNorth: 5_200_000, maxNorth: 6_150_000 };

const NUMBER = /[-+]?\d+(?:[.,]\d+)?/g;

function inside(value: number, low: number, high: number): boolean {
  return value >= low && value <= high;
}

function fromPair(first: number, second: number): LonLat | null {
  if (inside(first, UTM.minEast, UTM.maxEast) && inside(second, UTM.minNorth, UTM.maxNorth)) {
    return fromUtm32({ east: first, north: second });
  }
  if (inside(first, 47, 56) && inside(second, 5, 16)) return { lat: first, lon: second };
  if (inside(first, 5, 16) && inside(second, 47, 56)) return { lat: second, lon: first };
  return null;
}

/**
 * Understands "51,2562 7,1508", "51.2562, 7.1508", "7.1508/51.2562" and "370950 5680450".
 * Latitude and longitude may come in either order because Germany's ranges do not meet.
 * Returns null for anything else, so that the caller can search for the text instead.
 */
export function parsePlace(text: string): LonLat | null {
  if (/[a-zäöüß]{2,}/i.test(text)) return null;
  const joined = text.replace(/(\d)[,;]\s+/g, "$1 ").replace(/(\d)°/g, "$1");
  let parts: string[] = joined.match(NUMBER) ?? [];
  if (parts.length === 1 && /^\s*\d+\.\d+,\d+\.\d+\s*$/.test(text)) parts = text.trim().split(",");
  if (parts.length !== 2) return null;
  const [first, second] = parts.map((part) => Number(part.replace(",", ".")));
  return first === undefined || second === undefined ? null : fromPair(first, second);
}
