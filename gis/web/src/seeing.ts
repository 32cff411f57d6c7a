/** The tools that only look: filter and list, measure, bookmarks, print. Each lives in the panel while it is chosen. */

import { BookmarkClient } from "./bookmarks/api";
import { BookmarkTool } from "./bookmarks/tool";
import type { MapConfig } from "./config";
import { FilterChip } from "./filter/chip";
import { FilterTool } from "./filter/tool";
import type { LonLat } from "./geo/utm";
import type { Wording } from "./i18n";
import type { Covered, MapView } from "./map/leaflet";
import type { MapContent } from "./map/tile-client";
import { MeasureTool } from "./measure/tool";
import { PrintTool } from "./print/tool";
import type { ViewStore } from "./state";
import type { Panel } from "./ui/panel";
import { byId } from "./ui/dom";
import type { Tool, ViewState } from "./url-state";

/** A single site found by a filter is shown with its surroundings. */
const NEAREST_FIT = 17;

export interface SeeingParts {
  readonly config: MapConfig;
  readonly words: Wording;
  readonly store: ViewStore;
  readonly map: MapView;
  readonly content: MapContent;
  readonly panel: Panel;
  /** Names of the layers that are on. */
  readonly layers: () => readonly string[];
  readonly covered: () => Covered;
  /** Passes a link on, as the device does it. */
  readonly share: (url: string) => void;
}

export class Seeing {
  private readonly filter: FilterTool;
  private readonly chip: FilterChip;
  private readonly measure: MeasureTool;
  private readonly bookmarks: BookmarkTool;
  private readonly print: PrintTool;

  constructor(private readonly parts: SeeingParts) {
    this.filter = this.makeFilter();
    this.chip = this.makeChip();
    this.measure = this.makeMeasure();
    this.bookmarks = this.makeBookmarks();
    this.print = this.makePrint();
    byId("panel-tool").append(this.filter.element, this.measure.element, this.bookmarks.element, this.print.element);
    byId("map").after(this.chip.element);
    for (const opener of document.querySelectorAll<HTMLButtonElement>(".topbar [data-tool]")) {
      opener.addEventListener("click", () => parts.store.change({ tool: opener.dataset["tool"] as Tool, trail: [] }));
    }
  }

  private makeFilter(): FilterTool {
    const { config, words, store, map, content, panel, covered } = this.parts;
    const tool = new FilterTool(config.layers, words, {
      onFit: (bounds) => map.fit(bounds, covered(), NEAREST_FIT),
      onFilter: (filter) => store.change({ filter }),
      onPoint: (id) => content.setHovered(id) && map.redrawMarks(),
      view: () => map.bounds,
      onChangeAll: config.user?.mayEdit === true ? () => store.change({ tool: "edit", edit: "many-change", trail: [] }) : undefined,
    });
    tool.element.addEventListener("click", (event) => panel.follow(event));
    return tool;
  }

  private makeChip(): FilterChip {
    const { config, words, store } = this.parts;
    return new FilterChip(config.layers, words, {
      onEdit: () => store.change({ tool: "filter", trail: [] }),
      onClear: () => store.change({ filter: null }),
    });
  }

  private makeMeasure(): MeasureTool {
    const { words, store, map } = this.parts;
    return new MeasureTool(words, {
      onPoints: (measured) => store.change({ measured }),
      onDraw: (points, pointer) => map.showMeasured(points, pointer),
    });
  }

  private makeBookmarks(): BookmarkTool {
    const { config, words, store, share } = this.parts;
    return new BookmarkTool(new BookmarkClient(config.language), words, {
      // The list of bookmarks itself is no part of what is kept.
      address: () => store.addressOf({ ...store.state, tool: "select" }),
      onOpen: (address) => this.open(address),
      onShare: share,
    });
  }

  private makePrint(): PrintTool {
    const { config, words, map, store, layers, covered } = this.parts;
    return new PrintTool(words, {
      onFrame: (corners) => map.showFrame(corners),
      free: () => map.free(covered()),
      view: () => {
        const { variable, filter, background } = store.state;
        const below = background ?? config.backgrounds[0]?.name ?? "none";
        const colour = variable === null ? [] : [["s", variable] as const];
        return [["l", layers().join(",")], ["bg", below], ...colour, ...new URLSearchParams(filter ?? "")];
      },
    });
  }

  /** Before the map asks for its first tiles. */
  start(state: ViewState): void {
    // A link from a table names no place.
    if (state.center === null && state.filter !== null && state.tool === "filter") this.filter.fitNext();
    this.showFilter(state);
    this.showTool(state);
  }

  apply(now: ViewState, before: ViewState): void {
    if (now.filter !== before.filter) {
      this.showFilter(now);
      this.parts.map.reload();
    }
    if (now.center !== before.center || now.zoom !== before.zoom) this.print.follow();
    if (now.tool !== before.tool) return this.showTool(now);
    if (now.filter !== before.filter) this.filter.show(now.filter);
    if (now.measured !== before.measured) this.measure.show(now.measured);
  }

  /** Shows all that a filter finds, wherever it lies. */
  showAll(filter: string): void {
    this.filter.fitNext();
    this.parts.store.change({ filter, tool: "filter", trail: [] });
  }

  /** A click on the map; says whether it was used. */
  takeClick(place: LonLat): boolean {
    return this.measure.takeClick(place);
  }

  pointAt(place: LonLat | null): void {
    this.measure.pointAt(place);
  }

  /** Esc; says whether a tool took its own step back. */
  back(): boolean {
    return this.measure.back();
  }

  private open(address: string): void {
    const { store, map } = this.parts;
    store.open(address);
    const { center, zoom } = store.state;
    if (center !== null && zoom !== null) map.setView(center, zoom);
  }

  private showFilter({ filter }: ViewState): void {
    this.parts.content.setFilter(filter);
    this.chip.show(filter);
  }

  private showTool({ tool, filter, measured }: ViewState): void {
    for (const [name, one] of Object.entries({ filter: this.filter, measure: this.measure, bookmarks: this.bookmarks, print: this.print })) {
      one.element.hidden = tool !== name;
      if (tool !== name) one.end();
    }
    if (tool === "filter") this.filter.begin(filter);
    if (tool === "measure") void this.measure.begin(measured);
    if (tool === "bookmarks") this.bookmarks.begin();
    if (tool === "print") this.print.begin();
  }
}
