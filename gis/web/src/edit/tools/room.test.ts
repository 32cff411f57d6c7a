import { describe, expect, it } from "vitest";
import { type Bore, inside, type SegmentRoom, stretches } from "./room";

const bore = (id: string, more: Partial<Bore> = {}): Bore => ({ id, code: id, before: 0, after: 0.2, limit: 0.6, fits: true, ...more });
const segment = (id: string, ...ducts: Bore[]): SegmentRoom => ({ id, code: id, ducts });
const NONE = new Map<string, string>();

describe("stretches", () => {
  it("prefer what fits, then what goes furthest, then what is emptiest", () => {
    const path = [
      segment("1", bore("full", { fits: false }), bore("short"), bore("used", { before: 0.1 }), bore("long")),
      segment("2", bore("full", { fits: false }), bore("used", { before: 0.3 }), bore("long")),
    ];
    const [only, ...rest] = stretches(path, NONE);
    expect(rest).toEqual([]);
    expect(only).toMatchObject({ from: 0, to: 2, chosen: "long" });
    expect(only!.options.map(({ id, length }) => [id, length])).toEqual([["long", 2], ["used", 2], ["short", 1], ["full", 2]]);
    expect(only!.options[1]!.before).toBe(0.3);
    expect(inside([only!])).toBe("long,long");
  });

  it("begin anew where a duct ends, and are buried where none lies or none fits", () => {
    const path = [segment("1", bore("a")), segment("2"), segment("3", bore("b", { fits: false })), segment("4", bore("c"))];
    expect(inside(stretches(path, NONE))).toBe("a,,,c");
  });

  it("follow what was chosen, as long as that lies there", () => {
    const path = [segment("1", bore("a"), bore("b")), segment("2", bore("a"))];
    expect(inside(stretches(path, new Map([["1", "b"]])))).toBe("b,a");
    expect(inside(stretches(path, new Map([["1", ""], ["2", "gone"]])))).toBe(",a");
  });

  it("does not fit where one section does not", () => {
    const path = [segment("1", bore("a")), segment("2", bore("a", { fits: false, after: null }))];
    expect(stretches(path, NONE)[0]!.options[0]).toMatchObject({ fits: false, after: null, length: 2 });
  });
});
