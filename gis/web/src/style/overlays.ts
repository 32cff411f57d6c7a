/** Patterns drawn over lines of equal dash, so that kinds and owners differ without colour. */

import type { Palette } from "./palette";

export interface Stroke {
  readonly colour: string;
  /** CSS pixels. */
  readonly width: number;
  /** Lengths of marks and gaps, CSS pixels; empty for a continuous line. */
  readonly dash: readonly number[];
  readonly cap: "butt" | "round";
}

type Make = (width: number, palette: Palette) => Stroke[];

function inner(share: number, dash: readonly number[], cap: Stroke["cap"] = "butt"): Make {
  return (width, palette) => [{ colour: palette.paper, width: Math.max(1, width * share), dash, cap }];
}

function across(dash: readonly number[]): Make {
  return (width, palette) => [{ colour: palette.casing, width: width + 5, dash, cap: "butt" }];
}

const OVERLAYS: readonly Make[] = [
  () => [],
  inner(0.34, []),
  across([1.5, 14]),
  inner(0.5, [0.1, 7], "round"),
  inner(0.4, [8, 8]),
  across([1.5, 6]),
  inner(0.4, [9, 4, 1.5, 4]),
  across([1.5, 2.5, 1.5, 14]),
  across([5, 9]),
];

/** The overlay of the category with this number; with its colour it is one of 72. */
export function overlay(index: number, width: number, palette: Palette): Stroke[] {
  const round = Math.floor(index / OVERLAYS.length);
  return OVERLAYS[(index + round) % OVERLAYS.length]!(width, palette);
}
