import { describe, expect, it } from "vitest";

import { countOf, filterIn, filterOf, layerOf, narrowing } from "./query";

const OTHERS = new Set(["lang", "z"]);
const read = (query: string): string | null => filterIn(new URLSearchParams(query), OTHERS);

describe("filterIn", () => {
  it("takes what the map does not use otherwise", () => {
    expect(read("?lang=de&z=12&layer=segments&kind=drilled&kind=bridge")).toBe("layer=segments&kind=drilled&kind=bridge");
    expect(read("?layer=sites")).toBe("layer=sites");
  });

  it("is null without the name of a list, and leaves out what is no name of a filter or empty", () => {
    expect(read("?kind=drilled")).toBeNull();
    expect(read("?layer=../x&kind=drilled")).toBeNull();
    expect(read("?layer=sites&%00=1&A=2&kind=")).toBe("layer=sites");
  });

  it("keeps values that mean something in an address", () => {
    const filter = filterOf("sites", [["name_contains", "A&b=c #1"], ["in_box", "7.1,51.2,7.2,51.3"]]);
    expect(filter).toBe("layer=sites&name_contains=A%26b%3Dc%20%231&in_box=7.1,51.2,7.2,51.3");
    expect(read(filter)).toBe(filter);
  });

  it("is bounded", () => {
    const many = Array.from({ length: 500 }, () => ["kind", "x"] as const);
    expect(new URLSearchParams(filterOf("sites", many)).getAll("kind")).toHaveLength(60);
    expect(filterOf("sites", [["code", "x".repeat(3000)]])).toBe("layer=sites");
  });
});

describe("what a filter says", () => {
  it("narrows its own layer only", () => {
    expect(narrowing("layer=segments&kind=drilled", "segments")).toBe("kind=drilled");
    expect(narrowing("layer=segments&kind=drilled", "sites")).toBe("");
    expect(narrowing("layer=segments", "segments")).toBe("");
    expect(narrowing(null, "segments")).toBe("");
    expect(layerOf(null)).toBeNull();
  });

  it("counts filters, not values", () => {
    expect(countOf("layer=segments&kind=drilled&kind=bridge&owner=a")).toBe(2);
    expect(countOf(null)).toBe(0);
  });
});
