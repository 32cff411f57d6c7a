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

export function tileKey(layer: string, { z, x, y }: TileAddress): string {
  return `${layer}/${z}/${x}/${y}`;
}
