import { describe, expect, it } from "vitest";
import { EDIT_DICTIONARIES, type EditKey, editWords } from "./edit";

const { de, en } = EDIT_DICTIONARIES;
const holes = (text: string): string[] => [...text.matchAll(/\{(\w+)[:}]/g)].map((match) => match[1]!).sort();

describe("the words of the edit tools", () => {
  it.each(Object.keys(de) as EditKey[])("say %s in both languages with the same placeholders", (key) => {
    expect(en[key].trim()).not.toBe("");
    expect(holes(en[key])).toEqual(holes(de[key]));
    for (const text of [de[key], en[key]]) expect(text).not.toContain("{count}");
  });

  it("fill in what they are given", () => {
    expect(editWords("en")("undo.done", { what: "New site" })).toBe("Undone: New site");
  });
});
