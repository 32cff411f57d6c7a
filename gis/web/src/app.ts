/** Puts the page together: state, map, its look, panel, search and the tools. */

import { Appearance } from "./appearance";
import type { MapConfig } from "./config";
import { Attachments } from "./documents/attachments";
import { Editing } from "./editing";
import type { LonLat } from "./geo/utm";
import { Help } from "./help";
import { PanelHistory } from "./history/panel";
import { Wording } from "./i18n";
import { ImportFindings } from "./imports/findings";
import { Ghosts } from "./map/ghosts";
import { MapView } from "./map/leaflet";
import { OwnPlace } from "./map/own-place";
import { MapContent, REACH } from "./map/tile-client";
import { getTile, HttpError } from "./net";
import { Locate } from "./position/locate";
import { ReservationsTool } from "./reservations/tool";
import { RouteTool } from "./route/tool";
import { filterOf } from "./filter/query";
import { Seeing } from "./seeing";
import { ViewStore } from "./state";
import { lane } from "./tiles/lane";
import { TileStore } from "./tiles/store";
import { Combobox } from "./ui/combobox";
import { announce, byId } from "./ui/dom";
import { Panel, type PanelFacts } from "./ui/panel";
import { isPlace, type Result, searchSource } from "./ui/search";
import { Shell } from "./ui/shell";
import { tellWhenSignedOut } from "./ui/signed-out";
import { StatusBar } from "./ui/status";
import { extendTrail, isSamePlace, type PanelRef, type ViewState } from "./url-state";

/** Layers whose features open a panel, and the kind of object they show. */
const KIND_OF_LAYER: Readonly<Record<string, string>> = { segments: "segment", sites: "site", cables: "cable", gateways: "gateway", findings: "finding" };
/** As many as browsers ask one server for at a time. */
const TILES_AT_ONCE = 6;
const OBJECT_ZOOM = 17;
/** Before, lines are drawn without identity. */
const PICK_ZOOM = 14;

export class App {
  private readonly words: Wording;
  private readonly store: ViewStore;
  private readonly tiles = new TileStore(lane(TILES_AT_ONCE, getTile));
  private readonly look: Appearance;
  private readonly content: MapContent;
  private readonly map: MapView;
  private readonly shell: Shell;
  private readonly panel: Panel;
  private readonly status: StatusBar;
  private readonly route: RouteTool;
  private readonly mine: ReservationsTool;
  private readonly seeing: Seeing;
  private readonly editing: Editing;
  private readonly attachments: Attachments;
  private readonly history: PanelHistory;
  private readonly help: Help;
  private readonly imports: ImportFindings;
  /** Whether the object shown next should be brought into view; clicks on the map never move it. */
  private bringIntoView = false;

  constructor(private readonly config: MapConfig) {
    this.words = new Wording(config.language);
    this.store = new ViewStore(config.language);
    this.look = new Appearance(config, this.words, this.store);
    this.content = new MapContent(config.layers, this.tiles, () => this.look.theme, (error) => this.sayFailure(error));
    this.map = new MapView(byId("map"), this.content, {
      onMove: (center, zoom) => this.store.change({ center, zoom }),
      onPointer: (place) => this.pointAt(place),
      onHover: (place) => this.hover(place),
      onPick: (place) => this.pick(place),
      onPinMoved: (pin, place) => this.store.change(pin === "a" ? { from: place } : { to: place }),
    });
    this.shell = new Shell(this.words, {
      onTool: (tool) => this.store.change({ tool, trail: [], edit: null }),
      onZoom: (steps) => this.map.zoomBy(steps),
      onBack: () => this.back(),
      onClose: () => this.store.change({ trail: [], tool: "select", edit: null }),
      onShare: () => void this.share(location.href),
      addressIn: (language) => this.store.addressIn(language),
    });
    this.panel = this.makePanel();
    this.attachments = new Attachments(byId("panel-body"), this.words, { onStored: (file) => void this.editing.noteFile(file), onAttached: () => this.panel.refresh() });
    this.history = new PanelHistory(byId("panel-body"), new Ghosts(this.map.inner), this.words, { bring: (bounds) => this.map.fit(bounds, this.shell.covered) });
    this.status = new StatusBar({ position: byId("status-position"), scale: byId("status-scale"), bar: byId("status-bar") }, this.words, (text) => this.shell.toast(text));
    this.route = this.makeRouteTool();
    this.mine = this.makeReservationsTool();
    const { words, store, map, content, panel, tiles } = this;
    this.imports = new ImportFindings({ words, store, map, covered: () => this.shell.covered, say: (text) => this.shell.toast(text) });
    this.seeing = new Seeing({ config, words, store, map, content, panel, layers: () => this.look.layers, covered: () => this.shell.covered, share: (url) => void this.share(url) });
    this.editing = new Editing({ config, words, store, map, content, panel, tiles, say: (text) => this.shell.toast(text), covered: () => this.shell.covered });
    this.help = new Help({ language: config.language, state: () => store.state, onFailure: () => this.shell.toast(words.text("help.failed")) });
    this.makeLocate();
    if (config.user !== null) tellWhenSignedOut(config.login, words);
  }

