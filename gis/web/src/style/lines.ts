/** How segments and cables are drawn: a list of strokes from bottom to top, the same for map and legend. */

import type { Props } from "../tiles/decode";
import { overlay, type Stroke } from "./overlays";
import type { Palette } from "./palette";
import tokens from "./tokens.json";
import { type Grade, gradeColour, gradeOf, type Theme } from "./theme";

export type { Stroke } from "./overlays";

/** Wider means more free, or newer: the second sign beside the colour. */
const CLASS_WIDTH: readonly number[] = tokens.classWidth;

/** Ticks and overlays are too fine to read in small scales. */
const FINE_ZOOM = 14;

/** Solid is what lies in the ground and is used; the pattern says everything else. */
const LIFE_CYCLE_DASH: Readonly<Record<string, readonly number[]>> = tokens.dash;

/** Body width of a segment with middling capacity: 1.4 px for the whole city, 4 px in the street. */
export function segmentWidth(zoom: number): number {
  return Math.max(1.4, Math.min(4, 1.4 + (zoom - 12) * 0.6));
}

export function lifeCycleDash(lifeCycle: unknown): readonly number[] {
  return LIFE_CYCLE_DASH[String(lifeCycle)] ?? [];
}

/** Cross ticks along a segment in which nothing is free. */
function ticks(width: number, palette: Palette): Stroke {
  return { colour: palette.casing, width: width + 5, dash: [1.5, 7], cap: "butt" };
}

function relativeWidth(grade: Grade | null): number {
  if (grade === null) return 0.8;
  return grade.on === "category" ? 1.15 : CLASS_WIDTH[grade.level]!;
}

function secondSign(grade: Grade | null, theme: Theme, dashed: boolean, width: number): Stroke[] {
  if (grade === null) return [];
  if (grade.on === "category") return theme.variable === "life_cycle" ? [] : overlay(grade.index, width, theme.palette);
  return grade.on === "capacity" && grade.level === 0 && !dashed ? [ticks(width, theme.palette)] : [];
}

export function segmentStrokes(props: Props, zoom: number, theme: Theme): Stroke[] {
  const grade = gradeOf(props, theme);
  const dash = lifeCycleDash(props["life_cycle"]);
  const width = segmentWidth(zoom) * relativeWidth(grade);
  const cap = dash[0] === 1 ? "round" : "butt";
  const body: Stroke = { colour: gradeColour(grade, theme.palette), width, dash, cap };
  const casing: Stroke = { ...body, colour: theme.palette.casing, width: width + (zoom < 13 ? 1 : 2) };
  const fine = zoom >= FINE_ZOOM ? secondSign(grade, theme, dash.length > 0, width) : [];
  return [casing, body, ...fine];
}

/** Whether the variable says anything of cables; kind, age and capacity are those of the segment. */
function saysOfCables(theme: Theme): boolean {
  return theme.variable === "owner" || theme.variable === "life_cycle";
}

export function cableStrokes(props: Props, zoom: number, theme: Theme): Stroke[] {
  const dash = lifeCycleDash(props["life_cycle"]);
  const width = zoom >= 17 ? 1.5 : 1;
  const { palette } = theme;
  if (!saysOfCables(theme)) return [{ colour: palette.cable, width, dash, cap: "butt" }];
  // No wider, because the colour of the segment below counts, too.
  return [{ colour: gradeColour(gradeOf(props, theme), palette), width, dash, cap: "butt" }];
}

/** Lines of a layer the map knows nothing special about, such as one a later room registers. */
export function plainStrokes(props: Props, palette: Palette): Stroke[] {
  return [{ colour: palette.ink, width: 2, dash: lifeCycleDash(props["life_cycle"]), cap: "butt" }];
}

export function lineStrokes(layer: string, props: Props, zoom: number, theme: Theme): Stroke[] {
  if (layer === "segments") return segmentStrokes(props, zoom, theme);
  if (layer === "cables") return cableStrokes(props, zoom, theme);
  return plainStrokes(props, theme.palette);
}

/** What of a feature its strokes depend on: lines of equal key share one path. */
export function styleKey(props: Props, theme: Theme): string {
  const grade = gradeOf(props, theme);
  const place = grade === null ? "" : grade.on === "category" ? grade.index : grade.level;
  return `${place}|${String(props["life_cycle"])}`;
}

/** Strokes under a hovered or selected line: a halo, then the mark 2 px wider than the line itself. */
export function markStrokes(zoom: number, colour: string, palette: Palette): Stroke[] {
  const width = segmentWidth(zoom) * 1.4 + 4;
  return [
    { colour: palette.paper, width: width + 4, dash: [], cap: "round" },
    { colour, width, dash: [], cap: "round" },
  ];
}
