/** Draws decoded features onto one picture tile's canvas. */

import { AREA_OPACITY, areaStyle } from "../style/areas";
import { lineStrokes, markStrokes, type Stroke, styleKey } from "../style/lines";
import { groupSize, markRadius, pointMark, SHAPES, type MarkPart, type Shape } from "../style/marks";
import type { Theme } from "../style/theme";
import { type Placement, TILE_SIZE } from "./address";
import type { Steps } from "../map/paint-queue";
import type { TileFeature } from "./decode";
import type { Layered } from "./hit";
import { LABEL_ZOOM, placeLabels } from "./labels";

type Context = CanvasRenderingContext2D;

export interface Picture {
  readonly context: Context;
  readonly placement: Placement;
  readonly zoom: number;
  readonly theme: Theme;
}

const paths = new Map<Shape, Path2D>();

function pathOf(shape: Shape): Path2D {
  const known = paths.get(shape);
  if (known !== undefined) return known;
  const made = new Path2D(SHAPES[shape]);
  paths.set(shape, made);
  return made;
}

function trace(picture: Picture, parts: TileFeature["parts"], closed: boolean): void {
  const { context, placement } = picture;
  const factor = placement.scale * TILE_SIZE;
  for (const part of parts) {
    for (let i = 1; i < part.length; i += 2) {
      const x = part[i - 1]! * factor + placement.dx * TILE_SIZE;
      const y = part[i]! * factor + placement.dy * TILE_SIZE;
      if (i === 1) context.moveTo(x, y);
      else context.lineTo(x, y);
    }
    if (closed) context.closePath();
  }
}

/** Vertices, marks and labels of one step, which takes one or two milliseconds. */
const VERTICES = 500;
const MARKS = 60;
const LABELS = 10;

function prepare(context: Context, style: Stroke): void {
  context.strokeStyle = style.colour;
  context.lineWidth = style.width;
  context.lineCap = style.cap;
  context.lineJoin = "round";
  context.setLineDash([...style.dash]);
  context.beginPath();
}

/** Strokes in steps of so many vertices, also within a feature that holds thousands of lines. */
function* stroke(picture: Picture, features: readonly TileFeature[], style: Stroke): Steps {
  const { context } = picture;
  prepare(context, style);
  let vertices = 0;
  for (const { parts } of features) {
    for (const part of parts) {
      trace(picture, [part], false);
      vertices += part.length / 2;
      if (vertices < VERTICES) continue;
      context.stroke();
      yield;
      prepare(context, style);
      vertices = 0;
    }
  }
  context.stroke();
  context.setLineDash([]);
}

interface StyledLines {
  readonly strokes: readonly Stroke[];
  readonly features: TileFeature[];
}

/** Lines of equal style share one path: a tile has thousands of lines but a dozen styles. */
function byStyle(layer: string, features: readonly TileFeature[], picture: Picture): StyledLines[] {
  const groups = new Map<string, StyledLines>();
  for (const feature of features) {
    const key = styleKey(feature.props, picture.theme);
    const group = groups.get(key);
    if (group !== undefined) group.features.push(feature);
    else groups.set(key, { strokes: lineStrokes(layer, feature.props, picture.zoom, picture.theme), features: [feature] });
  }
  return [...groups.values()];
}

/** All casings before all bodies, so that crossings look joined. */
function* paintLines(layer: string, features: readonly TileFeature[], picture: Picture): Steps {
  const groups = byStyle(layer, features, picture);
  const depth = Math.max(0, ...groups.map((group) => group.strokes.length));
  for (let level = 0; level < depth; level += 1) {
    for (const { strokes, features: lines } of groups) {
      const style = strokes[level];
      if (style !== undefined) yield* stroke(picture, lines, style);
    }
  }
}

let hatch: HTMLCanvasElement | null = null;

function hatchPattern(context: Context, colour: string): CanvasPattern | null {
  if (hatch === null) {
    hatch = document.createElement("canvas");
    hatch.width = 8;
    hatch.height = 8;
    const pen = hatch.getContext("2d")!;
    pen.strokeStyle = colour;
    pen.lineWidth = 1.5;
    pen.stroke(new Path2D("M-2 6 6-2M2 10 10 2"));
  }
  return context.createPattern(hatch, "repeat");
}

function paintArea(picture: Picture, feature: TileFeature): void {
  const { context, theme } = picture;
  const style = areaStyle(feature.props, theme.palette);
  context.beginPath();
  trace(picture, feature.parts, true);
  context.globalAlpha = AREA_OPACITY;
  if (style.fill !== null) {
    context.fillStyle = style.fill;
    context.fill("evenodd");
  }
  context.globalAlpha = 1;
  const pattern = style.hatched ? hatchPattern(context, "#ffffff") : null;
  if (pattern !== null) {
    context.fillStyle = pattern;
    context.fill("evenodd");
  }
  context.strokeStyle = style.outline;
  context.lineWidth = 1;
  context.stroke();
}

