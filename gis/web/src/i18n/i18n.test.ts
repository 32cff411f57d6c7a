import { describe, expect, it } from "vitest";

import { de } from "./de";
import { en } from "./en";
import { Wording } from "./index";

const holes = (text: string): string[] => [...text.matchAll(/\{(\w+)[:}]/g)].map((match) => match[1]!).sort();

describe("the dictionaries", () => {
  it.each(Object.keys(de) as (keyof typeof de)[])("say %s in both languages with the same placeholders", (key) => {
    expect(en[key].trim()).not.toBe("");
    expect(holes(en[key])).toEqual(holes(de[key]));
    for (const text of [de[key], en[key]]) expect(text).not.toContain("{count}");
  });
});

describe("Wording", () => {
  const german = new Wording("de");
  const english = new Wording("en");

  it("writes numbers, lengths and dates as each language does", () => {
    expect(german.metres(1234.5)).toBe("1.234,5\u00a0m");
    expect(english.metres(1234.5)).toBe("1,234.5\u00a0m");
    expect(german.date("2026-11-22")).toBe("22.11.2026");
    expect(german.date("2026-11-22T10:00:00Z")).toBe("22.11.2026");
    expect(german.date("soon")).toBe("soon");
  });

  it("says one thing and several as each language does", () => {
    expect([1, 2, 1234].map((count) => german.text("route.found", { count }))).toEqual(["1 Weg gefunden", "2 Wege gefunden", "1.234 Wege gefunden"]);
    expect([0, 1].map((count) => english.text("search.count", { count }))).toEqual(["0 results", "1 result"]);
    expect(german.text("filter.chip", { title: "Rohre", count: 1 })).toBe("Rohre: 1 Filter aktiv");
  });

  it("leaves a placeholder it was given nothing for", () => {
    expect(german.text("route.option")).toBe("Weg {number}");
  });

  it("names kinds it does not know", () => {
    expect(english.kind("duct")).toBe("Duct");
    expect(english.kind("constructor")).toBe("Object");
  });
});
