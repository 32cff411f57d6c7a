import { describe, expect, it } from "vitest";
import { lineText, pointText, readLine, readPoint } from "./geojson";

describe("geometry in forms", () => {
  const at = { lon: 7.123456789, lat: 51.25 };

  it("reads what it writes", () => {
    expect(readPoint(pointText(at))).toEqual(at);
    expect(readLine(lineText([at, { lon: 7.2, lat: 51.3 }]))).toEqual([at, { lon: 7.2, lat: 51.3 }]);
  });

  it("takes less than a line, and nonsense, for nothing", () => {
    expect(lineText([at])).toBe("");
    expect(readPoint("")).toBeNull();
    expect(readPoint(lineText([at, at]))).toBeNull();
    expect(readLine("{")).toEqual([]);
  });
});