  start(): void {
    const { state } = this.store;
    new Combobox<Result>(byId<HTMLInputElement>("search"), searchSource(this.words), (found) => this.goTo(found));
    // Before the map is placed, for that is said in the state, too.
    this.imports.apply(state.delivery, state.center !== null);
    this.store.listen((now, before) => this.apply(now, before));
    if (state.center !== null && state.zoom !== null) this.map.setView(state.center, state.zoom);
    else this.map.fit(this.config.bounds, this.shell.covered);
    this.look.start(this.map, this.content);
    this.seeing.start(state);
    this.map.start();
    this.bringIntoView = state.center === null && state.trail.length > 0;
    this.applyPlaces(state);
    this.applyPanel(state);
    this.afterMove();
    this.beginTool(state);
    this.editing.start(state);
    if (state.tool === "route") this.route.ask(state.asked);
    this.help.start(state, this.config.user !== null);
    window.addEventListener("popstate", () => this.followAddress());
  }

  /** The way back leads to the place of the map, too: a link that is copied then must show what is seen. */
  private followAddress(): void {
    const { center, zoom } = this.store.state;
    if (center === null || zoom === null) return;
    if (zoom !== this.map.zoom || !isSamePlace(center, this.map.center)) this.map.setView(center, zoom);
  }

  private makePanel(): Panel {
    const parts = { panel: byId("panel"), trail: byId("panel-trail"), body: byId("panel-body") };
    return new Panel(parts, this.words, {
      onOpen: (ref) => this.open(ref),
      onHome: () => this.store.change({ trail: [] }),
      onFacts: (ref, facts) => this.showFacts(ref, facts),
    }, () => this.toolTitle());
  }

  private toolTitle(): string | null {
    const { tool } = this.store.state;
    return tool === "select" ? null : this.words.text(`${tool}.title`);
  }

  private makeRouteTool(): RouteTool {
    const tool = new RouteTool(this.config, this.words, {
      onPlaces: (places) => this.store.change(places),
      onAsked: (asked) => this.store.change({ asked }),
      onRoutes: (geometries, chosen) => this.map.showRoutes(geometries, chosen),
      onFound: () => this.map.fitRoutes(this.shell.covered),
      onReserved: () => this.reload(),
      onPicking: (end) => this.map.setCursor(end === null ? "default" : "pick"),
    });
    tool.element.addEventListener("click", (event) => this.panel.follow(event));
    byId("panel-tool").append(tool.element);
    return tool;
  }

  private makeLocate(): void {
    const own = new OwnPlace(this.map.inner, () => locate.release());
    const locate = new Locate(byId("locate"), this.words, {
      onPlace: (place, accuracy, follow) => {
        own.show(place, accuracy);
        if (follow) this.map.reveal(place, true);
      },
      onEnd: () => own.clear(),
      say: (text) => this.shell.toast(text),
    });
  }

  private makeReservationsTool(): ReservationsTool {
    const tool = new ReservationsTool(this.config, this.words, {
      onShow: (geometry) => {
        this.map.showRoutes([geometry], 0);
        this.map.fitRoutes(this.shell.covered);
      },
      onReleased: () => this.reload(),
    });
    tool.element.addEventListener("click", (event) => this.panel.follow(event));
    byId("panel-tool").append(tool.element);
    return tool;
  }

  private apply(now: ViewState, before: ViewState): void {
    const changed = (name: keyof ViewState): boolean => JSON.stringify(now[name]) !== JSON.stringify(before[name]);
    this.look.apply(now, before);
    this.seeing.apply(now, before);
    this.editing.apply(now, before);
    this.imports.apply(now.delivery, true);
    if (changed("from") || changed("to")) this.applyPlaces(now);
    if (changed("trail") || changed("tool")) this.applyPanel(now);
    if (changed("tool")) this.applyTool(now);
    if (changed("center") || changed("zoom")) this.afterMove();
    if (changed("trail") || changed("tool")) this.followFocus(now, before);
    this.shell.updateLinks();
  }

  /** One measures on the map; the edit tools begin in their own bar, beside the one they were chosen from. */
  private followFocus({ tool, trail }: ViewState, before: ViewState): void {
    const opened = tool !== before.tool && trail.length === 0 && !["select", "edit"].includes(tool);
    if (opened && tool === "measure") byId("map").focus({ preventScroll: true });
    else this.shell.followFocus(opened);
  }

  private applyPlaces({ from, to }: ViewState): void {
    this.route.setPlaces({ from, to });
    const shown = this.store.state.tool === "route";
    this.map.setPin("a", shown ? from : null, this.words.text("route.from"));
    this.map.setPin("b", shown ? to : null, this.words.text("route.to"));
  }

