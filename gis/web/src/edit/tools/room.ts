/** Which ducts a cable goes through: one choice for each stretch of the path in which a duct lies. No browser needed. */

export interface Bore {
  readonly id: string;
  readonly code: string;
  /** Share of the bore that is filled, without and with the cable; null where its diameter is unknown. */
  readonly before: number;
  readonly after: number | null;
  readonly limit: number;
  readonly fits: boolean;
}

export interface SegmentRoom {
  readonly id: string;
  readonly code: string;
  readonly ducts: readonly Bore[];
}

/** A duct over so many segments from where the stretch begins; fill is that of the fullest section. */
export interface Option extends Bore {
  readonly length: number;
}

/** Segments `from` up to, without, `to`, with what they may lie in; `chosen` is empty where the cable is buried. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly options: readonly Option[];
  readonly chosen: string;
}

function worse(one: Bore, other: Bore): Bore {
  const after = one.after === null || other.after === null ? null : Math.max(one.after, other.after);
  return { ...one, before: Math.max(one.before, other.before), after, limit: Math.min(one.limit, other.limit), fits: one.fits && other.fits };
}

function along(segments: readonly SegmentRoom[], from: number, first: Bore): Option {
  let option: Option = { ...first, length: 1 };
  for (const segment of segments.slice(from + 1)) {
    const next = segment.ducts.find(({ id }) => id === first.id);
    if (next === undefined) break;
    option = { ...worse(option, next), length: option.length + 1 };
  }
  return option;
}

/** What fits comes first, then what goes furthest, then what is emptiest. */
function ordered(options: readonly Option[]): Option[] {
  return [...options].sort((one, other) => Number(other.fits) - Number(one.fits) || other.length - one.length || one.before - other.before || one.code.localeCompare(other.code));
}

/** The stretches of a path; `choices` are duct ids by the segment at which a stretch begins, "" for buried. */
export function stretches(segments: readonly SegmentRoom[], choices: ReadonlyMap<string, string>): Stretch[] {
  const found: Stretch[] = [];
  for (let from = 0; from < segments.length; ) {
    const start = segments[from]!;
    const options = ordered(start.ducts.map((bore) => along(segments, from, bore)));
    const wished = choices.get(start.id);
    const best = options.find(({ fits }) => fits);
    const chosen = wished !== undefined && (wished === "" || options.some(({ id }) => id === wished)) ? wished : (best?.id ?? "");
    const length = options.find(({ id }) => id === chosen)?.length ?? 1;
    found.push({ from, to: from + length, options, chosen });
    from += length;
  }
  return found;
}

/** The duct of each segment, as the form sends it. */
export function inside(found: readonly Stretch[]): string {
  return found.flatMap(({ from, to, chosen }) => Array<string>(to - from).fill(chosen)).join(",");
}
