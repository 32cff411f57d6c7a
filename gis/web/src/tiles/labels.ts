/** Codes written along lines, placed so that they never overlap and never leave their tile. */

import { longestStretch, type Stretch } from "../geo/plane";
import type { TileFeature } from "./decode";

export interface Label {
  readonly text: string;
  /** Middle of the text, pixels within the picture tile. */
  readonly x: number;
  readonly y: number;
  /** Radians. */
  readonly angle: number;
}

export const LABEL_ZOOM = 15;

/** Pixels that a character takes at least: most lines are too short for their code, and measuring is slow. */
const NARROWEST = 4;
const MARGIN = 8;

/** Pixels from the line to the middle of the text above it: clear of the widest body with its casing. */
const ABOVE = 11;

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

function boxOf(x: number, y: number, angle: number, width: number, height: number): Box {
  const halfWidth = (Math.abs(Math.cos(angle)) * width + Math.abs(Math.sin(angle)) * height) / 2;
  const halfHeight = (Math.abs(Math.sin(angle)) * width + Math.abs(Math.cos(angle)) * height) / 2;
  return { left: x - halfWidth, right: x + halfWidth, top: y - halfHeight, bottom: y + halfHeight };
}

function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** The edge of a tile may leave several parts of a line. */
function longestOf(parts: TileFeature["parts"], toPixels: (unit: number, axis: "x" | "y") => number): Stretch | null {
  let best: Stretch | null = null;
  for (const part of parts) {
    const stretch = longestStretch(part.map((unit, index) => toPixels(unit, index % 2 === 0 ? "x" : "y")));
    if (stretch !== null && (best === null || stretch.length > best.length)) best = stretch;
  }
  return best;
}

/**
 * Labels for the lines that have a straight stretch long enough for their code.
 * `toPixels` maps tile units to picture pixels, `measure` gives a text's width in pixels.
 */
export function placeLabels(
  features: readonly TileFeature[],
  size: number,
  toPixels: (unit: number, axis: "x" | "y") => number,
  measure: (text: string) => number,
  height = 14,
): Label[] {
  const taken: Box[] = [];
  const labels: Label[] = [];
  for (const feature of features) {
    const text = String(feature.props["code"] ?? "");
    if (text === "" || feature.geometry !== "line") continue;
    const stretch = longestOf(feature.parts, toPixels);
    if (stretch === null || stretch.length < text.length * NARROWEST + MARGIN) continue;
    const width = measure(text) + MARGIN;
    const x = stretch.x + Math.sin(stretch.angle) * ABOVE;
    const y = stretch.y - Math.cos(stretch.angle) * ABOVE;
    const box = boxOf(x, y, stretch.angle, width, height);
    const outside = box.left < 0 || box.top < 0 || box.right > size || box.bottom > size;
    if (stretch.length < width || outside || taken.some((other) => overlaps(box, other))) continue;
    taken.push(box);
    labels.push({ text, x, y, angle: stretch.angle });
  }
  return labels;
}
