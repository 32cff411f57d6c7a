/** What a key means to somebody who edits. */

export type EditKeyMeaning = "undo" | "redo" | "tool";

export function meaningOf({ key, ctrlKey, metaKey, shiftKey }: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey">): EditKeyMeaning | null {
  const letter = key.toLowerCase();
  if (!ctrlKey && !metaKey) return "tool";
  if (letter === "z") return shiftKey ? "redo" : "undo";
  return letter === "y" ? "redo" : null;
}