  private applyPanel({ trail, tool }: ViewState): void {
    this.panel.show(trail);
    this.history.clear();
    this.content.setSelected(trail.length === 0 ? [] : [trail.at(-1)!.id]);
    this.map.redrawMarks();
    this.shell.showPanel(trail.length > 0 ? "facts" : tool === "select" ? "none" : "tool");
    this.shell.showTool(tool);
    this.route.element.hidden = tool !== "route";
    this.mine.element.hidden = tool !== "mine";
  }

  private applyTool(state: ViewState): void {
    this.applyPlaces(state);
    this.route.end();
    this.mine.end();
    this.map.showRoutes([], 0);
    this.beginTool(state);
  }

  private beginTool({ tool }: ViewState): void {
    if (tool === "route") this.route.begin();
    if (tool === "mine") void this.mine.begin();
  }

  private afterMove(): void {
    this.status.showScale(this.map.resolution);
    this.status.showPosition(this.map.center);
  }

  private reload(): void {
    this.tiles.clear();
    this.map.reload();
    this.panel.refresh();
  }

  /** A filter that the server refuses is explained beside its form. */
  private sayFailure(error: unknown): void {
    const refused = error instanceof HttpError && error.status === 400;
    this.shell.toast(this.words.text(refused ? "filter.refused" : "map.tilesFailed"));
  }

  private pointAt(place: LonLat | null): void {
    this.status.showPosition(place ?? this.map.center);
    this.seeing.pointAt(place);
  }

  private hover(place: LonLat): void {
    if (this.editing.takesPointer) return this.editing.hover(place);
    const hit = this.content.hit(place, this.map.zoom, REACH.mouse);
    const target = hit !== null && hit.layer in KIND_OF_LAYER ? hit : null;
    if (!this.route.isPicking) this.map.setCursor(target === null ? "default" : "hit");
    if (this.content.setHovered(target?.feature.id ?? null)) this.map.redrawMarks();
  }

  private pick(place: LonLat): void {
    if (this.editing.takesPointer) return this.editing.click(place);
    if (this.store.state.tool === "route" && this.route.takeClick(place)) return;
    if (this.seeing.takeClick(place)) return;
    const coarse = window.matchMedia("(pointer: coarse)").matches;
    const hit = this.content.hit(place, this.map.zoom, coarse ? REACH.touch : REACH.mouse);
    const kind = hit === null ? undefined : KIND_OF_LAYER[hit.layer];
    if (hit === null || kind === undefined) this.sayNothing();
    else this.store.change({ trail: [{ kind, id: hit.feature.id }] });
  }

  /** In small scales there may be something, only nothing that is a single object. */
  private sayNothing(): void {
    if (this.map.zoom >= PICK_ZOOM) announce(this.words.text("map.nothingHere"));
    else this.shell.toast(this.words.text("map.zoomToPick", { zoom: PICK_ZOOM }));
  }

  private open(ref: PanelRef): void {
    this.bringIntoView = true;
    this.store.change({ trail: extendTrail(this.store.state.trail, ref) });
  }

  /** An owner has no place: map and list show what is theirs. */
  private goTo(place: Result): void {
    // Whoever chose has typed enough: the panel, or the map, takes the focus.
    byId("search").blur();
    if (!isPlace(place)) return this.seeing.showAll(filterOf("segments", [["owner", place.object.id]]));
    const zoom = Math.max(this.map.zoom, OBJECT_ZOOM);
    if (place.object === null || !this.panel.knows(place.object.kind)) {
      this.map.focus();
      return this.map.flyTo(place, zoom);
    }
    // The panel first, for it covers a part of the map.
    this.store.change({ trail: [place.object] });
    this.map.flyTo(place, zoom, this.shell.covered);
  }

  private showFacts(ref: PanelRef, facts: PanelFacts): void {
    this.attachments.show();
    this.content.setSelected([ref.id, ...facts.marked]);
    this.map.redrawMarks();
    if (this.bringIntoView && facts.bounds !== null) this.map.fit(facts.bounds, this.shell.covered);
    this.bringIntoView = false;
  }

  /** The address holds all that is seen; a phone offers its own ways to pass it on. */
  private async share(url: string): Promise<void> {
    const link = { title: document.title, url };
    try {
      if (navigator.share !== undefined && window.matchMedia("(pointer: coarse)").matches) return await navigator.share(link);
      await navigator.clipboard.writeText(link.url);
      this.shell.toast(this.words.text("panel.linkCopied"));
    } catch (error) {
      const cancelled = error instanceof DOMException && error.name === "AbortError";
      if (!cancelled) this.shell.toast(this.words.text("panel.linkNotCopied", { url: link.url }));
    }
  }

  /** Esc goes back one step: out of picking, out of one panel, out of the tool. */
  private back(): void {
    const { trail, tool } = this.store.state;
    if (this.editing.takesPointer) return this.editing.back();
    if (this.route.isPicking && trail.length === 0) this.route.end();
    else if (trail.length === 0 && this.seeing.back()) return;
    else if (trail.length > 0) this.store.change({ trail: trail.slice(0, -1) });
    else if (tool !== "select") this.store.change({ tool: "select" });
    if (this.store.state.trail.length === 0 && this.store.state.tool === "select") byId("map").focus();
  }
}