function paintPart(context: Context, mark: MarkPart, radius: number): void {
  context.save();
  context.translate(mark.x * radius, mark.y * radius);
  context.scale(radius * mark.size, radius * mark.size);
  context.lineWidth = 1.5 / (radius * mark.size);
  const path = pathOf(mark.shape);
  if (mark.stroke !== null) {
    context.strokeStyle = mark.stroke;
    context.stroke(path);
  }
  if (mark.fill !== null) {
    context.fillStyle = mark.fill;
    context.fill(path, "evenodd");
  }
  context.restore();
}

function eachPoint(picture: Picture, feature: TileFeature, draw: () => void): void {
  const { context, placement } = picture;
  for (const part of feature.parts) {
    for (let i = 1; i < part.length; i += 2) {
      context.save();
      context.translate(
        (part[i - 1]! * placement.scale + placement.dx) * TILE_SIZE,
        (part[i]! * placement.scale + placement.dy) * TILE_SIZE,
      );
      draw();
      context.restore();
    }
  }
}

function paintNumber({ context, theme: { palette } }: Picture, number: number): void {
  context.font = "600 11px 'Fira Sans', sans-serif";
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillStyle = palette.paper;
  context.fillText(String(number), 0, 0.5);
}

function paintPoint(layer: string, feature: TileFeature, picture: Picture): void {
  const radius = markRadius(layer, feature.props, picture.zoom);
  const parts = pointMark(layer, feature.props, picture.theme);
  const size = groupSize(feature.props);
  eachPoint(picture, feature, () => {
    parts.forEach((mark) => paintPart(picture.context, mark, radius));
    if (size !== null) paintNumber(picture, size);
  });
}

function* paintLabels(features: readonly TileFeature[], picture: Picture): Steps {
  const { context, placement, theme: { palette } } = picture;
  context.font = "12px 'Fira Sans', sans-serif";
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  const toPixels = (unit: number, axis: "x" | "y"): number =>
    (unit * placement.scale + (axis === "x" ? placement.dx : placement.dy)) * TILE_SIZE;
  yield;
  let written = 0;
  for (const label of placeLabels(features, TILE_SIZE, toPixels, (text) => context.measureText(text).width)) {
    context.save();
    context.translate(label.x, label.y);
    context.rotate(label.angle);
    context.strokeStyle = palette.paper;
    context.lineWidth = 4;
    context.strokeText(label.text, 0, 0);
    context.fillStyle = palette.ink;
    context.fillText(label.text, 0, 0);
    context.restore();
    written += 1;
    if (written % LABELS === 0) yield;
  }
}

/** Pauses after every so many features. */
function* each(features: readonly TileFeature[], draw: (feature: TileFeature) => void): Steps {
  for (let index = 0; index < features.length; index += 1) {
    draw(features[index]!);
    if (index % MARKS === MARKS - 1) yield;
  }
}

/** Paints the layers, bottom first; labels come last so that nothing covers them. */
export function* paintTile(layers: readonly Layered[], picture: Picture): Steps {
  for (const { layer, features } of layers) {
    yield* each(features.filter(({ geometry }) => geometry === "polygon"), (area) => paintArea(picture, area));
    yield* paintLines(layer, features.filter(({ geometry }) => geometry === "line"), picture);
    yield* each(features.filter(({ geometry }) => geometry === "point"), (point) => paintPoint(layer, point, picture));
    yield;
  }
  const labelled = layers.find(({ layer }) => layer === "segments");
  if (labelled !== undefined && picture.zoom >= LABEL_ZOOM) yield* paintLabels(labelled.features, picture);
}

/** Paints a mark under the given features (hovered or selected). */
export function paintMarked(layers: readonly Layered[], picture: Picture, colour: string): void {
  const { context, theme: { palette }, zoom } = picture;
  for (const { layer, features } of layers) {
    const lines = features.filter((feature) => feature.geometry !== "point");
    for (const style of markStrokes(zoom, colour, palette)) for (const _step of stroke(picture, lines, style));
    for (const feature of features.filter((one) => one.geometry === "point")) {
      eachPoint(picture, feature, () => {
        context.beginPath();
        context.arc(0, 0, markRadius(layer, feature.props, zoom) + 6, 0, 2 * Math.PI);
        context.strokeStyle = palette.paper;
        context.lineWidth = 6;
        context.stroke();
        context.strokeStyle = colour;
        context.lineWidth = 3;
        context.stroke();
      });
    }
  }
}
