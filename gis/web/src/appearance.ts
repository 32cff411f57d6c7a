/** How the map looks: layers, background, what the colour says, and the legend that explains it. */

import type { BackgroundConfig, MapConfig } from "./config";
import type { Wording } from "./i18n";
import type { MapView } from "./map/leaflet";
import type { MapContent } from "./map/tile-client";
import type { ViewStore } from "./state";
import { DARK, LIGHT, PRINT } from "./style/palette";
import { type Theme, type Variable, VARIABLES } from "./style/theme";
import { byId } from "./ui/dom";
import { Legend } from "./ui/legend";
import type { ViewState } from "./url-state";

export class Appearance {
  private readonly dark = window.matchMedia("(prefers-color-scheme: dark)");
  private readonly legend: Legend;
  private readonly owners: readonly string[];
  private readonly variables: readonly Variable[];
  private printing = false;
  private wasLegendOpen = false;
  private map: MapView | null = null;
  private content: MapContent | null = null;

  constructor(private readonly config: MapConfig, private readonly words: Wording, private readonly store: ViewStore) {
    this.owners = config.owners.map(({ code }) => code);
    this.variables = VARIABLES.filter((one) => one !== "owner" || this.owners.length > 0);
    const { layers, backgrounds, owners } = config;
    this.legend = new Legend(byId("legend-body"), words, { layers, backgrounds, owners, variables: this.variables }, {
      onLayers: (names) => store.change({ layers: names }),
      onBackground: (background) => store.change({ background }),
      onVariable: (variable) => store.change({ variable: variable === VARIABLES[0] ? null : variable }),
    });
  }

  /** The colours in force: what was chosen, on the ground that the device prefers or paper. */
  get theme(): Theme {
    const palette = this.printing ? PRINT : this.dark.matches ? DARK : LIGHT;
    const chosen = this.store.state.variable;
    const variable = chosen !== null && this.variables.includes(chosen) ? chosen : VARIABLES[0];
    return { palette, variable, owners: this.owners, year: new Date().getFullYear() };
  }

  /** Names of the layers that are on. */
  get layers(): readonly string[] {
    return this.layerNames(this.store.state);
  }

  /** Begins to show on this map, which must have its view. */
  start(map: MapView, content: MapContent): void {
    this.map = map;
    this.content = content;
    this.dark.addEventListener("change", () => this.draw());
    window.addEventListener("beforeprint", () => this.drawForPaper(true));
    window.addEventListener("afterprint", () => this.drawForPaper(false));
    this.showLayers(this.store.state);
    this.showBackground(this.store.state);
    this.drawLegend();
  }

  apply(now: ViewState, before: ViewState): void {
    if (String(now.layers) !== String(before.layers)) {
      this.showLayers(now);
      this.map?.reload();
    }
    if (now.background !== before.background) this.showBackground(now);
    if (now.variable !== before.variable) this.draw();
    if (now.zoom !== before.zoom) this.legend.update(this.map?.zoom ?? 0);
  }

  private drawForPaper(printing: boolean): void {
    this.printing = printing;
    this.draw();
    this.openLegend(printing);
    this.map?.fitPaper(printing);
  }

  /** On paper nobody unfolds it. */
  private openLegend(printing: boolean): void {
    const legend = byId<HTMLDetailsElement>("legend");
    if (printing) this.wasLegendOpen = legend.open;
    legend.open = printing || this.wasLegendOpen;
  }

  private draw(): void {
    this.map?.redrawData();
    this.drawLegend();
  }

  private drawLegend(): void {
    const { state } = this.store;
    this.legend.draw({
      layers: this.layerNames(state), background: this.background(state)?.name ?? "", zoom: this.map?.zoom ?? 0, theme: this.theme,
    });
  }

  private showLayers(state: ViewState): void {
    this.content?.setVisible(this.layerNames(state));
  }

  private layerNames(state: ViewState): readonly string[] {
    return state.layers ?? this.config.layers.filter(({ visible }) => visible).map(({ name }) => name);
  }

  private background(state: ViewState): BackgroundConfig | null {
    const { backgrounds } = this.config;
    return backgrounds.find(({ name }) => name === state.background) ?? backgrounds[0] ?? null;
  }

  private showBackground(state: ViewState): void {
    const background = this.background(state);
    this.map?.setBackground(background, this.words.text("map.noBackground", { title: background?.title ?? "" }));
  }
}
