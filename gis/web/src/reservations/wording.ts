/** Sentences about reservations. No browser needed. */

import type { Key, Wording } from "../i18n";
import type { Reservation, Unit } from "./api";

export type Look = "info" | "success" | "warning" | "default";

const STATES: Readonly<Record<string, readonly [Key, Look]>> = {
  HELD: ["mine.held", "warning"], CONFIRMED: ["mine.confirmed", "success"], IN_USE: ["mine.inUse", "success"],
  ENDED: ["mine.ended", "default"], RELEASED: ["mine.released", "default"], EXPIRED: ["mine.expired", "default"],
};
const LIVE = new Set(["HELD", "CONFIRMED", "IN_USE"]);

export function isLive({ state }: Reservation): boolean {
  return LIVE.has(state);
}

export function stateText({ state }: Reservation, words: Wording): { text: string; look: Look } {
  const [key, look] = STATES[state] ?? ["mine.unknown", "default"];
  return { text: words.text(key), look };
}

/** What runs out when: the hold, else the period. */
export function deadlineText(reservation: Reservation, words: Wording): string {
  const { expiresAt, state } = reservation;
  if (state !== "HELD" || expiresAt === null) return "";
  return words.text("mine.heldUntil", { date: words.date(expiresAt) });
}

export function periodText({ period }: Reservation, words: Wording): string {
  const from = period.from === null ? "…" : words.date(period.from);
  return period.until === null ? words.text("mine.openPeriod", { from }) : words.text("mine.period", { from, until: words.date(period.until) });
}

/** "RV-1.07, S-104 – S-118" or "K-7, Faser 3"; null where the plant is not open to the viewer. */
export function unitText({ duct, fromSite, toSite, strand }: Unit, words: Wording): string | null {
  if (strand !== null) return words.text("mine.strand", { cable: strand.cable?.code ?? "–", number: strand.number });
  if (duct === null) return null;
  return fromSite && toSite ? `${duct.code}, ${words.text("route.ductWay", { from: fromSite.code, to: toSite.code })}` : duct.code;
}
