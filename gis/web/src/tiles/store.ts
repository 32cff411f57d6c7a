/** Fetches tiles once, shares what is under way, and keeps the most recently used in memory. A source is a layer's name, with its filter behind a question mark where it has one. */

import { type TileAddress, tileKey, tileTouches } from "./address";
import { decodeTile, type TileFeature } from "./decode";

/** About ten screens of five layers. */
const KEPT = 600;

export type TileFetch = (source: string, address: TileAddress) => Promise<ArrayBuffer>;

export class TileStore {
  private readonly ready = new Map<string, readonly TileFeature[]>();
  private readonly pending = new Map<string, Promise<readonly TileFeature[]>>();
  /** Tiles in memory that no longer show what the server has; they are seen until the new ones are here. */
  private readonly stale = new Set<string>();

  constructor(
    private readonly fetchTile: TileFetch,
    private readonly kept: number = KEPT,
  ) {}

  /** What is in memory for this tile, else undefined. */
  peek(source: string, address: TileAddress): readonly TileFeature[] | undefined {
    return this.ready.get(tileKey(source, address));
  }

  isFresh(source: string, address: TileAddress): boolean {
    const key = tileKey(source, address);
    return this.ready.has(key) && !this.stale.has(key);
  }

  /** Notes that something changed in a box (west, south, east, north in degrees), or everywhere. */
  expire(bounds: readonly [number, number, number, number] | null): void {
    const touched = (key: string): boolean => bounds === null || tileTouches(key, bounds);
    for (const key of this.ready.keys()) if (touched(key)) this.stale.add(key);
    for (const key of this.pending.keys()) if (touched(key)) this.pending.delete(key);
  }

  /** The tile's features; rejects when the server cannot be reached, and may then be asked again. */
  load(source: string, address: TileAddress): Promise<readonly TileFeature[]> {
    const key = tileKey(source, address);
    const known = this.ready.get(key);
    if (known !== undefined && !this.stale.has(key)) {
      this.keep(key, known);
      return Promise.resolve(known);
    }
    return this.pending.get(key) ?? this.start(key, source, address);
  }

  /** Forgets everything, after a change on the server; what is under way is not kept either. */
  clear(): void {
    this.ready.clear();
    this.stale.clear();
    this.pending.clear();
  }

  /** What is no longer pending when it arrives was overtaken by a change, and is not kept. */
  private start(key: string, source: string, address: TileAddress): Promise<readonly TileFeature[]> {
    const started = this.fetch(source, address);
    this.pending.set(key, started);
    const settle = (features?: readonly TileFeature[]): void => {
      if (this.pending.get(key) !== started) return;
      this.pending.delete(key);
      if (features !== undefined) this.keep(key, features);
    };
    started.then(settle, () => settle());
    return started;
  }

  private async fetch(source: string, address: TileAddress): Promise<readonly TileFeature[]> {
    return decodeTile(await this.fetchTile(source, address), source.split("?", 1)[0]!);
  }

  private keep(key: string, features: readonly TileFeature[]): void {
    this.ready.delete(key);
    this.ready.set(key, features);
    this.stale.delete(key);
    if (this.ready.size <= this.kept) return;
    const oldest = this.ready.keys().next().value;
    if (oldest !== undefined) this.ready.delete(oldest);
  }
}
