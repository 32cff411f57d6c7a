/** What is on the map: which layers are on, what is hovered and selected, and what lies under the pointer. */

import type { LayerConfig } from "../config";
import type { Neighbour } from "../edit/snap";
import { narrowing } from "../filter/query";
import type { LonLat } from "../geo/utm";
import type { Theme } from "../style/theme";
import { dataTile, MAX_DATA_ZOOM, type TileAddress, TILE_SIZE, worldPosition } from "../tiles/address";
import { type Hit, hitTest, type Layered } from "../tiles/hit";
import { paintMarked, paintTile } from "../tiles/paint";
import type { TileStore } from "../tiles/store";
import type { TileClient, TilePainter } from "./canvas-grid";

/** How far a pointer may miss, CSS pixels; a finger needs more than a mouse. */
export const REACH = { mouse: 7, touch: 16 } as const;

/** Layers whose features a drawn point snaps to. */
const SNAPS_TO: Readonly<Record<string, Neighbour["kind"]>> = { sites: "site", segments: "segment" };

/** What must be known of a layer. */
type Shown = Pick<LayerConfig, "name" | "minzoom">;

export class MapContent implements TileClient {
  private visible: readonly Shown[] = [];
  private hovered: string | null = null;
  private selected: ReadonlySet<string> = new Set();
  private failedBefore = false;
  private filter: string | null = null;

  constructor(
    private readonly layers: readonly Shown[],
    private readonly store: TileStore,
    private readonly theme: () => Theme,
    private readonly onFailure: (error: unknown) => void,
  ) {}

  setVisible(names: readonly string[]): void {
    this.visible = this.layers.filter((layer) => names.includes(layer.name));
  }

  /** Narrows the layer that the filter names; the others stay whole. */
  setFilter(filter: string | null): void {
    this.filter = filter;
  }

  setSelected(ids: readonly string[]): void {
    this.selected = new Set(ids);
  }

  /** Says whether anything changed. */
  setHovered(id: string | null): boolean {
    const changed = id !== this.hovered;
    this.hovered = id;
    return changed;
  }

  /** One picture for all layers of the tile, because each means painting it from the beginning. */
  open(address: TileAddress, redraw: () => void): void {
    const loads = this.outdated(address);
    if (loads.length === 0 || this.loaded(address).length > 0) redraw();
    if (loads.length > 0) void Promise.all(loads).then(redraw);
  }

  renew(address: TileAddress, redraw: () => void): void {
    const loads = this.outdated(address);
    if (loads.length > 0) void Promise.all(loads).then(redraw);
  }

  /** Begins to fetch what is missing or out of date. */
  private outdated(address: TileAddress): Promise<unknown>[] {
    return this.visible.map(({ name, minzoom }) => ({ source: this.source(name), minzoom }))
      .filter(({ source, minzoom }) => address.z >= minzoom && !this.store.isFresh(source, address))
      .map(({ source }) => this.store.load(source, address).catch((error: unknown) => this.reportFailure(error)));
  }

  readonly paintData: TilePainter = (picture, address) => paintTile(this.loaded(address), { ...picture, theme: this.theme() });

  readonly isMarked = (address: TileAddress): boolean => {
    if (this.hovered === null && this.selected.size === 0) return false;
    return this.loaded(address).some(({ features }) => features.some(({ id }) => id === this.hovered || this.selected.has(id)));
  };

  readonly paintMarks: TilePainter = function* (this: MapContent, ...[picture, address]: Parameters<TilePainter>) {
    const theme = this.theme();
    const layers = this.loaded(address);
    const hovered = this.hovered;
    if (hovered !== null) paintMarked(this.only(layers, (id) => id === hovered), { ...picture, theme }, theme.palette.hover);
    if (this.selected.size > 0) paintMarked(this.only(layers, (id) => this.selected.has(id)), { ...picture, theme }, theme.palette.selected);
  }.bind(this);

  /** What lies at a place, judged from the tiles in memory. */
  hit(place: LonLat, zoom: number, reachPixels: number): Hit | null {
    const tiles = 2 ** (zoom - 1);
    const world = worldPosition(place.lon, place.lat);
    const picture = { z: zoom, x: Math.floor(world.x * tiles), y: Math.floor(world.y * tiles) };
    const { address, placement } = dataTile(picture);
    const levels = 2 ** Math.min(zoom - 1, MAX_DATA_ZOOM);
    const reach = reachPixels / (TILE_SIZE * placement.scale);
    return hitTest(this.loaded(address), world.x * levels - address.x, world.y * levels - address.y, reach);
  }

  /** Sites and segments on the tile under a place, in world positions: what a drawn point may snap to. */
  around(place: LonLat, zoom: number): Neighbour[] {
    const tiles = 2 ** Math.min(zoom - 1, MAX_DATA_ZOOM);
    const world = worldPosition(place.lon, place.lat);
    const address = { z: Math.log2(tiles), x: Math.floor(world.x * tiles), y: Math.floor(world.y * tiles) };
    const toWorld = (part: Float32Array): number[] => Array.from(part, (value, index) => ((index % 2 === 0 ? address.x : address.y) + value) / tiles);
    return this.loaded(address).flatMap(({ layer, features }) => {
      const kind = SNAPS_TO[layer];
      if (kind === undefined) return [];
      return features.filter(({ id }) => id !== "").map(({ id, props, parts }) => ({ kind, id, code: String(props["code"] ?? ""), parts: parts.map(toWorld) }));
    });
  }

  private loaded(address: TileAddress): Layered[] {
    return this.visible.flatMap((layer) => {
      const features = address.z >= layer.minzoom ? this.store.peek(this.source(layer.name), address) : undefined;
      return features === undefined ? [] : [{ layer: layer.name, features }];
    });
  }

  /** The layer with its filter: what the tiles are asked by and kept under. */
  private source(layer: string): string {
    const narrowed = narrowing(this.filter, layer);
    return narrowed === "" ? layer : `${layer}?${narrowed}`;
  }

  private only(layers: readonly Layered[], wanted: (id: string) => boolean): Layered[] {
    return layers.map(({ layer, features }) => ({ layer, features: features.filter(({ id }) => wanted(id)) }));
  }

  /** One message for many failed tiles; a later failure may speak again. */
  private reportFailure(error: unknown): void {
    if (this.failedBefore) return;
    this.failedBefore = true;
    window.setTimeout(() => (this.failedBefore = false), 10_000);
    this.onFailure(error);
  }
}
