import { describe, expect, it } from "vitest";
import { before, chosen, type Row, touchedBy, wanted } from "./selection";

const row = (id: string, values: Record<string, string>): Row => ({ id, code: id, version: 2, values, words: values });

describe("a change of many", () => {
  const rows = [row("a", { life_cycle: "planned", owner: "x" }), row("b", { life_cycle: "in_service", owner: "x" })];
  const wishes = wanted({ life_cycle: "in_service", owner: "", reason: "r" }, ["life_cycle", "owner"]);

  it("is what something was chosen for, on the objects that differ", () => {
    expect(wishes).toEqual({ life_cycle: "in_service" });
    expect(touchedBy(rows, wishes).map(({ id }) => id)).toEqual(["a"]);
    expect(touchedBy(rows, {})).toEqual([]);
  });

  it("names objects with the version that was looked through", () => {
    expect(chosen(rows)).toBe("a:2,b:2");
    expect(chosen([])).toBe("");
  });

  it("knows the way back", () => {
    expect(JSON.parse(before([rows[0]!], wishes))).toEqual([{ id: "a", from: { life_cycle: "in_service" }, to: { life_cycle: "planned" } }]);
  });
});
