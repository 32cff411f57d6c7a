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

/** As German surveys write them, with a space between thousands: 370 941,5 5 679 960,2. */
const SPACED = /^\D*(\d{3}) (\d{3}(?:[.,]\d+)?)\D+(\d) (\d{3}) (\d{3}(?:[.,]\d+)?)\D*$/;

/** Degrees, minutes and seconds without their signs, which a keyboard lacks. */
const UNSIGNED = /^\D*(\d{1,2}) (\d{1,2}) (\d{1,2}(?:[.,]\d+)?)\D+(\d{1,2}) (\d{1,2}) (\d{1,2}(?:[.,]\d+)?)\D*$/;

/** Names of systems and axes beside the numbers, as the status bar and other programs write them. */
const NAMES = /EPSG:?\s?(?:25832|4326|4258|4647)|ETRS\s?89|WGS\s?84|UTM|geo:|\b(?:zone|lat(?:itude)?|lon(?:gitude)?|point)\b/gi;

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

function degrees(whole: string, minutes: string, seconds = "0"): number {
  return Number(whole) + decimal(minutes) / 60 + decimal(seconds) / 3600;
}

function minutesPair(text: string): Pair | null {
  return pairOf([...text.matchAll(MINUTES)].map(([, whole, minutes, seconds]) => degrees(whole!, minutes!, seconds)));
}

function unsignedPair(text: string): Pair | null {
  const [, a, b, c, d, e, f] = UNSIGNED.exec(text) ?? [];
  return f === undefined ? null : [degrees(a!, b!, c), degrees(d!, e!, f)];
}

function spacedPair(text: string): Pair | null {
  const [, thousands, rest, millions, middle, last] = SPACED.exec(text) ?? [];
  return last === undefined ? null : [decimal(thousands! + rest!), decimal(millions! + middle! + last)];
}

/**
 * Understands "51,2562 7,1508", "51.2562, 7.1508", "7.1508/51.2562", "51° 15′ 22″ N 7° 9′ 3″ O", "370950 5680450",
 * "EPSG:25832 E 370.950 N 5.680.450" and "32370950 5680450", each in either order.
 * Returns null for anything else, so that the caller can search for the text instead.
 */
export function parsePlace(text: string): LonLat | null {
  const plain = text.replace(NAMES, " ").trim();
  if (/[a-zäöüß]{2,}/i.test(plain)) return null;
  const named = plain.replace(/^[^\da-z]*32\s?[NU]?\s+(?=\D*\d{3})/i, "");
  for (const pair of [minutesPair(named), unsignedPair(named), spacedPair(named), plainPair(named), groupedPair(named)]) {
    const place = pair && fromPair(pair);
    if (place) return place;
  }
  return null;
}
