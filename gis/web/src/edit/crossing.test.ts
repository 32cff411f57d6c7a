import { describe, expect, it } from "vitest";
import { fromUtm32, toUtm32 } from "../geo/utm";
import { firstCrossing } from "./crossing";

const line = (...corners: [number, number][]) => corners.map(([east, north]) => fromUtm32({ east: 370_000 + east, north: 5_680_000 + north }));

describe("firstCrossing", () => {
  it("finds where a line crosses itself", () => {
    const found = firstCrossing(line([0, 0], [40, 0], [40, -20], [20, 20]));
    const { east, north } = toUtm32(found!);
    expect([Math.round(east - 370_000), Math.round(north - 5_680_000)]).toEqual([30, 0]);
  });

  it("lets lines bend, and rings close only as a crossing", () => {
    expect(firstCrossing(line([0, 0], [10, 0], [10, 10], [0, 10]))).toBeNull();
    expect(firstCrossing(line([0, 0], [10, 0], [10, 10], [0, 0]))).not.toBeNull();
    expect(firstCrossing(line([0, 0], [10, 0]))).toBeNull();
  });
});
