/** What can be done: each tool with its key and its one-line help, read from the rail that has them. */

import type { EditWords } from "../i18n/edit";
import { button, h } from "../ui/dom";

/** `showArea` brings the area onto the map outside of which this person writes nothing; null for no limit. */
export function intro(words: EditWords, showArea: (() => void) | null): HTMLElement {
  const tools = [...document.querySelectorAll<HTMLButtonElement>("#rail-edit [data-edit]")];
  return h("section", { class: "edit-intro", "aria-labelledby": "edit-intro-title" },
    h("h2", { class: "kern-heading-medium", id: "edit-intro-title", tabindex: -1 }, words("intro.title")),
    h("p", { class: "kern-body kern-body--small" }, words("intro.text")),
    showArea === null ? null : h("div", {}, h("p", { class: "edit-note" }, words("intro.area")), button(words("intro.showArea"), "secondary", showArea)),
    h("ul", { class: "edit-intro__tools" }, ...tools.map((tool) => entry(tool, words))));
}

function entry(tool: HTMLButtonElement, words: EditWords): HTMLElement {
  const name = tool.querySelector("[data-name]")?.textContent?.trim() ?? "";
  const start = h("button", { type: "button", class: "edit-intro__tool" }, h("strong", {}, name), h("kbd", {}, (tool.dataset["key"] ?? "").toUpperCase()), h("span", {}, tool.dataset["help"] ?? ""));
  start.addEventListener("click", () => tool.click());
  start.title = words("intro.key", { key: (tool.dataset["key"] ?? "").toUpperCase() });
  return h("li", {}, start);
}
