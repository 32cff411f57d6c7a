import { describe, expect, it } from "vitest";

import { checkForm, formatAsked, parseAsked, proposedPeriod, type RouteForm } from "./requirement";

const GOOD: RouteForm = {
  from: { lat: 51.25, lon: 7.1 }, to: { lat: 51.26, lon: 7.2 }, kind: "tubes",
  tubes: "2", inner: "4,5", cable: "", start: "2026-12-01", end: "2027-11-30", options: "3",
};

function problems(change: Partial<RouteForm>): string[] {
  const checked = checkForm({ ...GOOD, ...change });
  return "problems" in checked ? checked.problems.map(({ field, key }) => `${field} ${key}`) : [];
}

describe("checkForm", () => {
  it("makes a request of a good form", () => {
    expect(checkForm(GOOD)).toEqual({
      request: {
        from: GOOD.from, to: GOOD.to, requirement: { kind: "tubes", count: 2, innerMm: 4.5 },
        period: { from: "2026-12-01", until: "2027-11-30" }, maxOptions: 3,
      },
    });
  });

  it("checks only what the chosen kind needs", () => {
    expect(problems({ kind: "cable", cable: "6.2", tubes: "many" })).toEqual([]);
    expect(problems({ kind: "cable", cable: "" })).toEqual(["cable route.needNumber"]);
    expect(problems({ inner: "" })).toEqual([]);
  });

  it.each<[Partial<RouteForm>, string]>([
    [{ from: null }, "from route.needPlace"],
    [{ tubes: "0" }, "tubes route.needNumber"],
    [{ tubes: "1,5" }, "tubes route.needNumber"],
    [{ inner: "-4" }, "inner route.needNumber"],
    [{ start: "" }, "start route.needDate"],
    [{ end: "2026-11-30" }, "end route.endBeforeStart"],
    [{ options: "99" }, "options route.needNumber"],
  ])("names what is wrong with %j", (change, problem) => {
    expect(problems(change)).toEqual([problem]);
  });

  it("names everything at once", () => {
    expect(problems({ from: null, to: null, tubes: "" })).toHaveLength(3);
  });

  it("takes a period of one day", () => {
    expect(problems({ end: GOOD.start })).toEqual([]);
  });
});

describe("proposedPeriod", () => {
  it("is one year, the last day included", () => {
    expect(proposedPeriod(new Date(2026, 10, 22))).toEqual({ from: "2026-11-22", until: "2027-11-21" });
  });
});

describe("what was asked for, in the address", () => {
  const period = { from: "2026-12-01", until: "2027-11-30" };
  const place = { lat: 51, lon: 7 };

  it.each([
    { kind: "tubes", count: 2, innerMm: 4.5 } as const,
    { kind: "tubes", count: 1, innerMm: null } as const,
    { kind: "cable", outerMm: 6.2 } as const,
  ])("comes back as it was written: %j", (requirement) => {
    const request = { from: place, to: place, requirement, period, maxOptions: 3 };
    const fields = parseAsked(formatAsked(request));
    expect(fields).not.toBeNull();
    expect(checkForm({ ...fields!, from: place, to: place })).toEqual({ request });
  });

  it.each([null, "", "tubes", "tubes:a:4:2026-12-01:2027-11-30:3", "tubes:1:4:1.1.2026:2027-11-30:3"])("is nothing for %j", (text) => {
    expect(parseAsked(text)).toBeNull();
  });
});
