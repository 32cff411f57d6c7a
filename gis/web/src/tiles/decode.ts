/** Turns a Mapbox vector tile into plain features with coordinates from 0 to 1 across the tile. */

import { VectorTile, type VectorTileFeature } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";

export type Geometry = "point" | "line" | "polygon";
export type Props = Readonly<Record<string, string | number | boolean>>;

export interface TileFeature {
  /** Public id of the object; the same object has it in every tile it touches. */
  readonly id: string;
  readonly geometry: Geometry;
  readonly props: Props;
  /** One flat list per point group, line or ring. */
  readonly parts: readonly Float32Array[];
  /** minX, minY, maxX, maxY. */
  readonly box: readonly [number, number, number, number];
}

const GEOMETRIES: Readonly<Record<number, Geometry>> = { 1: "point", 2: "line", 3: "polygon" };

function flatten(feature: VectorTileFeature): Float32Array[] {
  return feature.loadGeometry().map((points) => {
    const flat = new Float32Array(points.length * 2);
    points.forEach((point, index) => {
      flat[2 * index] = point.x / feature.extent;
      flat[2 * index + 1] = point.y / feature.extent;
    });
    return flat;
  });
}

function boxOf(parts: readonly Float32Array[]): TileFeature["box"] {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const part of parts) {
    for (let i = 1; i < part.length; i += 2) {
      minX = Math.min(minX, part[i - 1]!);
      maxX = Math.max(maxX, part[i - 1]!);
      minY = Math.min(minY, part[i]!);
      maxY = Math.max(maxY, part[i]!);
    }
  }
  return [minX, minY, maxX, maxY];
}

function toFeature(feature: VectorTileFeature): TileFeature | null {
  const geometry = GEOMETRIES[feature.type];
  if (geometry === undefined) return null;
  const parts = flatten(feature);
  const id = String(feature.properties["id"] ?? "");
  return { id, geometry, props: feature.properties, parts, box: boxOf(parts) };
}

/** Milliseconds after which decoding lets the browser do something else, and for how long. */
const BITE = 4;
const PAUSE = 8;

/** The last of those who wait: one tile at a time, or dozens of bites would come between two frames. */
let turn: Promise<unknown> = Promise.resolve();

function breathe(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, PAUSE));
}

/** Features of the named layer; none where the answer is empty. Rejects bytes that are no vector tile. */
export function decodeTile(bytes: ArrayBuffer, layerName: string): Promise<TileFeature[]> {
  const decoded = turn.then(() => decode(bytes, layerName));
  turn = decoded.catch(() => undefined);
  return decoded;
}

async function decode(bytes: ArrayBuffer, layerName: string): Promise<TileFeature[]> {
  const layer = new VectorTile(new PbfReader(new Uint8Array(bytes))).layers[layerName];
  const features: TileFeature[] = [];
  let since = performance.now();
  for (let index = 0; index < (layer?.length ?? 0); index += 1) {
    const feature = toFeature(layer!.feature(index));
    if (feature !== null) features.push(feature);
    if (performance.now() - since < BITE) continue;
    await breathe();
    since = performance.now();
  }
  return features;
}
