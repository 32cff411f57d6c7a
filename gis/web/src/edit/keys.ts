/** What a key means to somebody who edits. */

const SMALL_PX = 8;
const DIRECTIONS: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** By how many pixels the map moves under its centre, right and down: Shift with an arrow aims finely. Null for any other key. */
export function smallStep({ key, shiftKey }: Pick<KeyboardEvent, "key" | "shiftKey">): [number, number] | null {
  const direction = shiftKey ? DIRECTIONS[key] : undefined;
  return direction === undefined ? null : [direction[0] * SMALL_PX, direction[1] * SMALL_PX];
}

export type EditKeyMeaning = "undo" | "redo" | "tool";

export function meaningOf({ key, ctrlKey, metaKey, shiftKey }: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey">): EditKeyMeaning | null {
  const letter = key.toLowerCase();
  if (!ctrlKey && !metaKey) return "tool";
  if (letter === "z") return shiftKey ? "redo" : "undo";
  return letter === "y" ? "redo" : null;
}
