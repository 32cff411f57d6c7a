import { describe, expect, it } from "vitest";

import { areaStyle } from "./areas";
import { lineStrokes, segmentStrokes, styleKey } from "./lines";
import { findingMark, gatewayMark, groupSize, markRadius, pointMark, siteMark, siteShape } from "./marks";
import { DARK, LIGHT, type Palette, PRINT } from "./palette";
import { routeLook } from "./routes";
import tokens from "./tokens.json";
import { AGE_LIMITS, ageClass, level as capacityClass, LIFE_CYCLES, SEGMENT_KINDS, type Theme, type Variable } from "./theme";

const theme = (variable: Variable = "capacity", palette: Palette = LIGHT): Theme => ({ palette, variable, owners: ["stadt", "telco", "werke"], year: 2026 });

/** Relative luminance of a colour, WCAG 2.1. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

const apart = (a: readonly number[], b: readonly number[]) => Math.hypot(...a.map((part, at) => part - b[at]!));

/** What red-green blind eyes see of a colour, linear RGB (Viénot, Brettel and Mollon 1999). */
function simulate(hex: string, kind: "protan" | "deutan"): number[] {
  const [r, g, b] = [1, 3, 5].map((at) => (parseInt(hex.slice(at, at + 2), 16) / 255) ** 2.2) as [number, number, number];
  const [redGreen, blue] = kind === "protan"
    ? [0.11238 * r + 0.88762 * g, 0.00401 * r - 0.00401 * g + b]
    : [0.29275 * r + 0.70725 * g, -0.02234 * r + 0.02234 * g + b];
  return [redGreen, redGreen, blue].map((part) => Math.max(0, part) ** (1 / 2.2));
}

describe.each([["light", LIGHT], ["dark", DARK], ["print", PRINT]] as const)("the %s palette", (_, palette) => {
  it.each(["capacity", "age"] as const)("rises in lightness along %s, so that it stays in order without colour", (ramp) => {
    const steps = palette[ramp].map(luminance);
    expect([...steps].sort((a, b) => a - b)).toEqual(steps);
  });

  it.each(["protan", "deutan"] as const)("keeps categories apart for %s eyes", (kind) => {
    const seen = palette.category.map((hex) => simulate(hex, kind));
    const closest = Math.min(...seen.flatMap((one, at) => seen.slice(at + 1).map((other) => apart(one, other))));
    expect(closest).toBeGreaterThan(0.1);
  });

  it.each([["capacity", "protan"], ["capacity", "deutan"], ["age", "protan"], ["age", "deutan"]] as const)(
    "keeps the steps of %s apart from each other and from the unknown for %s eyes", (ramp, kind) => {
      const steps = palette[ramp].map((hex) => simulate(hex, kind));
      const unknown = simulate(palette.unknown, kind);
      const distances = steps.flatMap((step, at) => [apart(step, unknown), ...steps.slice(at + 1).map((other) => apart(step, other))]);
      expect(Math.min(...distances)).toBeGreaterThan(0.17);
    });
});

describe("segmentStrokes", () => {
  const body = (props: Record<string, string | number>) => segmentStrokes(props, 16, theme())[1]!;

  it("gets wider with free capacity: the second sign beside the colour", () => {
    const widths = [0, 1, 2, 3, 4].map((cap) => body({ cap }).width);
    expect([...new Set(widths)].sort((a, b) => a - b)).toEqual(widths);
  });

  it("marks what is full with ticks and what is unknown with neither class colour", () => {
    expect(segmentStrokes({ cap: 0 }, 16, theme())).toHaveLength(3);
    expect(LIGHT.capacity).not.toContain(body({}).colour);
  });

  it("dashes the planned, dots the abandoned, and differs for each state", () => {
    const dashes = ["in_service", "planned", "under_construction", "out_of_service", "abandoned"]
      .map((life_cycle) => body({ cap: 3, life_cycle }).dash.join());
    expect(new Set(dashes).size).toBe(5);
    expect(body({ cap: 3, life_cycle: "abandoned" }).cap).toBe("round");
  });

  it("draws thin lines with an edge for the whole city", () => {
    expect(segmentStrokes({ cap: 2 }, 11, theme()).map(({ width }) => width)).toEqual([2.4, 1.4]);
  });

  it("draws lines of layers it does not know", () => {
    expect(lineStrokes("rails", {}, 15, theme())).toHaveLength(1);
  });
});

