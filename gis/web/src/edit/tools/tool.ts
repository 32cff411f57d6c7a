/** What every drawing has in common: it is driven by the map and writes into the form. */

import type { LonLat } from "../../geo/utm";
import type { Wording } from "../../i18n";
import type { EditWords } from "../../i18n/edit";
import type { Sketch } from "../../map/sketch";
import type { EditApi } from "../api";
import type { FormView } from "../form";
import type { Snap } from "../snap";

export interface Snapped {
  readonly at: LonLat;
  readonly snap: Snap | null;
}

export interface ToolContext {
  readonly form: FormView;
  readonly sketch: Sketch;
  readonly api: EditApi;
  readonly wording: Wording;
  readonly words: EditWords;
  /** The place itself, or what it snaps to among what `wanted` takes. */
  snap(at: LonLat, wanted?: (snap: Snap) => boolean): Snapped;
  /** Whether two places cannot be told apart on the screen. */
  same(one: LonLat, other: LonLat): boolean;
  /** What list and map are filtered by, as the address holds it; null where nothing is. */
  filter(): string | null;
  /** Brings the place into view. */
  flyTo(at: LonLat): void;
  say(text: string): void;
}

export interface Tool {
  click(at: LonLat): void;
  hover(at: LonLat): void;
  /** Takes back one step of the drawing. Says whether there was one. */
  back(): boolean;
  /** Draws what stands in the form, after somebody else wrote into it. */
  redraw(): void;
  /** A key pressed on the map. Says whether it was used. */
  key(event: KeyboardEvent): boolean;
}

/** Shows what a click at this place would snap to. */
export function showTarget(context: ToolContext, at: LonLat, wanted?: (snap: Snap) => boolean): Snapped {
  const found = context.snap(at, wanted);
  context.sketch.setTarget(found.snap === null ? null : found.at);
  return found;
}

/** A tool for edits without a place of their own. */
export const NOTHING: Tool = { click: () => undefined, hover: () => undefined, back: () => false, redraw: () => undefined, key: () => false };
