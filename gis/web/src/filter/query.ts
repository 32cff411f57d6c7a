/** A filter as the address holds it: the name of a list, then its filters as the server's form names them. */

export const LAYER = "layer";

const NAME = /^[a-z][a-z0-9_]{0,39}$/;
const MOST_PAIRS = 60;
const LONGEST = 2_000;

/** Commas and colons are allowed in a query; leaving them plain keeps links short. */
export function encode(text: string): string {
  return encodeURIComponent(text).replace(/%2C/g, ",").replace(/%3A/g, ":");
}

/** The filter in an address, without the names that mean something else there; null where no list is named. */
export function filterIn(values: URLSearchParams, others: ReadonlySet<string>): string | null {
  const layer = values.get(LAYER) ?? "";
  if (!NAME.test(layer)) return null;
  const pairs = [...values].filter(([name]) => name !== LAYER && !others.has(name));
  return filterOf(layer, pairs);
}

/** Written in the order given, without what is empty. What the server cannot read it refuses in words. */
export function filterOf(layer: string, pairs: Iterable<readonly [string, string]>): string {
  const used = [...pairs].filter(([name, value]) => NAME.test(name) && value !== "" && value.length <= LONGEST);
  return [[LAYER, layer] as const, ...used.slice(0, MOST_PAIRS)].map(([name, value]) => `${name}=${encode(value)}`).join("&");
}

export function layerOf(filter: string | null): string | null {
  return filter === null ? null : new URLSearchParams(filter).get(LAYER);
}

/** The filters alone, as the tiles of their layer want them; empty where nothing is narrowed. */
export function narrowing(filter: string | null, layer: string): string {
  if (filter === null || layerOf(filter) !== layer) return "";
  return filter.split("&").slice(1).join("&");
}

/** How many different filters are used. */
export function countOf(filter: string | null): number {
  const names = new Set(new URLSearchParams(filter ?? "").keys());
  names.delete(LAYER);
  return names.size;
}
