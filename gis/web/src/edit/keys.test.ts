import { expect, it } from "vitest";
import { meaningOf } from "./keys";

const key = (name: string, more: Partial<KeyboardEvent> = {}) => meaningOf({ key: name, ctrlKey: false, metaKey: false, shiftKey: false, ...more });

it("knows undo and redo of both kinds of keyboards, and leaves the rest to the tools and the browser", () => {
  expect([key("z", { ctrlKey: true }), key("Z", { ctrlKey: true, shiftKey: true }), key("y", { metaKey: true })]).toEqual(["undo", "redo", "redo"]);
  expect([key("w"), key("Backspace"), key("c", { ctrlKey: true })]).toEqual(["tool", "tool", null]);
});
