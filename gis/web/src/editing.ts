/** The door to the edit tools: small, because they are loaded when somebody first edits. */

import type { MapConfig } from "./config";
import type { Workbench } from "./edit/workbench";
import { attaching, type Stored } from "./documents/attaching";
import type { Touched } from "./edit/undo";
import type { LonLat } from "./geo/utm";
import type { Wording } from "./i18n";
import type { Covered, MapView } from "./map/leaflet";
import type { MapContent } from "./map/tile-client";
import type { ViewStore } from "./state";
import type { TileStore } from "./tiles/store";
import { byId, h } from "./ui/dom";
import type { Panel } from "./ui/panel";
import { type PanelRef, samePanel, type ViewState } from "./url-state";

export interface EditingParts {
  readonly config: MapConfig;
  readonly words: Wording;
  readonly store: ViewStore;
  readonly map: MapView;
  readonly content: MapContent;
  readonly tiles: TileStore;
  readonly panel: Panel;
  say(text: string): void;
  covered(): Covered;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.matches("input:not([type=checkbox], [type=radio]), select, textarea") || target.closest("dialog") !== null);
}

export class Editing {
  private readonly element = h("div", { hidden: true });
  private readonly rail = document.getElementById("rail-edit");
  private bench: Workbench | null = null;
  private loading: Promise<Workbench> | null = null;

  constructor(private readonly parts: EditingParts) {
    byId("panel-tool").append(this.element);
    for (const place of [this.rail, byId("panel-body")]) place?.addEventListener("click", (event) => this.follow(event));
    document.addEventListener("keydown", (event) => {
      if (this.bench === null || isTyping(event.target) || !(this.isOpen || event.ctrlKey || event.metaKey)) return;
      if (!this.bench.key(event)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    }, true);
  }

  start(state: ViewState): void {
    this.show(state);
  }

  apply(now: ViewState, before: ViewState): void {
    if (now.tool !== before.tool || now.edit !== before.edit) this.show(now);
    const { map } = this.parts;
    if (now.center !== before.center && this.takesPointer && map.hasKeyboard) this.bench?.hover(map.center, true);
  }

  /** Whether clicks on the map belong to a drawing. */
  get takesPointer(): boolean {
    const { tool, edit, trail } = this.parts.store.state;
    return tool === "edit" && edit !== null && trail.length === 0;
  }

  private get isOpen(): boolean {
    return this.parts.store.state.tool === "edit";
  }

  /** A file was attached: that can be taken back like any other change. */
  async noteFile(file: Stored): Promise<void> {
    if (this.parts.config.user?.mayEdit !== true) return;
    this.loading ??= this.load();
    const bench = await this.loading.catch(() => null);
    if (bench === null) this.loading = null;
    else bench.note(attaching(file, this.parts.words.text("attach.undo", { name: file.name })));
  }

  click(at: LonLat): void {
    this.bench?.click(at);
  }

  hover(at: LonLat): void {
    this.parts.map.setCursor("pick");
    this.bench?.hover(at);
  }

  /** Esc while something is drawn or filled in. */
  back(): void {
    if (this.bench === null) this.parts.store.change({ edit: null });
    else this.bench.back();
  }

  /** A button of the rail or of a panel names the edit and its object. */
  private follow(event: Event): void {
    const asked = (event.target as Element).closest<HTMLElement>("[data-edit]");
    if (asked === null) return;
    const named = [asked.dataset["edit"], asked.dataset["object"], asked.dataset["given"]].filter((one) => one !== undefined);
    this.parts.store.change({ tool: "edit", edit: named.join(":"), trail: [] });
  }

  private show({ tool, edit }: ViewState): void {
    const editing = tool === "edit" && this.parts.config.user?.mayEdit === true;
    this.element.hidden = !editing;
    if (this.rail !== null) this.rail.hidden = !editing;
    for (const one of this.rail?.querySelectorAll<HTMLElement>("[data-edit]") ?? []) one.setAttribute("aria-pressed", String(one.dataset["edit"] === edit));
    if (editing) void this.open(edit);
    else this.bench?.close();
  }

  private async open(edit: string | null): Promise<void> {
    this.loading ??= this.load();
    try {
      const bench = await this.loading;
      const { tool, edit: wanted } = this.parts.store.state;
      if (tool === "edit" && wanted === edit) bench.open(edit);
    } catch {
      this.loading = null;
      this.parts.say(this.parts.words.text("edit.loadFailed"));
    }
  }

  private async load(): Promise<Workbench> {
    const { config, words, map, content } = this.parts;
    const { Workbench: Bench } = await import("./edit/workbench");
    this.bench = new Bench({ config, wording: words, map, content, filter: () => this.parts.store.state.filter, covered: () => this.parts.covered(), status: byId("status-edit") }, {
      onLeave: (shown) => this.parts.store.change({ edit: null, trail: shown === null ? [] : [shown] }),
      onOpen: (edit) => this.parts.store.change({ tool: "edit", edit, trail: [] }),
      onChanged: (touched) => this.refresh(touched),
      say: (text) => this.parts.say(text),
    });
    this.element.append(this.bench.element);
    return this.bench;
  }

  /** Only what lies where something changed is fetched again. */
  private refresh(touched: readonly Touched[]): void {
    for (const { bounds } of touched) this.parts.tiles.expire(bounds ?? null);
    this.parts.map.refresh();
    if (!this.leaveGone(touched)) this.parts.panel.refresh();
  }

  /** What somebody deleted or took back here is not shown as missing: the panel goes one step back. */
  private leaveGone(touched: readonly Touched[]): boolean {
    const { trail } = this.parts.store.state;
    const gone = (one: PanelRef): boolean => touched.some(({ id, kind, version }) => version === null && samePanel({ kind, id }, one));
    const left = trail.filter((one) => !gone(one));
    if (left.length === trail.length) return false;
    this.parts.store.change({ trail: left });
    return true;
  }
}
