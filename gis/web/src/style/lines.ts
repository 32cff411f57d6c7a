/** How segments and cables are drawn: a list of strokes from bottom to top, the same for map and legend. */

import type { Props } from "../tiles/decode";
import type { Palette } from "./palette";

export interface Stroke {
  readonly colour: string;
  /** CSS pixels. */
  readonly width: number;
  /** Lengths of marks and gaps, CSS pixels; empty for a continuous line. */
  readonly dash: readonly number[];
  readonly cap: "butt" | "round";
}

/** Wider means more free: the second sign beside the colour. */
const CLASS_WIDTH = [0.7, 0.85, 1, 1.2, 1.4] as const;

/** Solid is what lies in the ground and is used; the pattern says everything else. */
const LIFE_CYCLE_DASH: Readonly<Record<string, readonly number[]>> = {
  idea: [4, 6],
  planned: [9, 6],
  under_construction: [14, 4],
  out_of_service: [12, 3, 3, 3],
  abandoned: [1, 5],
  removed: [1, 9],
};

/** Body width of a segment with middling capacity: 1.4 px for the whole city, 4 px in the street. */
export function segmentWidth(zoom: number): number {
  return Math.max(1.4, Math.min(4, 1.4 + (zoom - 12) * 0.6));
}

export function lifeCycleDash(lifeCycle: unknown): readonly number[] {
  return LIFE_CYCLE_DASH[String(lifeCycle)] ?? [];
}

/** The capacity class 0–4, or null where it is not known. */
export function capacityClass(value: unknown): 0 | 1 | 2 | 3 | 4 | null {
  const number = typeof value === "number" ? Math.round(value) : NaN;
  return number >= 0 && number <= 4 ? (number as 0 | 1 | 2 | 3 | 4) : null;
}

/** Cross ticks along a segment in which nothing is free; too fine to read in small scales. */
function ticks(width: number, palette: Palette): Stroke {
  return { colour: palette.casing, width: width + 5, dash: [1.5, 7], cap: "butt" };
}

export function segmentStrokes(props: Props, zoom: number, palette: Palette): Stroke[] {
  const level = capacityClass(props["cap"]);
  const dash = lifeCycleDash(props["life_cycle"]);
  const width = segmentWidth(zoom) * (level === null ? 0.8 : CLASS_WIDTH[level]);
  const cap = dash[0] === 1 ? "round" : "butt";
  const colour = level === null ? palette.unknown : palette.capacity[level];
  const body: Stroke = { colour, width, dash, cap };
  const casing: Stroke = { ...body, colour: palette.casing, width: width + (zoom < 13 ? 1 : 2) };
  return level === 0 && dash.length === 0 && zoom >= 14
    ? [casing, body, ticks(width, palette)]
    : [casing, body];
}

export function cableStrokes(props: Props, zoom: number, palette: Palette): Stroke[] {
  const dash = lifeCycleDash(props["life_cycle"]);
  const width = zoom >= 17 ? 1.5 : 1;
  return [{ colour: palette.cable, width, dash, cap: "butt" }];
}

/** Lines of a layer the map knows nothing special about, such as one a later room registers. */
export function plainStrokes(props: Props, palette: Palette): Stroke[] {
  return [{ colour: palette.ink, width: 2, dash: lifeCycleDash(props["life_cycle"]), cap: "butt" }];
}

export function lineStrokes(layer: string, props: Props, zoom: number, palette: Palette): Stroke[] {
  if (layer === "segments") return segmentStrokes(props, zoom, palette);
  if (layer === "cables") return cableStrokes(props, zoom, palette);
  return plainStrokes(props, palette);
}

/** Strokes under a hovered or selected line: a halo, then the mark 2 px wider than the line itself. */
export function markStrokes(zoom: number, colour: string, palette: Palette): Stroke[] {
  const width = segmentWidth(zoom) * 1.4 + 4;
  return [
    { colour: palette.paper, width: width + 4, dash: [], cap: "round" },
    { colour, width, dash: [], cap: "round" },
  ];
}
