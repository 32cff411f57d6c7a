/** Legend, layer switches, choice of what the colour says and of the background, in one foldable box. */

import type { BackgroundConfig, LayerConfig, OwnerConfig } from "../config";
import type { Wording } from "../i18n";
import type { Theme, Variable } from "../style/theme";
import { h } from "./dom";
import { explain } from "./legend-rows";

export interface LegendEvents {
  onLayers(names: string[]): void;
  onBackground(name: string): void;
  onVariable(variable: Variable): void;
}

export interface LegendState {
  readonly layers: readonly string[];
  readonly background: string;
  readonly zoom: number;
  readonly theme: Theme;
}

export interface LegendContent {
  readonly layers: readonly LayerConfig[];
  readonly backgrounds: readonly BackgroundConfig[];
  readonly owners: readonly OwnerConfig[];
  /** What the viewer may colour by. */
  readonly variables: readonly Variable[];
}

function choice(type: "checkbox" | "radio", name: string, value: string, label: string, checked: boolean): HTMLElement {
  const input = h("input", { type, id: `${name}-${value}`, name, value, checked, class: `kern-form-check__${type}` });
  return h("div", { class: "kern-form-check" }, input, h("label", { class: "kern-label", for: input.id }, label));
}

function fieldset(title: string, ...children: HTMLElement[]): HTMLElement {
  return h("fieldset", { class: "legend__group" }, h("legend", { class: "kern-label" }, title), ...children);
}

export class Legend {
  constructor(
    private readonly body: HTMLElement,
    private readonly words: Wording,
    private readonly content: LegendContent,
    events: LegendEvents,
  ) {
    body.addEventListener("change", (event) => {
      const input = event.target as HTMLInputElement;
      if (input.name === "background") events.onBackground(input.value);
      else if (input.name === "variable") events.onVariable(input.value as Variable);
      else events.onLayers([...body.querySelectorAll<HTMLInputElement>("input[name=layer]:checked")].map((one) => one.value));
    });
  }

  draw(state: LegendState): void {
    const { layers, backgrounds } = this.content;
    const focused = document.activeElement?.id ?? "";
    const entries = layers.map((layer) => this.entry(layer, state));
    const groups = entries.length === 0 ? [] : [fieldset(this.words.text("legend.layers"), ...entries)];
    if (backgrounds.length > 1) {
      groups.push(fieldset(this.words.text("legend.background"), ...backgrounds.map((one) =>
        choice("radio", "background", one.name, one.title, one.name === state.background))));
    }
    this.body.replaceChildren(...groups);
    if (focused !== "" && this.body.contains(document.getElementById(focused))) document.getElementById(focused)!.focus();
    // Somebody without a login may have nothing to switch.
    if (this.body.parentElement !== null) this.body.parentElement.hidden = groups.length === 0;
    this.update(state.zoom);
  }

  /** Shows which layers and colours the present scale leaves out. */
  update(zoom: number): void {
    for (const note of this.body.querySelectorAll<HTMLElement>("[data-minzoom]")) {
      note.hidden = zoom >= Number(note.dataset["minzoom"]);
    }
  }

  private entry(layer: LayerConfig, state: LegendState): HTMLElement {
    const on = state.layers.includes(layer.name);
    const details = h("div", { class: "legend__details" }, this.fromZoom("legend.zoomIn", layer.minzoom + 1));
    if (layer.name === "segments") details.append(...this.variableChoice(state.theme.variable));
    details.append(...explain(layer.name, this.words, state.theme, this.content.owners));
    return h("div", { class: "legend__layer" }, choice("checkbox", "layer", layer.name, layer.title, on), details);
  }

  private fromZoom(key: "legend.zoomIn" | "legend.variableZoomIn", zoom: number): HTMLElement {
    return h("p", { class: "legend__note", "data-minzoom": zoom }, this.words.text(key, { zoom }));
  }

  private variableChoice(chosen: Variable): HTMLElement[] {
    const options = this.content.variables.map((one) =>
      h("option", { value: one, selected: one === chosen }, this.words.text(`legend.by.${one}`)));
    const select = h("select", { id: "legend-variable", name: "variable", class: "kern-form-input__select" }, ...options);
    const field = h("div", { class: "legend__variable" },
      h("label", { class: "kern-label", for: select.id }, this.words.text("legend.variable")),
      h("div", { class: "kern-form-input__select-wrapper" }, select));
    const seenFromAfar = chosen === "capacity" || chosen === "life_cycle";
    return seenFromAfar ? [field] : [field, this.fromZoom("legend.variableZoomIn", FIRST_EXACT_ZOOM)];
  }
}

/** Below, lines are drawn without identity: they know only capacity and life cycle. */
const FIRST_EXACT_ZOOM = 13;
