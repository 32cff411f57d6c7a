/** Sentences about routes and what stands in their way. No browser needed. */

import type { Key, Wording } from "../i18n";
import type { Blocker, Conflict, RouteOption } from "./api";

const REASONS: Readonly<Record<string, Key>> = {
  reserved: "reason.reserved", occupied: "reason.occupied", blocked: "reason.blocked", too_narrow: "reason.tooNarrow",
};

const DOUBTS: Readonly<Record<string, Key>> = {
  diameter_unknown: "doubt.diameterUnknown", diameter_estimated: "doubt.diameterEstimated",
  depth_unknown: "doubt.depthUnknown", position_uncertain: "doubt.positionUncertain",
};

function reason(name: string, words: Wording): string {
  return words.text(REASONS[name.toLowerCase()] ?? "reason.blocked");
}

function ending(until: string | null, words: Wording): string {
  return until === null ? "" : ` ${words.text("reason.until", { date: words.date(until) })}`;
}

function whose(names: readonly string[]): string {
  return names.length === 0 ? "" : ` (${names.join(", ")})`;
}

/** "Rohr RV-1.07 in T-0012: reserviert bis 31.03.2027 (Tallicht)". */
export function blockerText(blocker: Blocker, words: Wording): string {
  const place = blocker.duct === null
    ? words.text("reason.hidden")
    : words.text("reason.place", { duct: blocker.duct.code, segment: blocker.segment?.code ?? "–" });
  return `${place}: ${reason(blocker.reason, words)}${ending(blocker.until, words)}${whose(blocker.holders.map(({ name }) => name))}`;
}

/** "RV-1.07, S-104 – S-118: reserviert bis 31.03.2027". */
export function conflictText(conflict: Conflict, words: Wording): string {
  const way = conflict.from && conflict.to ? `, ${words.text("route.ductWay", { from: conflict.from, to: conflict.to })}` : "";
  const place = conflict.unit ? `${conflict.unit}${way}` : words.text("reason.hidden");
  return `${place}: ${reason(conflict.effect, words)}${ending(conflict.until, words)}${whose(conflict.holder ? [conflict.holder] : [])}`;
}

/** Partners know lengths to the nearest 50 m, and they are told so. */
export function lengthText(metres: number, words: Wording, rounded: boolean): string {
  return rounded ? words.text("unit.about", { number: words.number(metres) }) : words.metres(metres);
}

/** What the narrowest hop leaves: its inner diameter, or for a cable the thickest that still fits beside it. */
export function narrowestShort({ narrowestHop }: RouteOption, words: Wording): string {
  const { innerMm, roomLeftMm2 } = narrowestHop;
  if (roomLeftMm2 !== null) {
    const fits = Math.floor(Math.sqrt(roomLeftMm2) * 10) / 10;
    return words.text("route.roomLeft", { diameter: words.millimetres(fits) });
  }
  if (innerMm === null) return words.text("route.innerUnknown");
  return words.text("route.innerIs", { diameter: words.millimetres(innerMm) });
}

/** The same with where it is, for those who may see the sites. */
export function narrowestText(option: RouteOption, words: Wording): string {
  const where = option.hops[option.narrowestHop.hop];
  const short = narrowestShort(option, words);
  if (!where?.fromSite || !where.toSite) return short;
  return `${short} (${words.text("route.ductWay", { from: where.fromSite.code, to: where.toSite.code })})`;
}

export function doubtTexts(option: RouteOption, words: Wording): string[] {
  return option.uncertain.flatMap((name) => {
    const key = DOUBTS[name.toLowerCase()];
    return key === undefined ? [] : [words.text(key)];
  });
}
