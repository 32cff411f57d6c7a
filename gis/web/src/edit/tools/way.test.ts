import { describe, expect, it } from "vitest";
import { atSegment, atSite, NO_WAY, question, stepBack } from "./way";

describe("a way", () => {
  const way = atSite(atSite(NO_WAY, "A"), "B");

  it("begins at the first site and ends at the second; a third begins anew", () => {
    expect(way).toEqual({ start: "A", end: "B", via: [], avoid: [] });
    expect(atSite(way, "C")).toEqual({ ...NO_WAY, start: "C" });
    expect(atSite(atSite(NO_WAY, "A"), "A").end).toBeNull();
  });

  it("leaves out what lies on it and goes through what does not; a second click takes it back", () => {
    const out = atSegment(way, "s", ["s", "t"]);
    expect(out.avoid).toEqual(["s"]);
    expect(atSegment(out, "s", ["t"])).toEqual(way);
    const through = atSegment(way, "x", ["s"]);
    expect(through.via).toEqual(["x"]);
    expect(atSegment(through, "x", ["x"])).toEqual(way);
  });

  it("goes back step by step", () => {
    const full = atSegment(atSegment(way, "x", []), "s", ["s"]);
    const steps = [full];
    for (let back = stepBack(full); back !== null; back = stepBack(back)) steps.push(back);
    expect(steps.map(({ start, end, via, avoid }) => [start, end, via.length, avoid.length])).toEqual([
      ["A", "B", 1, 1], ["A", "B", 1, 0], ["A", "B", 0, 0], ["A", null, 0, 0], [null, null, 0, 0],
    ]);
  });

  it("is asked for once both ends are known", () => {
    expect(question(atSite(NO_WAY, "A"))).toBeNull();
    expect(question(atSegment(way, "x", []))).toBe("/edit/ask/path/?start=A&end=B&via=x&avoid=");
  });
});
