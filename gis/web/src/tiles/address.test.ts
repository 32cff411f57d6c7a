import { describe, expect, it } from "vitest";

import { dataTile, MAX_DATA_ZOOM, worldPosition } from "./address";

describe("dataTile", () => {
  it("takes one level less than the map's zoom, because pictures are 512 pixels wide", () => {
    expect(dataTile({ z: 15, x: 8512, y: 5461 })).toEqual({
      address: { z: 14, x: 8512, y: 5461 },
      placement: { scale: 1, dx: 0, dy: 0 },
    });
  });

  it("enlarges the deepest tile for closer views", () => {
    const { address, placement } = dataTile({ z: MAX_DATA_ZOOM + 3, x: 4 * 100 + 3, y: 4 * 50 + 1 });
    expect(address).toEqual({ z: MAX_DATA_ZOOM, x: 100, y: 50 });
    // A point in the middle of the fourth column's picture lies at 3.5/4 of the data tile.
    expect((3.5 / 4) * placement.scale + placement.dx).toBeCloseTo(0.5);
    expect((1.5 / 4) * placement.scale + placement.dy).toBeCloseTo(0.5);
  });
});

describe("worldPosition", () => {
  it("puts null island in the middle and agrees with a known tile of Wuppertal", () => {
    expect(worldPosition(0, 0)).toEqual({ x: 0.5, y: 0.5 });
    const { x, y } = worldPosition(7.1508, 51.2562);
    expect([Math.floor(x * 2 ** 14), Math.floor(y * 2 ** 14)]).toEqual([8517, 5466]);
  });
});
