/** Legend, layer switches and choice of background in one foldable box. */

import type { BackgroundConfig, LayerConfig } from "../config";
import type { Key, Wording } from "../i18n";
import { SITE_GROUPS } from "../style/marks";
import type { Palette } from "../style/palette";
import { h } from "./dom";
import { areaSwatch, lineSwatch, pointSwatch } from "./swatch";

export interface LegendEvents {
  onLayers(names: string[]): void;
  onBackground(name: string): void;
}

export interface LegendState {
  readonly layers: readonly string[];
  readonly background: string;
  readonly zoom: number;
}

type Row = readonly [SVGElement, string];

function rows(entries: readonly Row[]): HTMLElement {
  return h("ul", { class: "legend__rows" }, ...entries.map(([swatch, text]) => h("li", {}, swatch, text)));
}

function capacityRows(words: Wording, draw: (level: number) => SVGElement): HTMLElement {
  const levels = [4, 3, 2, 1, 0].map((level): Row => [draw(level), words.text(`legend.cap${level}` as Key)]);
  return rows([...levels, [draw(-1), words.text("legend.capUnknown")]]);
}

const LIFE_CYCLES: readonly (readonly [string, Key])[] = [
  ["planned", "legend.planned"], ["under_construction", "legend.underConstruction"],
  ["out_of_service", "legend.outOfService"], ["abandoned", "legend.abandoned"],
];

function segmentLegend(words: Wording, palette: Palette): HTMLElement[] {
  const sample = (props: Record<string, string | number>): SVGElement => lineSwatch("segments", props, palette);
  return [
    h("p", { class: "legend__head" }, words.text("legend.capacity")),
    capacityRows(words, (cap) => sample({ cap })),
    h("p", { class: "legend__head" }, words.text("legend.lifeCycle")),
    rows(LIFE_CYCLES.map(([life_cycle, key]) => [sample({ cap: 3, life_cycle }), words.text(key)])),
  ];
}

function siteLegend(words: Wording, palette: Palette): HTMLElement[] {
  const entries = SITE_GROUPS.map((kind): Row => [pointSwatch("sites", { kind }, palette), words.text(`legend.sites.${kind}`)]);
  return [rows(entries), h("p", { class: "legend__note" }, words.text("legend.siteState"))];
}

function gatewayLegend(words: Wording, palette: Palette): HTMLElement[] {
  const states = [["in_service", "present"], ["planned", "planned"], ["out_of_service", "unused"]] as const;
  return [rows(states.map(([life_cycle, name]) => [pointSwatch("gateways", { life_cycle }, palette), words.text(`legend.gateway.${name}`)]))];
}

function explain(layer: LayerConfig, words: Wording, palette: Palette): HTMLElement[] {
  if (layer.name === "segments") return segmentLegend(words, palette);
  if (layer.name === "sites") return siteLegend(words, palette);
  if (layer.name === "gateways") return gatewayLegend(words, palette);
  if (layer.name === "cables") return [rows([[lineSwatch("cables", {}, palette), words.text("legend.cable")]])];
  if (layer.name === "corridor") return [capacityRows(words, (cap) => areaSwatch({ cap }, palette))];
  return [];
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
    private readonly layers: readonly LayerConfig[],
    private readonly backgrounds: readonly BackgroundConfig[],
    events: LegendEvents,
  ) {
    body.addEventListener("change", (event) => {
      const input = event.target as HTMLInputElement;
      if (input.name === "background") events.onBackground(input.value);
      else events.onLayers([...body.querySelectorAll<HTMLInputElement>("input[name=layer]:checked")].map((one) => one.value));
    });
  }

  draw(state: LegendState, palette: Palette): void {
    const entries = this.layers.map((layer) => this.entry(layer, state, palette));
    const groups = entries.length === 0 ? [] : [fieldset(this.words.text("legend.layers"), ...entries)];
    if (this.backgrounds.length > 1) {
      groups.push(fieldset(this.words.text("legend.background"), ...this.backgrounds.map((one) =>
        choice("radio", "background", one.name, one.title, one.name === state.background))));
    }
    this.body.replaceChildren(...groups);
    // Somebody without a login may have nothing to switch.
    if (this.body.parentElement !== null) this.body.parentElement.hidden = groups.length === 0;
    this.update(state.zoom);
  }

  /** Shows which layers the present scale leaves out. */
  update(zoom: number): void {
    for (const note of this.body.querySelectorAll<HTMLElement>("[data-minzoom]")) {
      note.hidden = zoom >= Number(note.dataset["minzoom"]);
    }
  }

  private entry(layer: LayerConfig, state: LegendState, palette: Palette): HTMLElement {
    const on = state.layers.includes(layer.name);
    const note = h("p", { class: "legend__note", "data-minzoom": layer.minzoom }, this.words.text("legend.zoomIn", { zoom: layer.minzoom }));
    const details = h("div", { class: "legend__details" }, note, ...explain(layer, this.words, palette));
    const box = h("div", { class: "legend__layer" }, choice("checkbox", "layer", layer.name, layer.title, on), details);
    return box;
  }
}
