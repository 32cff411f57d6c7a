/** Fetches tiles once, shares what is under way, and keeps the most recently used in memory. A source is a layer's name, with its filter behind a question mark where it has one. */

import { type TileAddress, tileKey } from "./address";
import { decodeTile, type TileFeature } from "./decode";

/** About ten screens of five layers. */
const KEPT = 600;

export type TileFetch = (source: string, address: TileAddress) => Promise<ArrayBuffer>;

export class TileStore {
  private readonly ready = new Map<string, readonly TileFeature[]>();
  private readonly pending = new Map<string, Promise<readonly TileFeature[]>>();
  private generation = 0;

  constructor(
    private readonly fetchTile: TileFetch,
    private readonly kept: number = KEPT,
  ) {}

  /** What is in memory for this tile, else undefined. */
  peek(source: string, address: TileAddress): readonly TileFeature[] | undefined {
    return this.ready.get(tileKey(source, address));
  }

  /** The tile's features; rejects when the server cannot be reached, and may then be asked again. */
  load(source: string, address: TileAddress): Promise<readonly TileFeature[]> {
    const key = tileKey(source, address);
    const known = this.ready.get(key);
    if (known !== undefined) {
      this.keep(key, known);
      return Promise.resolve(known);
    }
    const running = this.pending.get(key);
    if (running !== undefined) return running;
    const started = this.start(key, source, address);
    this.pending.set(key, started);
    return started;
  }

  /** Forgets everything, after a change on the server; what is under way is not kept either. */
  clear(): void {
    this.generation += 1;
    this.ready.clear();
    this.pending.clear();
  }

  private async start(key: string, source: string, address: TileAddress): Promise<readonly TileFeature[]> {
    const generation = this.generation;
    try {
      const features = await decodeTile(await this.fetchTile(source, address), source.split("?", 1)[0]!);
      if (generation === this.generation) this.keep(key, features);
      return features;
    } finally {
      if (generation === this.generation) this.pending.delete(key);
    }
  }

  private keep(key: string, features: readonly TileFeature[]): void {
    this.ready.delete(key);
    this.ready.set(key, features);
    if (this.ready.size <= this.kept) return;
    const oldest = this.ready.keys().next().value;
    if (oldest !== undefined) this.ready.delete(oldest);
  }
}
