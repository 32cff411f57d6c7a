/** Reading coordinates as people type them. */

import { fromUtm32, type LonLat } from "./utm";

/** Rough limits of UTM32 positions in and around Germany, metres; they tell such a pair from degrees. */
const UTM = { minEast: 200_000, maxEast: 950_000, minNorth: 5_200_000, maxNorth: 6_150_000 };

/** Eastings of EPSG:4647 and of older plans carry the number of the zone in front. */
const ZONE = 32_000_000;

const NUMBER = /[-+]?\d+(?:[.,]\d+)?/g;

/** As the status bar writes eastings and northings: 370.950,5 or 370,950.5. */
const THOUSANDS = /\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*(?:[.,]\d{1,2})?(?!\d)/g;

const MINUTES = /(\d{1,2})\s*°\s*(\d{1,2}(?:[.,]\d+)?)\s*['’′]\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:["”″]|''))?/g;

type Pair = readonly [number, number];

function inside(value: number, low: number, high: number): boolean {
  return value >= low && value <= high;
}

function fromUtm(first: number, second: number): LonLat | null {
  const east = first > ZONE ? first - ZONE : first;
  const known = inside(east, UTM.minEast, UTM.maxEast) && inside(second, UTM.minNorth, UTM.maxNorth);
  return known ? fromUtm32({ east, north: second }) : null;
}

function fromDegrees(lat: number, lon: number): LonLat | null {
  return inside(lat, 47, 56) && inside(lon, 5, 16) ? { lat, lon } : null;
}

/** Either order, because neither Germany's ranges of degrees nor those of metres meet. */
function fromPair([a, b]: Pair): LonLat | null {
  return fromUtm(a, b) ?? fromUtm(b, a) ?? fromDegrees(a, b) ?? fromDegrees(b, a);
}

function pairOf(parts: readonly number[]): Pair | null {
  const [first, second, third] = parts;
  return first === undefined || second === undefined || third !== undefined ? null : [first, second];
}

const decimal = (text: string) => Number(text.replace(",", "."));

function plainPair(text: string): Pair | null {
  const joined = text.replace(/(\d)[,;]\s+/g, "$1 ").replace(/(\d)°/g, "$1");
  const parts: string[] = joined.match(NUMBER) ?? [];
  const unspaced = parts.length === 1 && /^\s*(\d+\.\d+,\d+\.\d+|\d{6,8},\d{6,7})\s*$/.test(text);
  return pairOf(unspaced ? text.trim().split(",").map(Number) : parts.map(decimal));
}

/** Metres with a point or comma between thousands; degrees have none. */
function groupedPair(text: string): Pair | null {
  const parts = [...text.matchAll(THOUSANDS)].map(([whole, sign]) => decimal(whole.replaceAll(sign!, "")));
  return pairOf(parts);
}

function minutesPair(text: string): Pair | null {
  const parts = [...text.matchAll(MINUTES)].map(([, degrees, minutes, seconds]) =>
    Number(degrees) + decimal(minutes!) / 60 + decimal(seconds ?? "0") / 3600);
  return pairOf(parts);
}

/**
 * Understands "51,2562 7,1508", "51.2562, 7.1508", "7.1508/51.2562", "51° 15′ 22″ N 7° 9′ 3″ O", "370950 5680450",
 * "E 370.950 N 5.680.450" and "32370950 5680450", each in either order.
 * Returns null for anything else, so that the caller can search for the text instead.
 */
export function parsePlace(text: string): LonLat | null {
  if (/[a-zäöüß]{2,}/i.test(text)) return null;
  const named = text.replace(/^\s*32\s?[NU]?\s+(?=\D*\d{3})/i, "");
  for (const pair of [minutesPair(named), plainPair(named), groupedPair(named)]) {
    const place = pair && fromPair(pair);
    if (place) return place;
  }
  return null;
}
