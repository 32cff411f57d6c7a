import { describe, expect, it } from "vitest";

import { areaStyle } from "./areas";
import { capacityClass, lineStrokes, segmentStrokes } from "./lines";
import { gatewayMark, siteMark, siteShape } from "./marks";
import { DARK, LIGHT } from "./palette";
import { routeLook } from "./routes";

/** Relative luminance of a colour, WCAG 2.1. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

describe.each([["light", LIGHT], ["dark", DARK]] as const)("the %s capacity ramp", (_, palette) => {
  it("rises in lightness, so that it stays in order without colour", () => {
    const steps = palette.capacity.map(luminance);
    expect([...steps].sort((a, b) => a - b)).toEqual(steps);
  });
});

describe("segmentStrokes", () => {
  const body = (props: Record<string, string | number>) => segmentStrokes(props, 16, LIGHT)[1]!;

  it("gets wider with free capacity: the second sign beside the colour", () => {
    const widths = [0, 1, 2, 3, 4].map((cap) => body({ cap }).width);
    expect([...new Set(widths)].sort((a, b) => a - b)).toEqual(widths);
  });

  it("marks what is full with ticks and what is unknown with neither class colour", () => {
    expect(segmentStrokes({ cap: 0 }, 16, LIGHT)).toHaveLength(3);
    expect(LIGHT.capacity).not.toContain(body({}).colour);
  });

  it("dashes the planned, dots the abandoned, and differs for each state", () => {
    const dashes = ["in_service", "planned", "under_construction", "out_of_service", "abandoned"]
      .map((life_cycle) => body({ cap: 3, life_cycle }).dash.join());
    expect(new Set(dashes).size).toBe(5);
    expect(body({ cap: 3, life_cycle: "abandoned" }).cap).toBe("round");
  });

  it("draws thin lines with an edge for the whole city", () => {
    expect(segmentStrokes({ cap: 2 }, 11, LIGHT).map(({ width }) => width)).toEqual([2.4, 1.4]);
  });

  it("draws lines of layers it does not know", () => {
    expect(lineStrokes("rails", {}, 15, LIGHT)).toHaveLength(1);
  });
});

describe("capacityClass", () => {
  it.each([[0, 0], [4, 4], [5, null], [-1, null], ["2", null], [undefined, null], [null, null]])("%s is %s", (value, level) => {
    expect(capacityClass(value)).toBe(level);
  });
});

describe("marks", () => {
  it("say the kind by shape and the state by fill", () => {
    expect([siteShape("chamber"), siteShape("nvt"), siteShape("pop"), siteShape("mast")]).toEqual(["square", "rounded", "diamond", "triangle"]);
    expect(siteShape("something new")).toBe("dot");
    const fills = ["in_service", "planned", "abandoned"].map((life_cycle) => siteMark({ kind: "pop", life_cycle }, LIGHT)[0]!.fill);
    expect(new Set(fills).size).toBe(3);
  });

  it("show a gateway out of service by a cross, not by colour alone", () => {
    expect(gatewayMark({ life_cycle: "out_of_service" }, LIGHT).at(-1)?.shape).toBe("cross");
    expect(gatewayMark({ life_cycle: "in_service" }, LIGHT).at(-1)?.shape).toBe("dot");
  });
});

describe("areaStyle and routeLook", () => {
  it("hatch cells without room", () => {
    expect([areaStyle({ cap: 0 }, LIGHT).hatched, areaStyle({ cap: 3 }, LIGHT).hatched]).toEqual([true, false]);
    expect(areaStyle({}, LIGHT).fill).toBeNull();
  });

  it("tell five routes apart by dash alone", () => {
    expect(new Set([0, 1, 2, 3, 4].map((index) => routeLook(index, false)[1]!.dashArray)).size).toBe(5);
  });
});
