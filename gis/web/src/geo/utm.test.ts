import { describe, expect, it } from "vitest";

import { fromUtm32, toUtm32 } from "./utm";

// Reference positions computed with PROJ 9.5.1 (EPSG:4258 to EPSG:25832).
const REFERENCES = [
  { lon: 7.15, lat: 51.25, east: 370889.9318, north: 5679252.2676 },
  { lon: 9, lat: 51.25, east: 500000.0000, north: 5677626.4303 },
  { lon: 6.0, lat: 47.5, east: 274068.6080, north: 5265092.5490 },
  { lon: 13.4, lat: 54.8, east: 782766.5297, north: 6081415.3891 },
];

describe("toUtm32", () => {
  it.each(REFERENCES)("agrees with PROJ within a millimetre at $lon, $lat", ({ lon, lat, east, north }) => {
    const found = toUtm32({ lon, lat });
    expect(found.east).toBeCloseTo(east, 3);
    expect(found.north).toBeCloseTo(north, 3);
  });
});

describe("fromUtm32", () => {
  it.each(REFERENCES)("finds the way back to $lon, $lat", ({ lon, lat, east, north }) => {
    const found = fromUtm32({ east, north });
    expect(found.lon).toBeCloseTo(lon, 8);
    expect(found.lat).toBeCloseTo(lat, 8);
  });
});
