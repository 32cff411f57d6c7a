/** A small map for the pages beside the map: a background, the network, shapes, two pins, a ring. */

import L from "leaflet";
import "leaflet/dist/leaflet.css";

import type { BackgroundConfig, LayerConfig } from "../config";
import type { LonLat } from "../geo/utm";
import type { Wording } from "../i18n";
import { measureLook, routeLook } from "../style/routes";
import { backgroundLayer } from "./background";
import { networkLayer } from "./network";

type Bounds = readonly [number, number, number, number];

export interface PlainMapConfig {
  readonly background: BackgroundConfig;
  readonly bounds: Bounds;
  readonly layers: readonly Pick<LayerConfig, "name" | "minzoom">[];
}

const NEAREST_ZOOM = 18;

export class PlainMap {
  private readonly map: L.Map;
  private readonly shapes = L.featureGroup();
  private readonly ring = L.featureGroup();
  private readonly pins = new Map<string, L.Marker>();

  constructor(container: HTMLElement, { background, bounds, layers }: PlainMapConfig, words: Wording) {
    this.map = L.map(container, { attributionControl: false, zoomControl: false, minZoom: 8, maxZoom: 20, fadeAnimation: false, scrollWheelZoom: false });
    L.control.zoom({ zoomInTitle: words.text("map.zoomIn"), zoomOutTitle: words.text("map.zoomOut") }).addTo(this.map);
    L.control.attribution({ position: "bottomright", prefix: false }).addTo(this.map);
    backgroundLayer(background)?.addTo(this.map);
    this.fit(bounds);
    networkLayer(this.map, layers).addTo(this.map);
    this.shapes.addTo(this.map);
    this.ring.addTo(this.map);
  }

  /** Where one clicks, or the centre where Enter is pressed. */
  onPick(pick: (place: LonLat) => void): void {
    const container = this.map.getContainer();
    const toPlace = (at: L.LatLng): LonLat => ({ lon: at.wrap().lng, lat: at.wrap().lat });
    this.map.on("click", (event) => pick(toPlace(event.latlng)));
    container.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target !== container) return;
      event.preventDefault();
      pick(toPlace(this.map.getCenter()));
    });
  }

  /** Draws geometries like the ways of the A–B tool; the chosen one on top. */
  show(geometries: readonly GeoJSON.Geometry[], chosen = 0): void {
    this.shapes.clearLayers();
    const order = [...geometries.keys()].filter((index) => index !== chosen);
    if (geometries[chosen] !== undefined) order.push(chosen);
    for (const index of order) {
      for (const style of routeLook(index, index === chosen)) {
        this.shapes.addLayer(L.geoJSON(geometries[index], { style: { ...style, fillOpacity: 0.1, interactive: false } }));
      }
    }
  }

  fitShapes(): void {
    const bounds = this.shapes.getBounds();
    for (const pin of this.pins.values()) bounds.extend(pin.getLatLng());
    if (bounds.isValid()) this.map.fitBounds(bounds, { padding: [24, 24], maxZoom: NEAREST_ZOOM, animate: false });
  }

  setPin(name: string, place: LonLat | null): void {
    this.pins.get(name)?.remove();
    this.pins.delete(name);
    if (place === null) return;
    const icon = L.divIcon({ className: "map-pin", html: name, iconSize: [32, 40], iconAnchor: [16, 40] });
    this.pins.set(name, L.marker([place.lat, place.lon], { icon, keyboard: false, interactive: false, alt: name }).addTo(this.map));
  }

  /** The ring of an area that is being drawn. */
  showRing(corners: readonly LonLat[]): void {
    this.ring.clearLayers();
    const ring = corners.map(({ lat, lon }): L.LatLngTuple => [lat, lon]);
    if (ring.length > 1) this.ring.addLayer(L.polygon(ring, { ...measureLook.line, fillOpacity: 0.1, interactive: false }));
    for (const corner of ring) this.ring.addLayer(L.circleMarker(corner, { ...measureLook.corner, interactive: false }));
  }

  fitRing(): void {
    if (this.ring.getLayers().length > 1) this.map.fitBounds(this.ring.getBounds(), { padding: [24, 24], maxZoom: NEAREST_ZOOM, animate: false });
  }

  private fit([west, south, east, north]: Bounds): void {
    this.map.fitBounds([[south, west], [north, east]], { animate: false });
  }
}
