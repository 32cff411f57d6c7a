/** What a person asks of a path: its ends, and the segments to go through or to leave out. No browser needed. */

export interface Way {
  readonly start: string | null;
  readonly end: string | null;
  readonly via: readonly string[];
  readonly avoid: readonly string[];
}

/** What a drawing is made of, so that it comes back after a refusal or a reload. */
export interface Drawn {
  readonly way: Way;
  /** Of the sites and segments that were clicked, by their ids. */
  readonly codes: Readonly<Record<string, string>>;
  /** The ducts that somebody chose, by the segment at which each begins; see `room.ts`. */
  readonly ducts: Readonly<Record<string, string>>;
}

export const NO_WAY: Way = { start: null, end: null, via: [], avoid: [] };

/** After a click on a site: first the start, then the end; a third click begins anew. */
export function atSite(way: Way, site: string): Way {
  if (way.start === null || way.end !== null) return { ...NO_WAY, start: site };
  return site === way.start ? way : { ...way, end: site };
}

/** After a click on a segment: one of the path is left out, any other is gone through; a second click takes that back. */
export function atSegment(way: Way, segment: string, path: readonly string[]): Way {
  const without = (list: readonly string[]): string[] => list.filter((one) => one !== segment);
  if (way.via.includes(segment)) return { ...way, via: without(way.via) };
  if (way.avoid.includes(segment)) return { ...way, avoid: without(way.avoid) };
  return path.includes(segment) ? { ...way, avoid: [...way.avoid, segment] } : { ...way, via: [...way.via, segment] };
}

/** One step back: the last wish, the end, the start; null where nothing is left. */
export function stepBack(way: Way): Way | null {
  if (way.avoid.length > 0) return { ...way, avoid: way.avoid.slice(0, -1) };
  if (way.via.length > 0) return { ...way, via: way.via.slice(0, -1) };
  if (way.end !== null) return { ...way, end: null };
  return way.start === null ? null : NO_WAY;
}

export function question(way: Way): string | null {
  if (way.start === null || way.end === null) return null;
  const asked = new URLSearchParams({ start: way.start, end: way.end, via: way.via.join(","), avoid: way.avoid.join(",") });
  return `/edit/ask/path/?${asked.toString()}`;
}

/** Empty where nothing is drawn. */
export function drawnText(drawn: Drawn): string {
  return drawn.way.start === null ? "" : JSON.stringify(drawn);
}

export function readDrawn(text: string): Drawn | null {
  return text === "" ? null : (JSON.parse(text) as Drawn);
}
