import { describe, expect, it } from "vitest";

import { parsePlace } from "./place";

describe("parsePlace", () => {
  it.each([
    "51.2562, 7.1508", "51.2562 7.1508", "51,2562 7,1508", "51,2562; 7,1508", "51.2562,7.1508",
    "7.1508 51.2562", "51.2562° N 7.1508° E",
    "WGS 84 51,2562° N  7,1508° O", "lat=51.2562 lon=7.1508", "POINT(7.1508 51.2562)", "geo:51.2562,7.1508", "EPSG:4326 7.1508 51.2562",
  ])("reads %s as degrees in either order", (text) => {
    expect(parsePlace(text)).toEqual({ lat: 51.2562, lon: 7.1508 });
  });

  it.each([
    "370950 5680450", "370950,0 5680450,0", "370950.0, 5680450.0", "370950,5680450", "5680450 370950",
    "E 370.950  N 5.680.450", "E 370,950 N 5,680,450", "370.950,0 · 5.680.450,0", "32370950 5680450", "32U 370950 5680450",
    "EPSG:25832 E 370.950  N 5.680.450", "UTM 32U 370950 5680450", "ETRS89 / UTM zone 32N 370950 5680450", "370 950 5 680 450", "370 950,0 / 5 680 450,0",
  ])("reads %s as UTM", (text) => {
    const place = parsePlace(text);
    expect(place?.lat).toBeCloseTo(51.26078, 4);
    expect(place?.lon).toBeCloseTo(7.1505, 3);
  });

  it.each([`51°15'22.32"N 7°9'2.88"E`, "51° 15′ 22,32″ N, 7° 9′ 2,88″ O", "51° 15.372' 7° 9.048'", "51 15 22.32 N 7 9 2.88 E", "51 15 22,32 7 9 2,88"])("reads %s as degrees, minutes and seconds", (text) => {
    const place = parsePlace(text);
    expect(place?.lat).toBeCloseTo(51.2562, 6);
    expect(place?.lon).toBeCloseTo(7.1508, 6);
  });

  it("never takes a point in degrees for one between thousands", () => {
    expect(parsePlace("51.256 7.150")).toEqual({ lat: 51.256, lon: 7.15 });
  });

  it.each(["", "12", "Neumarkt 10", "S-104 12", "1 2", "51.2562", "999999 1", "NaN NaN", "51,7 120,5 3", "7,52", "51° 7°9'", "32U 12", "Latz 3 12", "Point 12 5", "370 941 5 679 960 1", "51 15 22 7 9 2 1"])("leaves %j to the search", (text) => {
    expect(parsePlace(text)).toBeNull();
  });
});
