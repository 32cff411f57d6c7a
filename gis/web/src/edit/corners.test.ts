import { describe, expect, it } from "vitest";
import { fromUtm32, type LonLat, toUtm32 } from "../geo/utm";
import { movedTo, pickUp, without } from "./corners";

const at = (east: number, north: number) => fromUtm32({ east: 370_000 + east, north: 5_680_000 + north });
const plain = (place: LonLat) => {
  const { east, north } = toUtm32(place);
  return [Math.round(east - 370_000) || 0, Math.round(north - 5_680_000) || 0];
};
const near = (one: LonLat, other: LonLat) => {
  const [a, b] = [toUtm32(one), toUtm32(other)];
  return Math.hypot(a.east - b.east, a.north - b.north) < 3;
};
const line = [at(0, 0), at(50, 0), at(50, 40)];

describe("a corner", () => {
  it("is taken where one is near", () => {
    expect(pickUp(line, at(51, 1), near)).toEqual({ corners: line, index: 1 });
  });

  it("is made on the stretch that is near", () => {
    const held = pickUp(line, at(52, 20), near)!;
    expect([held.index, held.corners.length, plain(held.corners[2]!)]).toEqual([2, 4, [50, 20]]);
  });

  it("is none where nothing is near, nor on a line that is none", () => {
    expect(pickUp(line, at(20, 20), near)).toBeNull();
    expect(pickUp([], at(0, 0), near)).toBeNull();
  });

  it("moves alone, and goes unless it is an end", () => {
    expect(movedTo({ corners: line, index: 1 }, at(60, 9)).map(plain)).toEqual([[0, 0], [60, 9], [50, 40]]);
    expect(without({ corners: line, index: 1 })?.length).toBe(2);
    expect(without({ corners: line, index: 2 })).toBeNull();
  });
});
