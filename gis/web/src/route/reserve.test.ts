import { describe, expect, it } from "vitest";

import type { RouteOption } from "./api";
import { IdempotencyKeys } from "./reserve";

const option = (token: string): RouteOption => ({ token, lengthM: 1, geometry: { type: "LineString", coordinates: [] }, uncertain: [], hops: [], plannedCuts: [], plannedCouplings: [], narrowestHop: { hop: 0, innerMm: 4, roomLeftMm2: null } });
const period = { from: "2026-12-01", until: "2027-11-30" };

describe("IdempotencyKeys", () => {
  it("keeps one key for the same wish until it succeeded", () => {
    let made = 0;
    const keys = new IdempotencyKeys(() => `key-${(made += 1)}`);
    expect(keys.keyFor(option("a"), period)).toBe("key-1");
    expect(keys.keyFor(option("a"), period)).toBe("key-1");
    expect(keys.keyFor(option("b"), period)).toBe("key-2");
    expect(keys.keyFor(option("a"), { ...period, until: "2028-01-01" })).toBe("key-3");
    keys.done(option("a"), period);
    expect(keys.keyFor(option("a"), period)).toBe("key-4");
  });
});
