import { describe, expect, it, vi } from "vitest";

import type { LayerConfig } from "../config";
import type { Theme } from "../style/theme";
import { lonLatOf, type TileAddress } from "../tiles/address";
import type { TileFeature } from "../tiles/decode";
import { TileStore } from "../tiles/store";
import { MapContent, REACH } from "./tile-client";

const SEGMENTS: LayerConfig = { name: "segments", title: "", minzoom: 0, geometry: "line", visible: true, filterable: true };
const ZOOM = 15;
const LEFT: TileAddress = { z: ZOOM - 1, x: 8517, y: 5466 };
const RIGHT: TileAddress = { ...LEFT, x: LEFT.x + 1 };

/** A line from above to below, so far from the left edge of a tile, as the server draws it beyond edges. */
function upright(id: string, x: number): TileFeature {
  return { id, geometry: "line", props: {}, parts: [new Float32Array([x, 0, x, 1])], box: [x, 0, x, 1] };
}

/** The place at (x, y) of a tile. */
function at(tile: TileAddress, x: number, y: number): { lon: number; lat: number } {
  return lonLatOf({ x: (tile.x + x) / 2 ** tile.z, y: (tile.y + y) / 2 ** tile.z });
}

/** Content with these features in memory; asked tiles never arrive. */
function content(features: Map<number, TileFeature[]>): { content: MapContent; store: TileStore } {
  const store = new TileStore(() => new Promise(() => undefined));
  vi.spyOn(store, "peek").mockImplementation((_, { x }) => features.get(x));
  const made = new MapContent([SEGMENTS], store, () => ({}) as Theme, () => undefined);
  made.setVisible(["segments"]);
  return { content: made, store };
}

describe("hit across tiles", () => {
  // The line stands on the right tile, two pixels from the edge; the left tile has it in its margin.
  const near = new Map([[LEFT.x, [upright("T-1", 1 + 2 / 512)]], [RIGHT.x, [upright("T-1", 2 / 512)]]]);

  it("finds a line from either side of the edge between two tiles", () => {
    const { content: map } = content(near);
    for (const place of [at(LEFT, 1 - 2 / 512, 0.5), at(RIGHT, 4 / 512, 0.5)]) {
      expect(map.hit(place, ZOOM, REACH.mouse)?.feature.id).toBe("T-1");
    }
  });

  it("reaches as far as a finger needs and no farther", () => {
    const { content: map } = content(near);
    expect(map.hit(at(LEFT, 1 - 10 / 512, 0.5), ZOOM, REACH.touch)?.feature.id).toBe("T-1");
    expect(map.hit(at(LEFT, 1 - 10 / 512, 0.5), ZOOM, REACH.mouse)).toBeNull();
  });
});

describe("after a save", () => {
  it("paints a tile again where something changed, once it is here, and no other", async () => {
    const { content: map, store } = content(new Map([[LEFT.x, []], [RIGHT.x, []]]));
    vi.spyOn(store, "isFresh").mockImplementation((_, { x }) => x === LEFT.x);
    let arrive: (features: readonly TileFeature[]) => void = () => undefined;
    vi.spyOn(store, "load").mockImplementation(() => new Promise((resolve) => (arrive = resolve)));
    const [untouched, changed] = [vi.fn(), vi.fn()];

    map.renew(LEFT, untouched);
    map.renew(RIGHT, changed);
    expect(changed).not.toHaveBeenCalled();
    arrive([]);
    await vi.waitFor(() => expect(changed).toHaveBeenCalledOnce());
    expect(untouched).not.toHaveBeenCalled();
  });
});

describe("what is marked", () => {
  it("tells whether hovering changed anything, so that nothing is painted for nothing", () => {
    const { content: map } = content(new Map([[LEFT.x, [upright("T-1", 0.5)]], [RIGHT.x, [upright("T-2", 0.5)]]]));
    expect([map.setHovered("T-1"), map.setHovered("T-1"), map.setHovered(null)]).toEqual([true, false, true]);
    expect([LEFT, RIGHT].map(map.isMarked)).toEqual([false, false]);
    map.setHovered("T-1");
    expect([LEFT, RIGHT].map(map.isMarked)).toEqual([true, false]);
    map.setSelected(["T-2"]);
    expect([LEFT, RIGHT].map(map.isMarked)).toEqual([true, true]);
  });
});
