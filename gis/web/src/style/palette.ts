/** Colours of the map. Everything a colour says is also said by width, dash, overlay or shape. */

import tokens from "./tokens.json";

export interface Palette {
  /** Free capacity from class 0 (nothing free) to 4 (mostly free); viridis, which stays ordered for every kind of colour vision and in grey. */
  readonly capacity: readonly string[];
  /** Age from class 0 (oldest) to 4 (newest); from brown to pale yellow, so that no step is a grey that reads as unknown. */
  readonly age: readonly string[];
  /** Kinds and owners, after Okabe and Ito; told apart by overlays, too. */
  readonly category: readonly string[];
  readonly unknown: string;
  readonly casing: string;
  readonly ink: string;
  readonly paper: string;
  readonly cable: string;
  readonly hover: string;
  readonly selected: string;
  readonly good: string;
  readonly bad: string;
  readonly muted: string;
}

export const LIGHT: Palette = tokens.light;

/** On dark ground the casing turns light, so that the dark end of the ramps keeps its edge. */
export const DARK: Palette = tokens.dark;

/** On paper the light end of the ramps is darker, because paper is not lit. The server prints with the same tokens. */
export const PRINT: Palette = tokens.print;
