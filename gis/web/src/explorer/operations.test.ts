import { describe, expect, it } from "vitest";
import { matches, readOperation } from "./operations";

const TEXT = '# Gives it back.\n#\n# Named by id.\n# variables: {"input": {"id": "R-1"}}\nmutation Release($input: In!) {\n  release(input: $input) { id }\n}\n';

describe("a documented operation", () => {
  const operation = readOperation(TEXT);

  it("is read from its file", () => {
    expect(operation.name).toBe("Release");
    expect(operation.kind).toBe("mutation");
    expect(operation.about).toBe("Gives it back.\n\nNamed by id.");
    expect(JSON.parse(operation.variables)).toEqual({ input: { id: "R-1" } });
  });

  it("keeps its head in the editor, without the variables", () => {
    expect(operation.query).toContain("# Named by id.");
    expect(operation.query).not.toContain("variables:");
    expect(operation.query.trimEnd().endsWith("}")).toBe(true);
  });

  it("is found by words of its name and head", () => {
    expect(matches(operation, "rele id")).toBe(true);
    expect(matches(operation, "gateway")).toBe(false);
    expect(matches(operation, "")).toBe(true);
  });
});

it("refuses a text without an operation", () => {
  expect(() => readOperation("# nothing")).toThrow();
});
