import { expect, it } from "vitest";

import { Wording } from "../i18n";
import { areaText } from "./wording";

it.each([
  [12.34, "12,3 m²"],
  [12_345.6, "12.345,6 m² (1,23 ha)"],
  [2_500_000, "2.500.000,0 m² (2,50 km²)"],
])("%d is %s", (area, text) => {
  expect(areaText(area, new Wording("de")).replace(/\u00a0/g, " ")).toBe(text);
});
