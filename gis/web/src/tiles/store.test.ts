import { describe, expect, it, vi } from "vitest";

import { TileStore } from "./store";

const HERE = { z: 14, x: 8512, y: 5461 };
const empty = (): Promise<ArrayBuffer> => Promise.resolve(new ArrayBuffer(0));

describe("TileStore", () => {
  it("fetches a tile once, also for two who ask at the same time", async () => {
    const fetchTile = vi.fn(empty);
    const store = new TileStore(fetchTile);
    await Promise.all([store.load("segments", HERE), store.load("segments", HERE)]);
    await store.load("segments", HERE);
    expect(fetchTile).toHaveBeenCalledTimes(1);
    expect(store.peek("segments", HERE)).toEqual([]);
  });

  it("asks again after a failure", async () => {
    const fetchTile = vi.fn(empty).mockRejectedValueOnce(new Error("offline"));
    const store = new TileStore(fetchTile);
    await expect(store.load("segments", HERE)).rejects.toThrow("offline");
    await expect(store.load("segments", HERE)).resolves.toEqual([]);
  });

  it("forgets the least recently used", async () => {
    const store = new TileStore(empty, 2);
    for (const x of [1, 2]) await store.load("segments", { ...HERE, x });
    await store.load("segments", { ...HERE, x: 1 });
    await store.load("segments", { ...HERE, x: 3 });
    expect(store.peek("segments", { ...HERE, x: 1 })).toBeDefined();
    expect(store.peek("segments", { ...HERE, x: 2 })).toBeUndefined();
  });

  it("does not keep an answer that was under way when it was cleared", async () => {
    const store = new TileStore(empty);
    const pending = store.load("segments", HERE);
    store.clear();
    await pending;
    expect(store.peek("segments", HERE)).toBeUndefined();
  });
});

describe("after a change on the server", () => {
  const address = { z: 16, x: 34067, y: 21865 };
  const here: [number, number, number, number] = [7.138, 51.256, 7.139, 51.257];

  it("shows the old tile until the new one is here, and asks again only where something changed", async () => {
    let asked = 0;
    const store = new TileStore(() => Promise.resolve(new ArrayBuffer((asked += 1) * 0)));
    await store.load("sites", address);
    store.expire([8, 52, 8.1, 52.1]);
    expect(store.isFresh("sites", address)).toBe(true);
    store.expire(here);
    expect(store.isFresh("sites", address)).toBe(false);
    expect(store.peek("sites", address)).toEqual([]);
    await store.load("sites", address);
    expect([asked, store.isFresh("sites", address)]).toEqual([2, true]);
  });

  it("does not keep an answer that was under way when it changed", async () => {
    const store = new TileStore(() => Promise.resolve(new ArrayBuffer(0)));
    const early = store.load("sites", address);
    store.expire(null);
    await early;
    expect(store.peek("sites", address)).toBeUndefined();
  });
});
