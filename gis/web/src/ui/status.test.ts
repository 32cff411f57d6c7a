import { describe, expect, it } from "vitest";

import { parsePlace } from "../geo/place";
import { positionText, roundedBelow, scaleDenominator } from "./status";

describe("the scale", () => {
  it.each([[1, 1], [1.9, 1], [2, 2], [499, 200], [500, 500], [999, 500], [0.7, 0.5]])("bar for up to %d m is %d m", (limit, length) => {
    expect(roundedBelow(limit)).toBeCloseTo(length);
  });

  it("is rounded to two digits", () => {
    // 1.49 m per pixel at zoom 16 and 51° north.
    expect(scaleDenominator(1.49)).toBe(5600);
  });
});

describe("a copied position", () => {
  const place = { lat: 51.256532, lon: 7.138421 };

  it.each(["utm", "degrees"] as const)("in %s leads the search back to the same place", (system) => {
    const found = parsePlace(positionText(place, system));
    expect(found?.lat).toBeCloseTo(place.lat, 6);
    expect(found?.lon).toBeCloseTo(place.lon, 6);
  });
});