describe("one variable at a time", () => {
  const signs = (variable: Variable, features: Record<string, string | number>[]) =>
    features.map((props) => segmentStrokes(props, 17, theme(variable)));

  it.each([
    ["kind", SEGMENT_KINDS.map((kind) => ({ kind }))],
    ["owner", ["stadt", "telco", "werke"].map((owner) => ({ owner }))],
    ["life_cycle", LIFE_CYCLES.map((life_cycle) => ({ life_cycle }))],
    ["age", [1980, 2000, 2010, 2018, 2024].map((year) => ({ year }))],
  ] as const)("%s is said twice: by colour and by pattern, dash or width", (variable, features) => {
    const strokes = signs(variable, [...features]);
    const colourless = strokes.map((list) => JSON.stringify(list.map(({ width, dash }) => [width, dash])));
    expect(new Set(colourless).size).toBe(features.length);
    expect(new Set(strokes.map((list) => list[1]!.colour)).size).toBeGreaterThanOrEqual(Math.min(8, features.length));
  });

  it("keeps the dash of the life cycle whatever the colour says", () => {
    for (const variable of ["capacity", "kind", "owner", "age"] as const) {
      expect(segmentStrokes({ life_cycle: "planned", kind: "bridge" }, 16, theme(variable))[1]!.dash).toEqual([9, 6]);
    }
  });

  it("draws what the tile does not say in the colour of the unknown", () => {
    for (const variable of ["kind", "owner", "age", "capacity"] as const) {
      expect(segmentStrokes({ owner: "stranger" }, 16, theme(variable))[1]!.colour).toBe(LIGHT.unknown);
    }
  });

  it("groups lines by nothing but what their strokes depend on", () => {
    const one = { cap: 3, owner: "stadt", kind: "bridge", life_cycle: "planned" };
    expect(styleKey(one, theme("owner"))).toBe(styleKey({ ...one, cap: 1, kind: "sewer" }, theme("owner")));
    expect(styleKey(one, theme("owner"))).not.toBe(styleKey({ ...one, owner: "telco" }, theme("owner")));
  });

  it("colours sites by owner but never by what their shape says", () => {
    expect(siteMark({ kind: "pop", owner: "telco" }, theme("owner"))[0]!.fill).toBe(LIGHT.category[1]);
    expect(siteMark({ kind: "pop", owner: "telco" }, theme("kind"))[0]!.fill).toBe(LIGHT.ink);
  });
});

describe("the tokens that the printed map shares", () => {
  it("name what the legend names, in the same order", () => {
    expect(tokens.kinds).toEqual([...SEGMENT_KINDS]);
    expect(tokens.lifeCycles).toEqual([...LIFE_CYCLES]);
    expect(tokens.ageLimits).toEqual([...AGE_LIMITS]);
  });
});

describe("ageClass", () => {
  it.each([[2026, 4], [2022, 4], [2021, 3], [2016, 2], [2006, 1], [1991, 0], [1880, 0], [undefined, null], [0, null]])("built %s is class %s", (built, found) => {
    expect(ageClass(built, 2026)).toBe(found);
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
    const fills = ["in_service", "planned", "abandoned"].map((life_cycle) => siteMark({ kind: "pop", life_cycle }, theme())[0]!.fill);
    expect(new Set(fills).size).toBe(3);
  });

  it("show a gateway out of service by a cross, not by colour alone", () => {
    expect(gatewayMark({ life_cycle: "out_of_service" }, theme()).at(-1)?.shape).toBe("cross");
    expect(gatewayMark({ life_cycle: "in_service" }, theme()).at(-1)?.shape).toBe("dot");
  });

  it("show what stands together as one disc with room for its number", () => {
    expect(pointMark("gateways", { number: 12 }, theme()).map(({ shape }) => shape)).toEqual(["dot"]);
    expect([groupSize({ number: 12 }), groupSize({}), groupSize({ number: 1 })]).toEqual([12, null, null]);
    expect(markRadius("gateways", { number: 1200 }, 9)).toBeGreaterThan(markRadius("gateways", { number: 12 }, 9));
  });
});

describe("findingMark", () => {
  it("tells the three severities apart without colour", () => {
    const looks = ["error", "warning", "hint"].map((severity) => {
      const parts = findingMark({ severity }, theme());
      return `${String(parts.length)} ${String(parts[0]!.size)} ${String(parts[0]!.fill === LIGHT.paper)}`;
    });
    expect(new Set(looks).size).toBe(3);
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
