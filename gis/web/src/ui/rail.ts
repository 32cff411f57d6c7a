/**
 * The tools at the left edge. A button of the page with `data-tool` is one: the name goes into the address,
 * `data-key` works wherever nobody types, the title is its one-line help.
 */

import type { Tool } from "../url-state";

export class Rail {
  private readonly tools: readonly HTMLButtonElement[];

  constructor(element: HTMLElement, onTool: (tool: Tool) => void) {
    this.tools = [...element.querySelectorAll<HTMLButtonElement>("[data-tool]")];
    for (const tool of this.tools) tool.addEventListener("click", () => onTool(tool.dataset["tool"] as Tool));
  }

  /** Marks the tool in use. */
  show(tool: Tool): void {
    for (const one of this.tools) one.setAttribute("aria-pressed", String(one.dataset["tool"] === tool));
  }

  /** Presses the visible button with this key, if there is one. */
  press(key: string): void {
    const buttons = document.querySelectorAll<HTMLButtonElement>(".rail button[data-key]:not(:disabled)");
    [...buttons].find((one) => one.dataset["key"] === key && one.offsetParent !== null)?.click();
  }
}
