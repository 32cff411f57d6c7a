import { describe, expect, it } from "vitest";

import type { TileFeature } from "./decode";
import { placeLabels } from "./labels";

function line(code: string, ...flat: number[]): TileFeature {
  return { id: code, geometry: "line", props: { code }, parts: [new Float32Array(flat)], box: [0, 0, 1, 1] };
}

const place = (...features: TileFeature[]): string[] =>
  placeLabels(features, 512, (unit) => unit * 512, (text) => text.length * 7).map(({ text }) => text);

describe("placeLabels", () => {
  it("writes along lines that are long enough", () => {
    expect(place(line("T-1", 0.2, 0.5, 0.8, 0.5), line("T-2", 0.2, 0.2, 0.22, 0.2))).toEqual(["T-1"]);
  });

  it("writes along the longest part that the edge of the tile has left of a line", () => {
    const parts = [new Float32Array([0, 0.5, 0.01, 0.5]), new Float32Array([0.2, 0.2, 0.8, 0.2])];
    expect(place({ ...line("T-1"), parts })).toEqual(["T-1"]);
  });

  it("never overlaps", () => {
    expect(place(line("T-1", 0.2, 0.5, 0.8, 0.5), line("T-2", 0.2, 0.505, 0.8, 0.505))).toEqual(["T-1"]);
  });

  it("never leaves the tile, because the neighbour would cut it", () => {
    expect(place(line("T-1", -0.3, 0.5, 0.3, 0.5))).toEqual([]);
    expect(place(line("T-1", 0.2, 0.03, 0.8, 0.03))).toEqual([]);
  });

  it("judges by where the text stands: above its line", () => {
    const [label] = placeLabels([line("T-1", 0.2, 0.5, 0.8, 0.5)], 512, (unit) => unit * 512, () => 30);
    expect(label!.x).toBeCloseTo(256);
    expect(label!.y).toBeCloseTo(256 - 11);
    expect(place(line("T-1", 0.2, 0.5, 0.8, 0.5), line("T-2", 0.2, 0.54, 0.8, 0.54))).toEqual(["T-1", "T-2"]);
  });
});
