/** Patterns drawn over lines of equal dash, so that kinds and owners differ without colour. */

import type { Palette } from "./palette";
import tokens from "./tokens.json";

export interface Stroke {
  readonly colour: string;
  /** CSS pixels. */
  readonly width: number;
  /** Lengths of marks and gaps, CSS pixels; empty for a continuous line. */
  readonly dash: readonly number[];
  readonly cap: "butt" | "round";
}

interface Pattern {
  /** Share of the line's width that the pattern takes; absent where it lies across. */
  readonly inside?: number;
  readonly across?: boolean;
  readonly round?: boolean;
  readonly dash?: readonly number[];
}

const OVERLAYS: readonly Pattern[] = tokens.overlays;

function strokesOf({ inside, across, round, dash = [] }: Pattern, width: number, palette: Palette): Stroke[] {
  if (across === true) return [{ colour: palette.casing, width: width + 5, dash, cap: "butt" }];
  if (inside === undefined) return [];
  return [{ colour: palette.paper, width: Math.max(1, width * inside), dash, cap: round === true ? "round" : "butt" }];
}

/** The overlay of the category with this number; with its colour it is one of 72. */
export function overlay(index: number, width: number, palette: Palette): Stroke[] {
  const round = Math.floor(index / OVERLAYS.length);
  return strokesOf(OVERLAYS[(index + round) % OVERLAYS.length]!, width, palette);
}
