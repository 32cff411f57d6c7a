/**
 * The tools at the left edge. A button of the page with `data-tool` is one: the name goes into the address,
 * `data-key` works wherever nobody types, the title is its one-line help.
 */

import type { Tool } from "../url-state";

/** Arrow keys, Home and End go through a tool bar, as its role promises. */
function walk(bar: HTMLElement, event: KeyboardEvent): void {
  const buttons = [...bar.querySelectorAll<HTMLButtonElement>("button:not(:disabled)")].filter((one) => one.offsetParent !== null);
  const at = buttons.indexOf(event.target as HTMLButtonElement);
  const steps: Readonly<Record<string, number>> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 };
  const next = steps[event.key];
  if (next === undefined || at < 0) return;
  event.preventDefault();
  buttons.at(next % buttons.length)?.focus();
}

export class Rail {
  private readonly tools: readonly HTMLButtonElement[];

  constructor(element: HTMLElement, onTool: (tool: Tool) => void) {
    this.tools = [...element.querySelectorAll<HTMLButtonElement>("[data-tool]")];
    for (const tool of this.tools) tool.addEventListener("click", () => onTool(tool.dataset["tool"] as Tool));
    for (const bar of document.querySelectorAll<HTMLElement>(".rail")) bar.addEventListener("keydown", (event) => walk(bar, event));
  }

  /** Marks the tool in use. */
  show(tool: Tool): void {
    for (const one of this.tools) one.setAttribute("aria-pressed", String(one.dataset["tool"] === tool));
  }

  /** Presses the button with this key, if there is one: an edit tool's also before editing was chosen. */
  press(key: string): void {
    const buttons = document.querySelectorAll<HTMLButtonElement>(".rail button[data-key]:not(:disabled)");
    [...buttons].find((one) => one.dataset["key"] === key)?.click();
  }
}
