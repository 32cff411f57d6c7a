import { describe, expect, it } from "vitest";

import { roundedBelow, scaleDenominator } from "./status";

describe("the scale", () => {
  it.each([[1, 1], [1.9, 1], [2, 2], [499, 200], [500, 500], [999, 500], [0.7, 0.5]])("bar for up to %d m is %d m", (limit, length) => {
    expect(roundedBelow(limit)).toBeCloseTo(length);
  });

  it("is rounded to two digits", () => {
    // 1.49 m per pixel at zoom 16 and 51° north.
    expect(scaleDenominator(1.49)).toBe(5600);
  });
});
