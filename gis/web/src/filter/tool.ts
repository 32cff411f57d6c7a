/** The filter builder: the server's form for a list, what it finds beside the map, and the map alike. */

import type { LayerConfig } from "../config";
import type { Wording } from "../i18n";
import { getText } from "../net";
import { alertBox, button, h } from "../ui/dom";
import { filterOf, layerOf } from "./query";
import { type Bounds, ResultList } from "./results";
import { clearProblems, showProblems } from "./problems";

export interface FilterEvents {
  /** The filter was changed here; null takes it away. */
  onFilter(filter: string | null): void;
  /** The pointer or focus is on a row of the list. */
  onPoint(id: string | null): void;
  /** Brings what the filter finds into view. */
  onFit(bounds: Bounds): void;
  /** What the map shows. */
  view(): Bounds;
  /** Changes together what the filter finds; missing where somebody may not. */
  readonly onChangeAll?: (() => void) | undefined;
}

export class FilterTool {
  readonly element: HTMLElement;
  private readonly layer: HTMLSelectElement;
  private readonly fields = h("div", { class: "filter__fields" });
  private readonly form: HTMLFormElement;
  private readonly results: ResultList;
  private shown: string | null = null;
  private running: AbortController | null = null;
  private isBegun = false;

  constructor(layers: readonly LayerConfig[], private readonly words: Wording, private readonly events: FilterEvents) {
    const known = layers.filter(({ filterable }) => filterable);
    this.layer = h("select", { id: "filter-layer", class: "kern-form-input__select" },
      ...known.map(({ name, title }) => h("option", { value: name }, title)));
    this.form = this.makeForm();
    this.results = new ResultList(words, events, (problems) => showProblems(this.form, problems));
    this.element = h("section", { class: "filter", "aria-labelledby": "filter-title" },
      h("h2", { class: "kern-heading-medium", id: "filter-title", tabindex: -1 }, words.text("filter.title")),
      h("p", { class: "kern-body kern-body--small" }, words.text("filter.intro")),
      this.form, this.results.element);
  }

  /** Shows the filter of the address, with its form and what it finds. */
  begin(filter: string | null): void {
    this.isBegun = true;
    this.show(filter);
  }

  /** What the list shows next is brought into view, too. */
  fitNext(): void {
    this.results.fitNext();
  }

  end(): void {
    this.isBegun = false;
  }

  /** Follows the address: the way back, or a bookmark. */
  show(filter: string | null): void {
    if (!this.isBegun) return;
    const wanted = filter ?? filterOf(this.layer.value, []);
    if (wanted !== this.shown) void this.load(wanted);
    else this.results.fitAgain();
  }

  private makeForm(): HTMLFormElement {
    const submit = h("button", { type: "submit", class: "kern-btn kern-btn--primary" },
      h("span", { class: "kern-label" }, this.words.text("filter.apply")));
    const reset = button(this.words.text("filter.reset"), "tertiary", () => this.events.onFilter(null));
    const form = h("form", { class: "filter__form", novalidate: true },
      h("div", { class: "kern-form-input" },
        h("label", { class: "kern-label", for: this.layer.id }, this.words.text("filter.layer")),
        h("div", { class: "kern-form-input__select-wrapper" }, this.layer)),
      this.fields, h("div", { class: "filter__actions" }, submit, reset));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.use();
    });
    form.addEventListener("change", (event) => this.onChange(event.target as HTMLInputElement));
    return form;
  }

  private onChange(input: HTMLInputElement): void {
    if (input === (this.layer as HTMLElement)) return this.events.onFilter(filterOf(this.layer.value, []));
    // Five decimals are a metre.
    if (input.hasAttribute("data-view")) input.value = this.events.view().map((edge) => edge.toFixed(5)).join(",");
    this.use();
  }

  /** Takes what the form says for the filter of list and map. */
  private use(): void {
    const pairs = [...new FormData(this.form)].map(([name, value]) => [name, String(value)] as const);
    const filter = filterOf(this.layer.value, pairs);
    this.shown = filter;
    clearProblems(this.form);
    this.events.onFilter(filter);
    void this.results.show(filter);
  }

  private async load(filter: string): Promise<void> {
    this.shown = filter;
    this.running?.abort();
    const run = new AbortController();
    this.running = run;
    const layer = layerOf(filter);
    if (layer !== null && [...this.layer.options].some(({ value }) => value === layer)) this.layer.value = layer;
    void this.results.show(filter);
    // What is filled in now belongs to the form that goes.
    this.fields.inert = true;
    try {
      const html = await getText(`/filter/?${filter}&lang=${this.words.language}`, run.signal);
      if (run.signal.aborted) return;
      // The fragment comes from our own server, which escapes every value.
      this.fields.innerHTML = html;
      this.fields.inert = false;
      this.results.repeatProblems();
    } catch {
      // The list says what is wrong with the filter; without a form it can only be taken away.
      if (run.signal.aborted) return;
      this.fields.replaceChildren(alertBox("warning", this.words.text("filter.noForm")));
      this.fields.inert = false;
    }
  }
}
