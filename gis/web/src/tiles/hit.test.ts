import { describe, expect, it } from "vitest";

import type { Geometry, TileFeature } from "./decode";
import { hitTest } from "./hit";

function feature(id: string, geometry: Geometry, flat: number[]): TileFeature {
  const xs = flat.filter((_, index) => index % 2 === 0);
  const ys = flat.filter((_, index) => index % 2 === 1);
  return {
    id, geometry, props: {}, parts: [new Float32Array(flat)],
    box: [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)],
  };
}

const cell = feature("cell", "polygon", [0, 0, 1, 0, 1, 1, 0, 1]);
const line = feature("line", "line", [0, 0.5, 1, 0.5]);
const site = feature("site", "point", [0.5, 0.52]);
const layers = [
  { layer: "corridor", features: [cell] },
  { layer: "segments", features: [line] },
  { layer: "sites", features: [site] },
];

describe("hitTest", () => {
  it("prefers the finer thing even where the line is nearer", () => {
    expect(hitTest(layers, 0.5, 0.5, 0.03)?.feature.id).toBe("site");
  });

  it("falls back to the line and then to the area", () => {
    expect(hitTest(layers, 0.2, 0.51, 0.03)?.feature.id).toBe("line");
    expect(hitTest(layers, 0.2, 0.9, 0.03)?.feature.id).toBe("cell");
  });

  it("finds nothing out of reach", () => {
    expect(hitTest(layers.slice(1), 0.2, 0.9, 0.03)).toBeNull();
  });

  it("finds no object where a small scale shows many as one line", () => {
    const coarse = feature("", "line", [0, 0.5, 1, 0.5]);
    expect(hitTest([{ layer: "segments", features: [coarse] }], 0.2, 0.5, 0.03)).toBeNull();
  });

  it("takes the segment where a cable lies in it", () => {
    const cable = feature("cable", "line", [0, 0.5, 1, 0.5]);
    const hit = hitTest([{ layer: "segments", features: [line] }, { layer: "cables", features: [cable] }], 0.2, 0.5, 0.03);
    expect(hit).toMatchObject({ layer: "segments", feature: { id: "line" } });
  });

  it("takes the gateway that hides its site", () => {
    const gateway = feature("gateway", "point", [0.5, 0.52]);
    const hit = hitTest([...layers, { layer: "gateways", features: [gateway] }], 0.5, 0.5, 0.03);
    expect(hit?.layer).toBe("gateways");
  });
});
