import { describe, expect, it } from "vitest";

import { EMPTY, extendTrail, formatState, MAX_TRAIL, parseState, type ViewState } from "./url-state";

const FULL: ViewState = {
  zoom: 16, center: { lat: 51.25621, lon: 7.15083 }, layers: ["segments", "sites"], background: "none", variable: "owner",
  trail: [{ kind: "segment", id: "0b6f2d9e-0000-4000-8000-000000000001" }, { kind: "duct", id: "0b6f2d9e-0000-4000-8000-000000000002" }],
  tool: "edit", edit: "site-change:0b6f2d9e-0000-4000-8000-000000000001", from: { lat: 51.25, lon: 7.1 }, to: { lat: 51.26, lon: 7.2 },
  asked: "tubes:1:4:2026-11-25:2027-11-24:3", filter: "layer=segments&kind=drilled&kind=bridge",
  measured: [{ lat: 51.25, lon: 7.1 }, { lat: 51.26, lon: 7.2 }], delivery: "0b6f2d9e-0000-4000-8000-000000000003",
};

describe("the address", () => {
  it("holds the whole view", () => {
    expect(parseState(formatState(FULL, "de"))).toEqual(FULL);
    expect(parseState(formatState(EMPTY, "de"))).toEqual(EMPTY);
  });

  it("tells no layers from no choice of layers", () => {
    expect(parseState(formatState({ ...EMPTY, layers: [] }, "de")).layers).toEqual([]);
    expect(parseState("?lang=de").layers).toBeNull();
  });

  it("stays readable", () => {
    expect(formatState({ ...EMPTY, zoom: 15, center: FULL.center }, "en")).toBe("?lang=en&z=15&c=51.25621,7.15083");
  });

  it.each([
    "?z=abc&c=1&l=%00&bg=<script>&p=segment&t=hack&a=99,999&b=&w=<b>&m=1,2_x",
    "?z=&c=,&l=&p=:::,a:b:c&a=NaN,NaN", "?z=Infinity&c=1,2,3", "?%E0%A4%A", "",
  ])("takes %j for an empty view where it is malformed", (query) => {
    expect(parseState(query)).toMatchObject({ zoom: null, center: null, background: null, trail: [], tool: "select", from: null, to: null, asked: null });
  });
});

describe("extendTrail", () => {
  const ref = (id: string) => ({ kind: "duct", id });

  it("goes back to what was met before", () => {
    expect(extendTrail([ref("1"), ref("2"), ref("3")], ref("2"))).toEqual([ref("1"), ref("2")]);
  });

  it("keeps the last steps only", () => {
    const long = Array.from({ length: MAX_TRAIL }, (_, index) => ref(String(index)));
    expect(extendTrail(long, ref("new"))).toHaveLength(MAX_TRAIL);
    expect(extendTrail(long, ref("new")).at(-1)).toEqual(ref("new"));
  });
});
