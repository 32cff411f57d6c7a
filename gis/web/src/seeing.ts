/** The tools that only look: filtering and listing. Each lives in the panel while it is chosen. */

import type { MapConfig } from "./config";
import { FilterChip } from "./filter/chip";
import { FilterTool } from "./filter/tool";
import type { Wording } from "./i18n";
import type { MapView } from "./map/leaflet";
import type { MapContent } from "./map/tile-client";
import type { ViewStore } from "./state";
import type { Panel } from "./ui/panel";
import { byId } from "./ui/dom";
import type { ViewState } from "./url-state";

export interface SeeingParts {
  readonly config: MapConfig;
  readonly words: Wording;
  readonly store: ViewStore;
  readonly map: MapView;
  readonly content: MapContent;
  readonly panel: Panel;
}

export class Seeing {
  private readonly filter: FilterTool;
  private readonly chip: FilterChip;

  constructor(private readonly parts: SeeingParts) {
    const { config, words, store, map, content, panel } = parts;
    this.filter = new FilterTool(config.layers, words, {
      onFilter: (filter) => store.change({ filter }),
      onPoint: (id) => content.setHovered(id) && map.redrawMarks(),
      view: () => map.bounds,
    });
    this.chip = new FilterChip(config.layers, words, {
      onEdit: () => store.change({ tool: "filter", trail: [] }),
      onClear: () => store.change({ filter: null }),
    });
    this.filter.element.addEventListener("click", (event) => panel.follow(event));
    byId("panel-tool").append(this.filter.element);
    byId("map").after(this.chip.element);
  }

  /** Before the map asks for its first tiles. */
  start(state: ViewState): void {
    this.showFilter(state);
    this.showTool(state);
  }

  apply(now: ViewState, before: ViewState): void {
    if (now.filter !== before.filter) {
      this.showFilter(now);
      this.parts.map.reload();
    }
    if (now.tool !== before.tool) this.showTool(now);
    else if (now.filter !== before.filter) this.filter.show(now.filter);
  }

  private showFilter({ filter }: ViewState): void {
    this.parts.content.setFilter(filter);
    this.chip.show(filter);
  }

  private showTool({ tool, filter }: ViewState): void {
    this.filter.element.hidden = tool !== "filter";
    if (tool === "filter") this.filter.begin(filter);
    else this.filter.end();
  }
}
