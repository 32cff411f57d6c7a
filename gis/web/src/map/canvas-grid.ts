/** The grid of canvases on which tiles are painted, out of sight and little by little. */

import L from "leaflet";

import { dataTile, TILE_SIZE, type TileAddress } from "../tiles/address";
import type { Picture } from "../tiles/paint";
import type { PaintQueue, Steps } from "./paint-queue";

/** Paints one picture tile in small steps; called again whenever data, style or selection change. */
export type TilePainter = (picture: Omit<Picture, "theme">, address: TileAddress) => Steps;

export interface TileClient {
  /** Asked once when a tile comes into view; `redraw` may be called any number of times. */
  open(address: TileAddress, redraw: () => void): void;
  /** Fetches what is out of date; calls `redraw` once it is here, and never where nothing is. */
  renew(address: TileAddress, redraw: () => void): void;
  /** Whether anything on the tile is marked: canvases without a mark would only slow the map down. */
  readonly isMarked: (address: TileAddress) => boolean;
  readonly paintMarks: TilePainter;
  readonly paintData: TilePainter;
}

export type TileSource = Pick<TileClient, "open" | "renew">;

export interface OpenTile {
  readonly element: HTMLElement;
  readonly coords: L.Coords;
  /** Tells Leaflet that what it showed here before may go; null once told. */
  whole: (() => void) | null;
}

/** A grid of canvases; Leaflet decides which are needed, the client what is on them. */
export class CanvasGrid extends L.GridLayer {
  private readonly tiles = new Map<HTMLElement, OpenTile>();

  constructor(
    pane: string,
    private readonly paint: TilePainter,
    private readonly queue: PaintQueue<OpenTile> | null,
    private readonly isNeeded: (address: TileAddress) => boolean,
    private readonly source?: TileSource,
  ) {
    super({ pane, tileSize: TILE_SIZE, updateWhenZooming: false, keepBuffer: 1 });
    this.on("tileunload", (event: L.TileEvent) => this.forget(event.tile));
  }

  protected override createTile(coords: L.Coords, done: L.DoneCallback): HTMLElement {
    const element = L.DomUtil.create("div");
    const tile: OpenTile = { element, coords, whole: () => done(undefined, element) };
    this.tiles.set(element, tile);
    if (this.source === undefined) this.draw(tile);
    else this.source.open(dataTile(coords).address, () => this.draw(tile));
    return element;
  }

  /** Paints all tiles in view again from what is in memory. */
  repaint(): void {
    for (const tile of this.tiles.values()) this.draw(tile);
  }

  /** Fetches what is out of date; what is drawn stays until the answer is here. */
  renew(): void {
    for (const tile of this.tiles.values()) this.source?.renew(dataTile(tile.coords).address, () => this.draw(tile));
  }

  private forget(element: HTMLElement): void {
    const tile = this.tiles.get(element);
    if (tile !== undefined) this.queue?.drop(tile);
    this.tiles.delete(element);
  }

  /** In its turn where there is a queue, else at once. */
  private draw(tile: OpenTile): void {
    if (!this.tiles.has(tile.element)) return;
    if (!this.isNeeded(dataTile(tile.coords).address)) this.show(tile, []);
    else if (this.queue !== null) this.queue.add(tile, () => this.steps(tile));
    else for (const _step of this.steps(tile));
  }

  /** In the next frame, because Leaflet knows a tile only after it was created. */
  private show(tile: OpenTile, canvases: readonly HTMLCanvasElement[]): void {
    tile.element.replaceChildren(...canvases);
    const whole = tile.whole;
    tile.whole = null;
    if (whole !== null) requestAnimationFrame(whole);
  }

  /** Paints a new picture beside the old one, which stays until the new one is whole; what is painted at once needs no second. */
  private *steps(tile: OpenTile): Steps {
    const { element, coords } = tile;
    const known = this.queue === null ? element.querySelector("canvas") : null;
    const canvas = known ?? (L.DomUtil.create("canvas", "map-tile") as HTMLCanvasElement);
    const context = canvas.getContext("2d", { willReadFrequently: true });
    if (context === null) return;
    const ratio = window.devicePixelRatio;
    const size = TILE_SIZE * ratio;
    if (canvas.width === size) context.clearRect(0, 0, TILE_SIZE, TILE_SIZE);
    else {
      canvas.width = canvas.height = size;
      context.scale(ratio, ratio);
    }
    const { address, placement } = dataTile(coords);
    for (const _step of this.paint({ context, placement, zoom: coords.z }, address)) {
      // Reading makes the browser draw now what it would else draw all at once when the canvas is shown.
      context.getImageData(0, 0, 1, 1);
      yield;
    }
    this.show(tile, [canvas]);
  }
}
