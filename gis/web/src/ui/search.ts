/** What can be found: objects, streets and addresses on the server, and coordinates as typed. */

import { parsePlace } from "../geo/place";
import { toUtm32, type LonLat } from "../geo/utm";
import type { Wording } from "../i18n";
import { getJson } from "../net";
import type { Option, Source } from "./combobox";

/** One result as /search/ gives it. */
interface Found {
  readonly kind: string;
  readonly id: string;
  readonly label: string;
  readonly detail: string;
  /** Null for what has no place, such as an owner. */
  readonly lon: number | null;
  readonly lat: number | null;
}

export interface Place extends Option, LonLat {
  /** Null for a bare position. */
  readonly object: { readonly kind: string; readonly id: string } | null;
}

/** Something found that has no place of its own. */
export interface Owner extends Option {
  readonly object: { readonly kind: string; readonly id: string };
}

/** From so many on the server may have left some out. */
const SOME = 10;

export type Result = Place | Owner;

export function isPlace(result: Result): result is Place {
  return "lon" in result;
}

/** A position in both coordinate systems, as the label of a place without a name. */
export function positionLabel(place: LonLat, words: Wording): string {
  const { east, north } = toUtm32(place);
  return `${words.number(east)} · ${words.number(north)}`;
}

function coordinates(place: LonLat, words: Wording): Place {
  return { ...place, label: positionLabel(place, words), detail: "EPSG:25832", kind: words.text("search.coordinates"), object: null };
}

/** The position that somebody typed; null for anything else. */
export function typedPosition(text: string, words: Wording): Place | null {
  const place = parsePlace(text);
  return place === null ? null : coordinates(place, words);
}

function toResult(found: Found, words: Wording): Result {
  const { lon, lat } = found;
  const named = { label: found.label, detail: found.detail, kind: words.kind(found.kind), object: { kind: found.kind, id: found.id } };
  return lon === null || lat === null ? named : { ...named, lon, lat };
}

/** What the search field finds. */
export function searchSource(words: Wording): Source<Result> {
  return {
    async find(text, signal): Promise<Result[]> {
      const typed = typedPosition(text, words);
      if (typed !== null) return [typed];
      const url = `/search/?q=${encodeURIComponent(text)}&lang=${words.language}`;
      const answer = await getJson<{ results: Found[] }>(url, signal);
      return answer.results.map((found) => toResult(found, words));
    },
    none: (text) => words.text("search.none", { text }),
    failed: words.text("search.failed"),
    counted: (count) => words.text(count < SOME ? "search.count" : "search.some", { count }),
  };
}

/** Only what has a place, where one is needed. */
export function placeSource(words: Wording): Source<Place> {
  const all = searchSource(words);
  return { ...all, find: async (text, signal) => (await all.find(text, signal)).filter(isPlace) };
}
