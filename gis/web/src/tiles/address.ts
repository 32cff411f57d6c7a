/** Which data tile a picture tile needs, and where on the earth it lies. */

export interface TileAddress {
  readonly z: number;
  readonly x: number;
  readonly y: number;
}

/** How a 0…1 data tile maps onto a picture tile: pixel = (unit · scale + offset) · size. */
export interface Placement {
  readonly scale: number;
  readonly dx: number;
  readonly dy: number;
}

export interface DataTile {
  readonly address: TileAddress;
  readonly placement: Placement;
}

/** Edge length of picture tiles, CSS pixels; one zoom level more than the usual 256, so a quarter of the requests. */
export const TILE_SIZE = 512;

/** Deepest level asked of the server: 4.7 cm per unit at 51° N. Closer views enlarge it. */
export const MAX_DATA_ZOOM = 17;

/** The data tile under a picture tile that Leaflet names by map zoom and 512-pixel columns and rows. */
export function dataTile(picture: TileAddress): DataTile {
  const z = picture.z - 1;
  const steps = Math.max(0, z - MAX_DATA_ZOOM);
  const scale = 2 ** steps;
  const x = Math.floor(picture.x / scale);
  const y = Math.floor(picture.y / scale);
  return {
    address: { z: z - steps, x, y },
    placement: { scale, dx: x * scale - picture.x, dy: y * scale - picture.y },
  };
}

/** World position (0…1 in both directions, Web Mercator) of longitude and latitude in degrees. */
export function worldPosition(lon: number, lat: number): { x: number; y: number } {
  const sine = Math.sin((lat * Math.PI) / 180);
  return { x: lon / 360 + 0.5, y: 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI) };
}

/** Longitude and latitude of a world position. */
export function lonLatOf({ x, y }: { readonly x: number; readonly y: number }): { lon: number; lat: number } {
  return { lon: (x - 0.5) * 360, lat: (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI };
}

export function tileKey(layer: string, { z, x, y }: TileAddress): string {
  return `${layer}/${z}/${x}/${y}`;
}

/** The margin of a data tile, in tiles: what lies so near outside is drawn on it, too. */
const MARGIN = 0.07;

/** Whether the tile of this key shows anything of a box (west, south, east, north in degrees). */
export function tileTouches(key: string, [west, south, east, north]: readonly [number, number, number, number]): boolean {
  const [z = NaN, x = NaN, y = NaN] = key.split("/").slice(-3).map(Number);
  const [low, high] = [worldPosition(west, north), worldPosition(east, south)];
  const tiles = 2 ** z;
  return low.x * tiles <= x + 1 + MARGIN && high.x * tiles >= x - MARGIN && low.y * tiles <= y + 1 + MARGIN && high.y * tiles >= y - MARGIN;
}
