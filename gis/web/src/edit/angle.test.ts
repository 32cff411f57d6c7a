import { describe, expect, it } from "vitest";
import { fromUtm32, toUtm32 } from "../geo/utm";
import { locked, turn } from "./angle";

const at = (east: number, north: number) => fromUtm32({ east: 370_000 + east, north: 5_680_000 + north });
const back = (place: ReturnType<typeof at>) => {
  const { east, north } = toUtm32(place);
  return [Math.round((east - 370_000) * 100) / 100, Math.round((north - 5_680_000) * 100) / 100];
};

describe("locked", () => {
  it("leaves the first corner where it is", () => {
    expect(locked([], at(3, 4))).toEqual(at(3, 4));
  });

  it("turns the first stretch to steps from grid east", () => {
    expect(back(locked([at(0, 0)], at(10, 0.5)))).toEqual([10, 0]);
    expect(back(locked([at(0, 0)], at(10, 9.5)))).toEqual([9.75, 9.75]);
  });

  it("counts the steps of the next from the stretch before it", () => {
    const before = [at(0, 0), at(10, 1)];
    const straight = turn(before, locked(before, at(20, 2.5)));
    const right = turn(before, locked(before, at(11, -9)));
    expect(straight).toBeCloseTo(0, 4);
    expect(right).toBeCloseTo(-90, 4);
  });
});

describe("turn", () => {
  it("is left positive, right negative, and nothing for the first stretch", () => {
    expect(turn([at(0, 0)], at(1, 0))).toBeNull();
    expect(turn([at(0, 0), at(10, 0)], at(10, 5))).toBeCloseTo(90, 4);
    expect(turn([at(0, 0), at(10, 0)], at(10, -5))).toBeCloseTo(-90, 4);
  });
});
