import { describe, expect, it } from "vitest";
import { nearest, readMetres, type Station } from "./along";

const station = (id: string, metres: number): Station => ({ id, code: id, metres, at: { lon: 7, lat: 51 } });

describe("along a duct", () => {
  it("takes the station next to the typed distance", () => {
    const stations = [station("b", 100), station("c", 180.5)];
    expect(nearest(stations, 139)?.id).toBe("b");
    expect(nearest(stations, 141)?.id).toBe("c");
    expect(nearest(stations, 9999)?.id).toBe("c");
    expect(nearest([], 5)).toBeNull();
  });

  it("reads metres as people type them", () => {
    expect(readMetres(" 104,5 ")).toBe(104.5);
    expect(readMetres("104.5")).toBe(104.5);
    for (const wrong of ["", "-3", "1.234,5", "abc"]) expect(readMetres(wrong)).toBeNull();
  });
});
