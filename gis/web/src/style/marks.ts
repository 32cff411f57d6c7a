/** Marks of sites and gateways. The shape says the kind, the fill says the state. */

import type { Props } from "../tiles/decode";
import tokens from "./tokens.json";
import { gradeColour, gradeOf, type Theme } from "./theme";

/** SVG path data in a box from −1 to 1; one definition serves canvas and legend. */
export const SHAPES = {
  square: "M-.8-.8H.8V.8H-.8Z",
  smallSquare: "M-.55-.55H.55V.55H-.55Z",
  rounded: "M-.5-.8H.5Q.9-.8 .9-.4V.4Q.9.8 .5.8H-.5Q-.9.8-.9.4V-.4Q-.9-.8-.5-.8Z",
  diamond: "M0-1.1 1.1 0 0 1.1-1.1 0Z",
  triangle: "M0-1 .95.75H-.95Z",
  house: "M0-1 .9-.2V.85H-.9V-.2Z",
  ring: "M-.8 0A.8.8 0 1 0 .8 0A.8.8 0 1 0-.8 0ZM-.4 0A.4.4 0 1 1 .4 0A.4.4 0 1 1-.4 0Z",
  dot: "M-.45 0A.45.45 0 1 0 .45 0A.45.45 0 1 0-.45 0Z",
  bar: "M-.8-.25H.8V.25H-.8Z",
  /** Mast on a foot, filled; the waves beside it are stroked. */
  mast: "M-.14-.35H.14L.3 1H-.3Z",
  waves: "M-.45-.75A.6.6 0 0 0-.45.05M.45-.75A.6.6 0 0 1 .45.05M-.8-1.05A1.05 1.05 0 0 0-.8.35M.8-1.05A1.05 1.05 0 0 1 .8.35",
  cross: "M-.6-.6.6.6M.6-.6-.6.6",
  /** Exclamation mark for a triangle. */
  bang: "M-.13-.5H.13L.08.15H-.08ZM-.12.3H.12V.52H-.12Z",
} as const;

/** Radius of the dot within its box. */
const DOT_RADIUS = 0.45;

export type Shape = keyof typeof SHAPES;

/** By the kinds of `assets.models.site.SiteKind`; any other kind is a dot. */
const SITE_SHAPES = tokens.siteShapes as Readonly<Record<string, Shape>>;

/** One kind of each shape, for the legend. */
export const SITE_GROUPS = ["chamber", "handhole", "nvt", "pop", "building", "mast", "coupler", "blind_end"] as const;

export function siteShape(kind: unknown): Shape {
  return SITE_SHAPES[String(kind)] ?? "dot";
}

export type State = "present" | "planned" | "unused";

const PLANNED = new Set(["idea", "planned", "under_construction"]);
const UNUSED = new Set(["out_of_service", "abandoned", "removed"]);

export function stateOf(lifeCycle: unknown): State {
  const name = String(lifeCycle);
  if (PLANNED.has(name)) return "planned";
  return UNUSED.has(name) ? "unused" : "present";
}

export interface MarkPart {
  readonly shape: Shape;
  readonly fill: string | null;
  readonly stroke: string | null;
  /** Offset and size relative to the mark's radius. */
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

function part(shape: Shape, fill: string | null, stroke: string | null, place: readonly [number, number, number] = [0, 0, 1]): MarkPart {
  return { shape, fill, stroke, x: place[0], y: place[1], size: place[2] };
}

/** The colour of what is there: ink, unless the variable grades sites, whose kind is said by the shape. */
function presentColour(props: Props, theme: Theme): string {
  const graded = theme.variable === "owner" || theme.variable === "life_cycle";
  return graded ? gradeColour(gradeOf(props, theme), theme.palette) : theme.palette.ink;
}

/** Full for what is there, hollow for what is planned, grey for what is out of use. */
export function siteMark(props: Props, theme: Theme): MarkPart[] {
  const { palette } = theme;
  const colour = presentColour(props, theme);
  const shape = siteShape(props["kind"]);
  const fills: Readonly<Record<State, string>> = { present: colour, planned: palette.paper, unused: palette.muted };
  const state = stateOf(props["life_cycle"]);
  return [part(shape, fills[state], state === "planned" ? colour : colour === palette.ink ? palette.paper : palette.casing)];
}

/** Antenna with its status at the lower right: full dot, hollow dot, or cross. */
export function gatewayMark(props: Props, theme: Theme): MarkPart[] {
  const { palette } = theme;
  const corner = [0.85, 0.75, 0.5] as const;
  const state = stateOf(props["life_cycle"]);
  const status: Readonly<Record<State, MarkPart>> = {
    present: part("dot", palette.good, palette.paper, [0.85, 0.75, 0.9]),
    planned: part("dot", palette.paper, palette.ink, [0.85, 0.75, 0.9]),
    unused: part("cross", null, palette.bad, corner),
  };
  return [part("mast", presentColour(props, theme), palette.ink), part("waves", null, palette.ink), status[state]];
}

/** Warning triangle: full for errors, hollow for warnings, small and grey for hints. */
export function findingMark(props: Props, { palette }: Theme): MarkPart[] {
  const severity = props["severity"];
  if (severity === "hint") return [part("triangle", palette.muted, palette.paper, [0, 0, 0.75])];
  const full = severity === "error";
  return [
    part("triangle", full ? palette.bad : palette.paper, full ? palette.paper : palette.bad),
    part("bang", full ? palette.paper : palette.bad, null, [0, 0.1, 0.8]),
  ];
}

/** Several gateways that stand too close to be told apart: a disc for their number. */
export function groupMark({ palette }: Theme): MarkPart[] {
  return [part("dot", palette.ink, palette.paper, [0, 0, 1 / DOT_RADIUS])];
}

/** How many objects a mark stands for, where it is more than one. */
export function groupSize(props: Props): number | null {
  const number = props["number"];
  return typeof number === "number" && number > 1 ? number : null;
}

export function pointMark(layer: string, props: Props, theme: Theme): MarkPart[] {
  if (groupSize(props) !== null) return groupMark(theme);
  if (layer === "sites") return siteMark(props, theme);
  if (layer === "gateways") return gatewayMark(props, theme);
  if (layer === "findings") return findingMark(props, theme);
  return [part("dot", theme.palette.ink, theme.palette.paper)];
}

/** Radius in CSS pixels. Gateways are few and found from afar; sites appear as one comes closer; a number needs room. */
export function markRadius(layer: string, props: Props, zoom: number): number {
  const size = groupSize(props);
  if (size !== null) return Math.max(9, 5 + 2 * String(size).length);
  if (layer === "gateways") return Math.max(5, Math.min(10, 5 + (zoom - 12) * 1.5));
  if (layer === "findings") return Math.max(7, Math.min(11, 7 + (zoom - 14)));
  return Math.max(2.5, Math.min(7, 2.5 + (zoom - 13) * 0.9));
}
