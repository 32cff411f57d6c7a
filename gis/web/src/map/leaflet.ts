/** The map of the first view: panes, view, pointer, route lines and A–B pins. Only this folder knows Leaflet. */

import L from "leaflet";
import "leaflet/dist/leaflet.css";

import type { BackgroundConfig } from "../config";
import type { LonLat } from "../geo/utm";
import { backgroundLayer, watchAnswers } from "./background";
import { CanvasGrid, type OpenTile, type TileClient } from "./canvas-grid";
import { PaintQueue } from "./paint-queue";
import { measureLook, routeLook } from "../style/routes";

export interface MapEvents {
  onMove(center: LonLat, zoom: number): void;
  onPointer(place: LonLat | null): void;
  onHover(place: LonLat): void;
  onPick(place: LonLat): void;
  onPinMoved(pin: "a" | "b", place: LonLat): void;
}

function toPlace(latlng: L.LatLng): LonLat {
  const wrapped = latlng.wrap();
  return { lon: wrapped.lng, lat: wrapped.lat };
}

/** Pixels at the edges of the map that tools, legend and panel cover. */
export interface Covered {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
}

const NOTHING: Covered = { left: 0, right: 0, bottom: 0 };

/** From the middle of the map to the middle of what is free, pixels. */
function offMiddle({ left, right, bottom }: Covered): L.Point {
  return L.point((left - right) / 2, -bottom / 2);
}

/** From here on a place can be pointed at. */
const NEAR_ZOOM = 17;

/** Pixels that fit on A4 upright between its margins. */
const PAPER = { width: 680, height: 560 } as const;

const PANES = { marks: "250", data: "350" } as const;

export class MapView {
  private readonly map: L.Map;
  private readonly queue: PaintQueue<OpenTile>;
  private readonly data: CanvasGrid;
  private readonly marks: CanvasGrid;
  private readonly routes = L.layerGroup();
  private readonly measured = L.layerGroup();
  private readonly frame = L.layerGroup();
  private readonly pins = new Map<"a" | "b", L.Marker>();
  private background: L.GridLayer | null = null;
  private silence = "";
  private areMarksDue = false;

  constructor(container: HTMLElement, client: TileClient, private readonly events: MapEvents) {
    this.map = L.map(container, {
      zoomControl: false, attributionControl: false, minZoom: 8, maxZoom: 20, zoomSnap: 1, fadeAnimation: false, maxBoundsViscosity: 1,
    });
    L.control.attribution({ position: "bottomright", prefix: false }).addTo(this.map);
    for (const [name, order] of Object.entries(PANES)) this.map.createPane(name).style.zIndex = order;
    this.queue = new PaintQueue((busy) => container.setAttribute("aria-busy", String(busy)));
    this.marks = new CanvasGrid("marks", client.paintMarks, null, client.isMarked);
    const withMarks = (redraw: () => void) => (): void => {
      redraw();
      this.marksSoon();
    };
    this.data = new CanvasGrid("data", client.paintData, this.queue, () => true, {
      open: (address, redraw) => client.open(address, withMarks(redraw)),
      renew: (address, redraw) => client.renew(address, withMarks(redraw)),
    });
    this.listen();
  }

  /** Shows the map; must follow the first setView or fit, because tiles need a place. */
  start(): void {
    this.marks.addTo(this.map);
    this.data.addTo(this.map);
    this.routes.addTo(this.map);
    this.measured.addTo(this.map);
    this.frame.addTo(this.map);
  }

