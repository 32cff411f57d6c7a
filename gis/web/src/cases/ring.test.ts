import { expect, test } from "vitest";

import { ringCorners, ringText } from "./ring";

const corners = [{ lon: 7.1, lat: 51.2 }, { lon: 7.2, lat: 51.2 }, { lon: 7.2, lat: 51.3 }];

test("a ring is closed as GeoJSON and read again", () => {
  const text = ringText(corners);
  expect(JSON.parse(text).coordinates[0]).toEqual([[7.1, 51.2], [7.2, 51.2], [7.2, 51.3], [7.1, 51.2]]);
  expect(ringCorners(text)).toEqual(corners);
});

test("two corners are no area, and nonsense is no ring", () => {
  expect(ringText(corners.slice(0, 2))).toBe("");
  expect(ringCorners("{")).toEqual([]);
  expect(ringCorners("")).toEqual([]);
});
