import { describe, expect, it } from "vitest";

import { toUtm32 } from "../geo/utm";
import { cornersOf, fittingScale, frameOf } from "./sheet";

const HERE = { lat: 51.2565, lon: 7.1384 };

describe("a sheet", () => {
  it("shows as much ground as its scale says", () => {
    const sheet = { paper: "a4", wide: true, scale: 1000 } as const;
    const [southWest, , northEast] = cornersOf(sheet, HERE).map(toUtm32);
    const [width, height] = frameOf(sheet);
    expect(northEast!.east - southWest!.east).toBeCloseTo(width, 3);
    expect(northEast!.north - southWest!.north).toBeCloseTo(height, 3);
  });

  it("is turned as it was asked for", () => {
    const [width, height] = frameOf({ paper: "a3", wide: false, scale: 1000 });
    expect(width).toBeLessThan(height);
  });

  it("proposes the largest frame that is seen as a whole, as far as there is one", () => {
    const sheet = { paper: "a4", wide: true } as const;
    const [width, height] = frameOf({ ...sheet, scale: 1 });
    expect(fittingScale(sheet, { across: width + 1, up: height + 1 })).toBe(1000);
    expect(fittingScale(sheet, { across: 2 * width, up: height - 1 })).toBe(500);
    expect(fittingScale(sheet, { across: 5, up: 5 })).toBe(250);
    expect(fittingScale(sheet, { across: 1e6, up: 1e6 })).toBe(25000);
  });
});
