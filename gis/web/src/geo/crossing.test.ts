import { expect, it } from "vitest";

import { crossesItself } from "./crossing";

const ring = (...flat: number[]) => flat.filter((_, i) => i % 2 === 0).map((lon, i) => ({ lon, lat: flat[2 * i + 1]! }));

it.each([
  [ring(0, 0, 1, 0, 1, 1, 0, 1), false],
  [ring(0, 0, 1, 1, 1, 0, 0, 1), true],
  [ring(0, 0, 1, 0, 0.5, 1), false],
  [ring(0, 0, 4, 0, 4, 4, 2, -1, 0, 4), true],
  [ring(0, 0, 1, 0), false],
])("a ring crosses itself or not (%#)", (points, crosses) => {
  expect(crossesItself(points)).toBe(crosses);
});
