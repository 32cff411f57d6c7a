import { describe, expect, it } from "vitest";
import { type Neighbour, snapTo } from "./snap";

const site = (id: string, x: number, y: number): Neighbour => ({ kind: "site", id, code: id, parts: [[x, y]] });
const segment = (id: string, ...line: number[]): Neighbour => ({ kind: "segment", id, code: id, parts: [line] });

describe("snapTo", () => {
  const neighbours = [segment("AB", 0, 0, 10, 0, 20, 10), site("A", 0, 0)];

  it("prefers a site to the line that ends there, even a little farther away", () => {
    expect(snapTo({ x: 0.9, y: 0.1 }, neighbours, 1)).toMatchObject({ on: "site", id: "A", x: 0, y: 0 });
  });

  it("finds the nearest place on a line, and its corners only from near", () => {
    expect(snapTo({ x: 5, y: 0.5 }, neighbours, 1)).toEqual({ on: "line", id: "AB", code: "AB", x: 5, y: 0 });
    expect(snapTo({ x: 10.2, y: -0.2 }, neighbours, 1)).toMatchObject({ on: "corner", x: 10, y: 0 });
    expect(snapTo({ x: 9.2, y: 0.2 }, neighbours, 1)).toMatchObject({ on: "line" });
  });

  it("snaps to nothing out of reach, and to nothing that is not wanted", () => {
    expect(snapTo({ x: 5, y: 3 }, neighbours, 1)).toBeNull();
    expect(snapTo({ x: 0, y: 0 }, neighbours, 1, ({ on }) => on === "line")).toMatchObject({ on: "line", id: "AB" });
    expect(snapTo({ x: 5, y: 0 }, neighbours, 1, ({ on }) => on === "site")).toBeNull();
  });

  it("takes the nearest of several", () => {
    expect(snapTo({ x: 4, y: 0 }, [site("far", 4.9, 0), site("near", 3.5, 0)], 1)?.id).toBe("near");
  });
});
