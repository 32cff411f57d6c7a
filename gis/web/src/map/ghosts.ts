/** Where an object was before a change and where it is after it. */

import L from "leaflet";

const BEFORE = { color: "#b35900", weight: 5, dashArray: "10 6", interactive: false } as const;
const AFTER = { color: "#0a5fd1", weight: 5, interactive: false } as const;
const HALO = { color: "#ffffff", weight: 10, opacity: 0.9, interactive: false } as const;

type Bounds = [number, number, number, number];

function drawn(shape: GeoJSON.Geometry, style: L.PathOptions): L.GeoJSON {
  return L.geoJSON(shape, { style, pointToLayer: (_feature, at) => L.circleMarker(at, { ...style, radius: 11, fillOpacity: 0.25 }) });
}

export class Ghosts {
  private readonly layers = L.featureGroup();

  constructor(map: L.Map) {
    this.layers.addTo(map);
  }

  /** Draws both, the earlier one dashed, and returns west, south, east, north of the two. */
  show(before: GeoJSON.Geometry, after: GeoJSON.Geometry): Bounds {
    this.clear();
    for (const shape of [before, after]) if (shape.type !== "Point") this.layers.addLayer(drawn(shape, HALO));
    this.layers.addLayer(drawn(after, AFTER)).addLayer(drawn(before, BEFORE));
    const box = this.layers.getBounds();
    return [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()];
  }

  clear(): void {
    this.layers.clearLayers();
  }
}
