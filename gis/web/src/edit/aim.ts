/** Where the pointer means: the map's neighbours and the reach of the finger or mouse. */

import type { LonLat } from "../geo/utm";
import type { MapView } from "../map/leaflet";
import { type MapContent, REACH } from "../map/tile-client";
import { lonLatOf, TILE_SIZE, worldPosition } from "../tiles/address";
import { type Snap, snapTo } from "./snap";
import type { Snapped } from "./tools/tool";

const SNAP_PIXELS = { mouse: 12, touch: 22 } as const;

export class Aim {
  private readonly coarse = window.matchMedia("(pointer: coarse)");

  constructor(private readonly map: MapView, private readonly content: MapContent) {}

  snap(at: LonLat, wanted: (snap: Snap) => boolean = () => true): Snapped {
    const world = worldPosition(at.lon, at.lat);
    const reach = this.units(this.coarse.matches ? SNAP_PIXELS.touch : SNAP_PIXELS.mouse);
    const snap = snapTo(world, this.content.around(at, this.map.zoom), reach, wanted);
    return snap === null ? { at, snap: null } : { at: lonLatOf(snap), snap };
  }

  same(one: LonLat, other: LonLat): boolean {
    const [a, b] = [worldPosition(one.lon, one.lat), worldPosition(other.lon, other.lat)];
    return Math.hypot(a.x - b.x, a.y - b.y) < this.units(REACH.mouse);
  }

  /** Pixels in world positions. */
  private units(pixels: number): number {
    return pixels / (TILE_SIZE * 2 ** (this.map.zoom - 1));
  }
}
