/** The view as the address bar holds it: what a colleague sees who is sent the link. */

import { encode, filterIn, LAYER } from "./filter/query";
import type { LonLat } from "./geo/utm";
import { type Variable, VARIABLES } from "./style/theme";

export interface PanelRef {
  /** site, segment, duct, cable, gateway … */
  readonly kind: string;
  readonly id: string;
}

export type Tool = "select" | "filter" | "measure" | "bookmarks" | "print" | "route" | "mine" | "edit";

export interface ViewState {
  readonly zoom: number | null;
  readonly center: LonLat | null;
  /** Names of the layers switched on; null while nobody chose. */
  readonly layers: readonly string[] | null;
  readonly background: string | null;
  /** What the colour says; null for the usual. */
  readonly variable: Variable | null;
  /** The way through the panel; the last one is shown and selected. */
  readonly trail: readonly PanelRef[];
  readonly tool: Tool;
  readonly from: LonLat | null;
  readonly to: LonLat | null;
  /** What was asked for between A and B, as `route/requirement.ts` writes it. */
  readonly asked: string | null;
  /** List and filters, as `filter/query.ts` writes them. */
  readonly filter: string | null;
  /** Corners of what is measured. */
  readonly measured: readonly LonLat[];
  /** What is edited: "site-create", or "site-change:" and the object's id, ":" and a number where the form needs one; null while nothing is. */
  readonly edit: string | null;
  /** The import whose findings are shown. */
  readonly delivery: string | null;
}

export const MAX_TRAIL = 8;
const MOST_POINTS = 100;
const NAME = /^[a-z][a-z0-9_-]{0,39}$/;
const ASKED = /^[a-z0-9.:-]{1,80}$/;
const TOOLS: readonly Tool[] = ["select", "filter", "measure", "bookmarks", "print", "route", "mine", "edit"];
const EDIT = /^[a-z]+(-[a-z]+)*(:[0-9a-f-]{36}(:\d{1,18})?)?$/;
const DELIVERY = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** What the address holds besides a filter; no filter of the server has such a name. */
const OWN_NAMES: ReadonlySet<string> = new Set(["lang", "z", "c", "l", "bg", "s", "t", "a", "b", "w", "m", "p", "e", "i", LAYER]);
const IDENTIFIER = /^[0-9a-zA-Z-]{1,64}$/;

export const EMPTY: ViewState = {
  zoom: null, center: null, layers: null, background: null, variable: null, trail: [], tool: "select", from: null, to: null, asked: null, filter: null, measured: [], edit: null, delivery: null,
};

function parsePoint(text: string | null): LonLat | null {
  const [lat, lon, ...rest] = (text ?? "").split(",").map((part) => (part.trim() === "" ? NaN : Number(part)));
  if (lat === undefined || lon === undefined || rest.length > 0) return null;
  return Math.abs(lat) <= 85 && Math.abs(lon) <= 180 ? { lat, lon } : null;
}

function parsePoints(text: string | null): LonLat[] {
  if (text === null) return [];
  const points = text.split("_").slice(0, MOST_POINTS).map(parsePoint);
  return points.every((point) => point !== null) ? points : [];
}

/** Whether two places are written alike in the address. */
export function isSamePlace(one: LonLat, other: LonLat): boolean {
  return formatPoint(one, 5) === formatPoint(other, 5);
}

/** Seven decimals are a centimetre, five a metre. */
function formatPoint({ lat, lon }: LonLat, decimals: number): string {
  return `${lat.toFixed(decimals)},${lon.toFixed(decimals)}`;
}

function parseZoom(text: string | null): number | null {
  const zoom = Number(text ?? NaN);
  return text !== null && text !== "" && zoom >= 1 && zoom <= 22 ? zoom : null;
}

function parseNames(text: string | null): string[] | null {
  return text === null ? null : text.split(",").filter((name) => NAME.test(name));
}

function parseTrail(text: string | null): PanelRef[] {
  const refs = (text ?? "").split(",").map((part) => part.split(":"));
  return refs.flatMap(([kind = "", id = "", ...rest]) =>
    NAME.test(kind) && IDENTIFIER.test(id) && rest.length === 0 ? [{ kind, id }] : [],
  ).slice(-MAX_TRAIL);
}

/** Reads a query string. What is malformed counts as absent: an old link still opens the map. */
export function parseState(query: string): ViewState {
  const values = new URLSearchParams(query);
  const background = values.get("bg") ?? "";
  return {
    zoom: parseZoom(values.get("z")),
    center: parsePoint(values.get("c")),
    layers: parseNames(values.get("l")),
    background: NAME.test(background) ? background : null,
    variable: VARIABLES.find((variable) => variable === values.get("s")) ?? null,
    trail: parseTrail(values.get("p")),
    tool: TOOLS.find((tool) => tool === values.get("t")) ?? "select",
    from: parsePoint(values.get("a")),
    to: parsePoint(values.get("b")),
    asked: ASKED.exec(values.get("w") ?? "")?.[0] ?? null,
    filter: filterIn(values, OWN_NAMES),
    measured: parsePoints(values.get("m")),
    edit: EDIT.exec(values.get("e") ?? "")?.[0] ?? null,
    delivery: DELIVERY.exec(values.get("i") ?? "")?.[0] ?? null,
  };
}

/** Writes the state as a query string with `?`, readable enough to be edited by hand. */
export function formatState(state: ViewState, language: string): string {
  const parts: [string, string | null][] = [
    ["lang", language],
    ["z", state.zoom === null ? null : String(state.zoom)],
    ["c", state.center && formatPoint(state.center, 5)],
    ["l", state.layers && state.layers.join(",")],
    ["bg", state.background],
    ["s", state.variable],
    ["t", state.tool === "select" ? null : state.tool],
    ["e", state.tool === "edit" ? state.edit : null],
    ["i", state.delivery],
    ["a", state.from && formatPoint(state.from, 6)],
    ["b", state.to && formatPoint(state.to, 6)],
    ["w", state.asked],
    ["m", state.measured.length === 0 ? null : state.measured.map((point) => formatPoint(point, 6)).join("_")],
    ["p", state.trail.length === 0 ? null : state.trail.map(({ kind, id }) => `${kind}:${id}`).join(",")],
  ];
  const written = parts.filter((part): part is [string, string] => part[1] !== null);
  const filter = state.filter === null ? "" : `&${state.filter}`;
  return `?${written.map(([name, value]) => `${name}=${encode(value)}`).join("&")}${filter}`;
}

export function samePanel(a: PanelRef | undefined, b: PanelRef | undefined): boolean {
  return a !== undefined && b !== undefined && a.kind === b.kind && a.id === b.id;
}

/** The trail after opening a panel: back to where it was met already, else one step further. */
export function extendTrail(trail: readonly PanelRef[], next: PanelRef): PanelRef[] {
  const met = trail.findIndex((ref) => samePanel(ref, next));
  return met >= 0 ? trail.slice(0, met + 1) : [...trail, next].slice(-MAX_TRAIL);
}
