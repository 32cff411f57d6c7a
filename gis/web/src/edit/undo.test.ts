import { describe, expect, it } from "vitest";
import { type BackStep, entryOf, type Step, type Touched, UndoStack } from "./undo";

const step = (edit: string, object: string | null, version: number | null, values: Record<string, unknown> = {}): Step => ({ edit, object, version, values });
const touched = (name: string, id: string, version: number | null): Touched => ({ name, kind: "site", id, version });
const change = (id: string, version: number, values: Record<string, unknown>, old: Record<string, unknown>) =>
  entryOf("change", step("site-change", id, version, values), [{ edit: "site-change", object: "site", values: old, only: true }], [touched("site", id, version + 1)]);
const create = (id: string) =>
  entryOf("create", step("site-create", null, null, { code: "S" }), [{ edit: "site-delete", object: "site", values: {} }], [touched("site", id, 1)]);

describe("the way back", () => {
  it("sends the old values of what was changed, at the version this session left", () => {
    const stack = new UndoStack();
    stack.push(change("a", 3, { name: "new", reason: "" }, { name: "old", code: "S" }));
    expect(stack.undoSteps()).toEqual([step("site-change", "a", 4, { name: "old" })]);
    stack.undoDone([touched("site", "a", 5)]);
    expect(stack.toUndo).toBeNull();
    expect(stack.redoSteps()).toEqual([step("site-change", "a", 5, { name: "new", reason: "" })]);
  });

  it("goes back through several steps on one object", () => {
    const stack = new UndoStack();
    stack.push(change("a", 1, { name: "1" }, { name: "0" }));
    stack.push(change("a", 2, { name: "2" }, { name: "1" }));
    stack.undoDone([touched("site", "a", 4)]);
    expect(stack.undoSteps()).toEqual([step("site-change", "a", 4, { name: "0" })]);
  });

  it("does not go back past a change of somebody else", () => {
    const stack = new UndoStack();
    stack.push(change("a", 1, { name: "1" }, { name: "0" }));
    stack.push(change("b", 1, { name: "b" }, { name: "" }));
    stack.push(change("a", 3, { name: "2" }, { name: "theirs" }));
    expect(stack.undoSteps()).toEqual([step("site-change", "a", 4, { name: "theirs" })]);
    stack.undoDone([touched("site", "a", 5)]);
    expect(stack.undoSteps()).not.toBeNull();
    stack.undoDone([touched("site", "b", 3)]);
    expect(stack.undoSteps()).toBeNull();
    expect(stack.toUndo?.overtaken).toBe(true);
  });

  it("follows what is made anew under another id", () => {
    const stack = new UndoStack();
    stack.push(create("one"));
    stack.push(change("one", 1, { name: "n" }, { name: "" }));
    stack.undoDone([touched("site", "one", 3)]);
    stack.undoDone([touched("site", "one", null)]);
    stack.redoDone([touched("site", "two", 1)]);
    expect(stack.redoSteps()).toEqual([step("site-change", "two", 1, { name: "n" })]);
  });

  it("forgets what was undone once something new is done", () => {
    const stack = new UndoStack();
    stack.push(create("one"));
    stack.undoDone([touched("site", "one", null)]);
    stack.push(create("two"));
    expect(stack.toRedo).toBeNull();
  });

  it("does a change of many again at the versions in which undoing left them", () => {
    const id = "0b6f2d9e-0000-4000-8000-000000000001";
    const stack = new UndoStack();
    const sent = step("many-change", null, null, { chosen: `${id}:3`, before: "[]", kind: "site" });
    stack.push(entryOf("many", sent, [{ edit: "many-restore", object: null, values: { rows: "$before", kind: "$kind" } }], [touched("n0", id, 4)]));
    expect(stack.undoSteps()?.[0]?.values).toEqual({ rows: "[]", kind: "site" });
    stack.undoDone([touched("n0", id, 5)]);
    expect(stack.redoSteps()?.[0]?.values).toMatchObject({ chosen: `${id}:5` });
  });

  it("takes back by its number in the history what took something away, and does it again so", () => {
    const stack = new UndoStack();
    const back: BackStep[] = [{ edit: "change-take-back", object: null, values: { change: "@change" } }];
    const taking = (change: number) => [step("change-take-back", null, null, { change: String(change) })];
    stack.push(entryOf("delete", step("site-delete", "a", 3), back, [touched("site", "a", null)], {}, 70));
    expect(stack.undoSteps()).toEqual(taking(70));
    stack.undoDone([touched("n0", "a", 4)], 71);
    expect(stack.redoSteps()).toEqual(taking(71));
    stack.redoDone([touched("n0", "a", null)], 72);
    expect(stack.undoSteps()).toEqual(taking(72));
  });

  it("does a change again by taking its undoing back, and goes back as before", () => {
    const stack = new UndoStack();
    stack.push(change("a", 1, { name: "1" }, { name: "0" }));
    stack.undoDone([touched("site", "a", 3)], 8);
    expect(stack.redoSteps()).toEqual([step("change-take-back", null, null, { change: "8" })]);
    stack.redoDone([touched("n0", "a", 4)], 9);
    expect(stack.undoSteps()).toEqual([step("site-change", "a", 4, { name: "0" })]);
  });

  it("survives being written down", () => {
    const stack = new UndoStack();
    stack.push(change("a", 1, { name: "1" }, { name: "0" }));
    expect(UndoStack.from(JSON.parse(JSON.stringify(stack))).undoSteps()).toEqual(stack.undoSteps());
    expect(UndoStack.from(null).toUndo).toBeNull();
  });
});

describe("entryOf", () => {
  const back: BackStep[] = [
    { edit: "segment-delete", object: "segment", values: {} },
    { edit: "segment-merge", object: "start_kept", values: { other: "@start_half", drop_site: "true" } },
    { edit: "site-delete", object: "end_site", values: {} },
  ];

  it("keeps the steps that apply and fills in the names", () => {
    const entry = entryOf("draw", step("segment-create", null, null, { other: "y" }), back,
      [touched("segment", "s", 1), touched("start_kept", "k", 2), touched("start_half", "h", 1)]);
    expect(entry.back?.map(({ edit, object, values }) => [edit, object, values])).toEqual([
      ["segment-delete", "s", {}], ["segment-merge", "k", { other: "h", drop_site: "true" }],
    ]);
  });

  it("has no way back where there is none", () => {
    expect(entryOf("cut", step("duct-cut", "d", 1), null, []).back).toBeNull();
  });
});
