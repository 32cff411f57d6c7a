import { describe, expect, it } from "vitest";

import { distanceToLine, distanceToPoints, insideRings, longestStretch } from "./plane";

describe("distances", () => {
  it("measures to the nearest stretch, not to the nearest vertex", () => {
    expect(distanceToLine(5, 3, [0, 0, 10, 0, 10, 10])).toBe(3);
  });

  it("does not run past the ends", () => {
    expect(distanceToLine(13, 4, [0, 0, 10, 0])).toBe(5);
  });

  it("copes with repeated points and empty lists", () => {
    expect(distanceToLine(3, 4, [0, 0, 0, 0])).toBe(5);
    expect(distanceToLine(0, 0, [])).toBe(Infinity);
    expect(distanceToPoints(0, 0, [])).toBe(Infinity);
  });
});

describe("insideRings", () => {
  const square = [0, 0, 10, 0, 10, 10, 0, 10];
  const hole = [4, 4, 6, 4, 6, 6, 4, 6];

  it("counts a hole as outside", () => {
    expect(insideRings(2, 2, [square, hole])).toBe(true);
    expect(insideRings(5, 5, [square, hole])).toBe(false);
    expect(insideRings(11, 5, [square, hole])).toBe(false);
  });
});

describe("longestStretch", () => {
  it("keeps the text upright on a line drawn from right to left", () => {
    const found = longestStretch([10, 0, 0, 0, 0, 2]);
    expect(found).toMatchObject({ x: 5, y: 0, length: 10 });
    expect(Math.abs(found!.angle)).toBeCloseTo(0);
  });

  it("has none for a point", () => {
    expect(longestStretch([1, 1])).toBeNull();
  });
});
