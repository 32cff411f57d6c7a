/** The own position: a dot, and the circle in which it lies. */

import L from "leaflet";

import type { LonLat } from "../geo/utm";

const DOT = { radius: 8, color: "#ffffff", weight: 3, fillColor: "#0a5fd1", fillOpacity: 1, interactive: false } as const;
const CIRCLE = { color: "#0a5fd1", weight: 1, fillOpacity: 0.12, interactive: false } as const;

export class OwnPlace {
  private readonly layers = L.layerGroup();

  /** `onDragged`: somebody moved the map by hand. */
  constructor(map: L.Map, onDragged: () => void) {
    this.layers.addTo(map);
    map.on("dragstart", onDragged);
  }

  /** `accuracy` in metres: the radius that holds the true place with 95 %. */
  show({ lon, lat }: LonLat, accuracy: number): void {
    this.layers.clearLayers();
    this.layers.addLayer(L.circle([lat, lon], { ...CIRCLE, radius: accuracy, className: "own-accuracy" }));
    this.layers.addLayer(L.circleMarker([lat, lon], { ...DOT, className: "own-place" }));
  }

  clear(): void {
    this.layers.clearLayers();
  }
}