  private listen(): void {
    this.map.on("moveend", () => this.events.onMove(toPlace(this.map.getCenter()), this.map.getZoom()));
    this.map.on("mousemove", (event) => {
      this.events.onPointer(toPlace(event.latlng));
      this.events.onHover(toPlace(event.latlng));
    });
    this.map.on("mouseout", () => this.events.onPointer(null));
    this.map.on("click", (event) => this.events.onPick(toPlace(event.latlng)));
    this.map.getContainer().addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target !== this.map.getContainer()) return;
      this.events.onPick(toPlace(this.map.getCenter()));
    });
  }

  get zoom(): number {
    return this.map.getZoom();
  }

  get center(): LonLat {
    return toPlace(this.map.getCenter());
  }

  /** West, south, east, north of what is shown, degrees. */
  get bounds(): readonly [number, number, number, number] {
    const shown = this.map.getBounds();
    return [shown.getWest(), shown.getSouth(), shown.getEast(), shown.getNorth()];
  }

  /** The middle of what nothing covers, and how many metres it shows across and up. */
  free(covered: Covered): { middle: LonLat; across: number; up: number } {
    const { x, y } = this.map.getSize();
    const middle = L.point(x / 2, y / 2).add(offMiddle(covered));
    return {
      middle: toPlace(this.map.containerPointToLatLng(middle)),
      across: (x - covered.left - covered.right) * this.resolution,
      up: (y - covered.bottom) * this.resolution,
    };
  }

  /** Metres on the ground per CSS pixel at the centre. */
  get resolution(): number {
    const size = this.map.getSize();
    const middle = size.y / 2;
    const west = this.map.containerPointToLatLng([0, middle]);
    const east = this.map.containerPointToLatLng([100, middle]);
    return this.map.distance(west, east) / 100;
  }

  setView(center: LonLat, zoom: number): void {
    this.map.setView([center.lat, center.lon], zoom, { animate: false });
  }

  /** Brings a place into the middle of what nothing covers. */
  flyTo(place: LonLat, zoom: number, covered: Covered = NOTHING): void {
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const middle = this.map.project([place.lat, place.lon], zoom).subtract(offMiddle(covered));
    this.map.setView(this.map.unproject(middle, zoom), zoom, { animate: !calm });
  }

  /** Fits bounds (west, south, east, north), leaving room for what covers the map. */
  fit(bounds: readonly [number, number, number, number], covered: Covered, maxZoom = 18): void {
    const [west, south, east, north] = bounds;
    this.map.fitBounds([[south, west], [north, east]], {
      paddingTopLeft: [24 + covered.left, 24], paddingBottomRight: [24 + covered.right, 24 + covered.bottom], maxZoom, animate: false,
    });
  }

  focus(): void {
    this.map.getContainer().focus();
  }

  /** Whether it is moved with the keyboard, so that its centre is what points. */
  get hasKeyboard(): boolean {
    return this.map.getContainer().matches(":focus-visible");
  }

  zoomBy(steps: number): void {
    this.map.setZoom(this.map.getZoom() + steps);
  }

  /** `silent` is said beside the map while the source of the background does not answer. */
  setBackground(background: BackgroundConfig | null, silent: string): void {
    this.background?.remove();
    this.showSilence("");
    this.background = background && backgroundLayer(background);
    if (this.background === null) return;
    watchAnswers(this.background, (answers) => this.showSilence(answers ? "" : silent));
    this.background.addTo(this.map);
  }

  private showSilence(text: string): void {
    const note = document.createElement("strong");
    note.textContent = text;
    if (this.silence !== "") this.map.attributionControl.removeAttribution(this.silence);
    this.silence = text === "" ? "" : note.outerHTML;
    if (this.silence !== "") this.map.attributionControl.addAttribution(this.silence);
  }

  setCursor(kind: "default" | "hit" | "pick"): void {
    this.map.getContainer().dataset["cursor"] = kind;
  }

  redrawData(): void {
    this.data.repaint();
    this.marks.repaint();
  }

  /** Takes a size that a sheet has room for, or all of the window again, around the same middle. */
  fitPaper(printing: boolean): void {
    const { style } = this.map.getContainer();
    const { x, y } = this.map.getSize();
    style.width = printing ? `${Math.min(x, PAPER.width)}px` : "";
    style.height = printing ? `${Math.min(y, PAPER.height)}px` : "";
    this.map.invalidateSize({ animate: false });
    // What is painted later is not printed.
    if (printing) this.queue.flush();
  }

  /** Once for the many tiles that may arrive within a frame. */
  private marksSoon(): void {
    if (this.areMarksDue) return;
    this.areMarksDue = true;
    requestAnimationFrame(() => {
      this.areMarksDue = false;
      this.marks.repaint();
    });
  }

  redrawMarks(): void {
    this.marks.repaint();
  }

  /** Reloads all tiles, after the data behind them changed. */
  reload(): void {
    this.data.redraw();
    this.marks.redraw();
  }

  /** Fetches what changed on the server, without a blank map meanwhile. */
  refresh(): void {
    this.data.renew();
  }

  /** Leaflet's own map, for what only the lazily loaded modules of this folder draw on it. */
  get inner(): L.Map {
    return this.map;
  }

  /** Brings a place into view, near enough to work there; `centred`: into the middle, also if it is in view. */
  reveal(at: LonLat, centred = false): void {
    const near = this.map.getZoom() >= NEAR_ZOOM;
    if (!centred && near && this.map.getBounds().contains([at.lat, at.lon])) return;
    this.flyTo(at, Math.max(this.map.getZoom(), NEAR_ZOOM));
  }

  /** Draws route alternatives; the chosen one on top, each with its own dash and number. */
  showRoutes(geometries: readonly GeoJSON.Geometry[], chosen: number): void {
    this.routes.clearLayers();
    const order = geometries.map((_, index) => index).filter((index) => index !== chosen);
    if (geometries[chosen] !== undefined) order.push(chosen);
    for (const index of order) {
      for (const style of routeLook(index, index === chosen)) {
        this.routes.addLayer(L.geoJSON(geometries[index], { style: { ...style, interactive: false } }));
      }
    }
  }

  /** Brings all drawn routes into view. */
  fitRoutes(covered: Covered): void {
    const bounds = L.latLngBounds([]);
    this.routes.eachLayer((layer) => bounds.extend((layer as L.GeoJSON).getBounds()));
    if (!bounds.isValid()) return;
    const [west, south, east, north] = bounds.toBBoxString().split(",").map(Number);
    this.fit([west!, south!, east!, north!], covered, 17);
  }

  /** Draws what is measured: a filled line with corners, and the stretch to the pointer. */
  showMeasured(points: readonly LonLat[], pointer: LonLat | null): void {
    this.measured.clearLayers();
    if (points.length === 0) return;
    const corners = points.map(({ lat, lon }): L.LatLngTuple => [lat, lon]);
    const line = pointer === null ? corners : [...corners, [pointer.lat, pointer.lon] as L.LatLngTuple];
    if (line.length > 2) this.measured.addLayer(L.polygon(line, { stroke: false, fillOpacity: 0.15, color: measureLook.color, interactive: false }));
    for (const style of [measureLook.halo, measureLook.line]) this.measured.addLayer(L.polyline(line, { ...style, interactive: false }));
    for (const corner of corners) this.measured.addLayer(L.circleMarker(corner, { ...measureLook.corner, interactive: false }));
  }

  /** The frame of a sheet to be printed; null for none. */
  showFrame(corners: readonly LonLat[] | null): void {
    this.frame.clearLayers();
    const ring = (corners ?? []).map(({ lat, lon }): L.LatLngTuple => [lat, lon]);
    if (ring.length > 0) this.frame.addLayer(L.polygon(ring, { ...measureLook.line, fillOpacity: 0.05, interactive: false }));
  }

  setPin(pin: "a" | "b", place: LonLat | null, label: string): void {
    const known = this.pins.get(pin);
    if (place === null) {
      known?.remove();
      this.pins.delete(pin);
    } else if (known !== undefined) known.setLatLng([place.lat, place.lon]);
    else this.pins.set(pin, this.makePin(pin, place, label));
  }

  private makePin(pin: "a" | "b", place: LonLat, label: string): L.Marker {
    const icon = L.divIcon({ className: "map-pin", html: pin.toUpperCase(), iconSize: [32, 40], iconAnchor: [16, 40] });
    const marker = L.marker([place.lat, place.lon], { icon, draggable: true, title: label, alt: label, keyboard: false });
    marker.on("dragend", () => this.events.onPinMoved(pin, toPlace(marker.getLatLng())));
    return marker.addTo(this.map);
  }
}
