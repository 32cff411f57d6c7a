/** Says on the map itself that it is filtered, so that nobody takes a part for the whole. */

import type { LayerConfig } from "../config";
import type { Wording } from "../i18n";
import { h, icon } from "../ui/dom";
import { countOf, layerOf } from "./query";

export interface ChipEvents {
  onEdit(): void;
  onClear(): void;
}

export class FilterChip {
  readonly element = h("div", { class: "filter-chip", role: "status", hidden: true });

  constructor(private readonly layers: readonly LayerConfig[], private readonly words: Wording, private readonly events: ChipEvents) {}

  show(filter: string | null): void {
    const count = countOf(filter);
    this.element.hidden = count === 0;
    if (count === 0) return this.element.replaceChildren();
    const title = this.layers.find(({ name }) => name === layerOf(filter))?.title ?? layerOf(filter) ?? "";
    const edit = h("button", { type: "button", class: "filter-chip__edit" }, this.words.text("filter.chip", { title, count }));
    const label = this.words.text("filter.clear");
    const clear = h("button", { type: "button", class: "filter-chip__clear", "aria-label": label, title: label }, icon("close", "small"));
    edit.addEventListener("click", () => this.events.onEdit());
    clear.addEventListener("click", () => this.events.onClear());
    this.element.replaceChildren(edit, clear);
  }
}
