/** What a carrier asks for, and which of it is wrong. No browser needed. */

import type { LonLat } from "../geo/utm";
import type { Key } from "../i18n";

export interface Period {
  /** ISO dates, both inclusive. */
  readonly from: string;
  readonly until: string;
}

export type Requirement =
  | { readonly kind: "tubes"; readonly count: number; readonly innerMm: number | null }
  | { readonly kind: "cable"; readonly outerMm: number };

export interface RouteRequest {
  readonly from: LonLat;
  readonly to: LonLat;
  readonly requirement: Requirement;
  readonly period: Period;
  readonly maxOptions: number;
}

/** The form's fields as typed. */
export interface RouteForm {
  readonly from: LonLat | null;
  readonly to: LonLat | null;
  readonly kind: "tubes" | "cable";
  readonly tubes: string;
  readonly inner: string;
  readonly cable: string;
  readonly start: string;
  readonly end: string;
  readonly options: string;
}

export type Field = Exclude<keyof RouteForm, "kind">;

export interface Problem {
  readonly field: Field;
  readonly key: Key;
  readonly values: Readonly<Record<string, number>>;
}

export type Checked = { readonly request: RouteRequest } | { readonly problems: readonly Problem[] };

/** Lowest and highest sensible entries; millimetres for diameters. */
export const LIMITS = { tubes: [1, 48], inner: [1, 200], cable: [0.5, 100], options: [1, 5] } as const;

/** A number with comma or point, or NaN. */
export function readNumber(text: string): number {
  return text.trim() === "" ? NaN : Number(text.trim().replace(",", "."));
}

function problem(field: Field, key: Key, values: Record<string, number> = {}): Problem {
  return { field, key, values };
}

function checkNumber(form: RouteForm, field: keyof typeof LIMITS, whole: boolean): Problem[] {
  const [low, high] = LIMITS[field];
  const value = readNumber(form[field]);
  const good = value >= low && value <= high && (!whole || Number.isInteger(value));
  return good ? [] : [problem(field, "route.needNumber", { low, high })];
}

function checkRequirement(form: RouteForm): Problem[] {
  if (form.kind === "cable") return checkNumber(form, "cable", false);
  const inner = form.inner.trim() === "" ? [] : checkNumber(form, "inner", false);
  return [...checkNumber(form, "tubes", true), ...inner];
}

function checkPeriod({ start, end }: RouteForm): Problem[] {
  const missing = (["start", "end"] as const).filter((field) => !/^\d{4}-\d{2}-\d{2}$/.test(field === "start" ? start : end));
  if (missing.length > 0) return missing.map((field) => problem(field, "route.needDate"));
  return end < start ? [problem("end", "route.endBeforeStart")] : [];
}

function checkPlaces(form: RouteForm): Problem[] {
  return (["from", "to"] as const).filter((field) => form[field] === null).map((field) => problem(field, "route.needPlace"));
}

/** The request, or everything that keeps the form from being one. */
export function checkForm(form: RouteForm): Checked {
  const problems = [...checkPlaces(form), ...checkRequirement(form), ...checkPeriod(form), ...checkNumber(form, "options", true)];
  if (problems.length > 0 || form.from === null || form.to === null) return { problems };
  const innerMm = form.inner.trim() === "" ? null : readNumber(form.inner);
  const requirement: Requirement = form.kind === "cable"
    ? { kind: "cable", outerMm: readNumber(form.cable) }
    : { kind: "tubes", count: readNumber(form.tubes), innerMm };
  return {
    request: { from: form.from, to: form.to, requirement, period: { from: form.start, until: form.end }, maxOptions: readNumber(form.options) },
  };
}

/** What was asked for, without the places, short enough for the address: kind, number or cable, inner diameter, days, options. */
export function formatAsked({ requirement, period, maxOptions }: RouteRequest): string {
  const what = requirement.kind === "cable" ? ["cable", requirement.outerMm, ""] : ["tubes", requirement.count, requirement.innerMm ?? ""];
  return [...what, period.from, period.until, maxOptions].join(":");
}

const ASKED = /^(tubes|cable):([\d.]+):([\d.]*):(\d{4}-\d{2}-\d{2}):(\d{4}-\d{2}-\d{2}):(\d)$/;

/** The form's fields that an address holds; null for anything else. */
export function parseAsked(text: string | null): Omit<RouteForm, "from" | "to"> | null {
  const match = ASKED.exec(text ?? "");
  if (match === null) return null;
  const [, kind, size, inner, start, end, options] = match as unknown as [string, RouteForm["kind"], string, string, string, string, string];
  return kind === "cable" ? { kind, cable: size, tubes: "1", inner: "", start, end, options } : { kind, cable: "", tubes: size, inner, start, end, options };
}

/** One year from today, as a first proposal. */
export function proposedPeriod(today: Date): Period {
  const iso = (date: Date): string => date.toLocaleDateString("sv-SE");
  const later = new Date(today.getFullYear() + 1, today.getMonth(), today.getDate() - 1);
  return { from: iso(today), until: iso(later) };
}
