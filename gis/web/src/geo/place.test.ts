import { describe, expect, it } from "vitest";

import { parsePlace } from "./place";

describe("parsePlace", () => {
  it.each([
    "51.2562, 7.1508", "51.2562 7.1508", "51,2562 7,1508", "51,2562; 7,1508", "51.2562,7.1508",
    "7.1508 51.2562", "51.2562° N 7.1508° E",
  ])("reads %s as degrees in either order", (text) => {
    expect(parsePlace(text)).toEqual({ lat: 51.2562, lon: 7.1508 });
  });

  it.each(["370950 5680450", "370950,0 5680450,0", "370950.0, 5680450.0"])("reads %s as UTM", (text) => {
    const place = parsePlace(text);
    expect(place?.lat).toBeCloseTo(51.26, 1);
    expect(place?.lon).toBeCloseTo(7.15, 1);
  });

  it.each(["", "12", "Neumarkt 10", "S-104 12", "1 2", "51.2562", "999999 1", "NaN NaN", "51,7 120,5 3"])("leaves %j to the search", (text) => {
    expect(parsePlace(text)).toBeNull();
  });
});
