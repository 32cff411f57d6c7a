import { describe, expect, it } from "vitest";

import { measure } from "./geodesic";

const A = { lat: 51.2562, lon: 7.1508 };
const B = { lat: 51.2612, lon: 7.1608 };
const C = { lat: 51.2512, lon: 7.1708 };

/** As PostGIS 3.3 has them: ST_Length and ST_Area of `geography(…, 4258)`. */
const POSTGIS = { ab: 892.5962377, abc: 2206.0176704, area: 582_484.96 };

describe("measure", () => {
  it("adds up the stretches", () => {
    const { length, last } = measure([A, B, C]);
    expect(measure([A, B]).length + last).toBeCloseTo(length, 9);
    expect(measure([A, B]).length).toBeCloseTo(POSTGIS.ab, 6);
    expect(length).toBeCloseTo(POSTGIS.abc, 6);
  });

  it("measures a meridian degree at the equator and one at the pole as the ellipsoid has them", () => {
    expect(measure([{ lat: 0, lon: 9 }, { lat: 1, lon: 9 }]).length).toBeCloseTo(110_574.389, 2);
    expect(measure([{ lat: 89, lon: 9 }, { lat: 90, lon: 9 }]).length).toBeCloseTo(111_693.865, 2);
  });

  it("has an area from three points, the same whichever way round", () => {
    expect(measure([A, B]).area).toBe(0);
    expect(measure([A, B, C]).area).toBeCloseTo(measure([C, B, A]).area, 3);
    expect(measure([A, B, C]).area).toBeCloseTo(POSTGIS.area, 2);
    expect(measure([A, B, C]).perimeter).toBeCloseTo(measure([A, B, C, A]).length, 6);
  });

  it("is nothing without points", () => {
    expect(measure([])).toEqual({ length: 0, last: 0, perimeter: 0, area: 0 });
    expect(measure([A]).length).toBe(0);
  });
});
