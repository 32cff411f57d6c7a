/** What an import found, on the map: refused, to be looked at, for the record. Loaded when somebody comes from an import. */

import L from "leaflet";

type Severity = "error" | "warning" | "info";

interface Said {
  readonly severity: Severity;
  readonly title: string;
  readonly message: string;
}

export type Findings = GeoJSON.FeatureCollection<GeoJSON.Geometry, Said>;
type Bounds = [number, number, number, number];

/** Colour, fill and stroke differ, so that they can be told apart in grey, too. */
const LOOKS: Readonly<Record<Severity, L.CircleMarkerOptions>> = {
  error: { color: "#bd0f09", fillColor: "#bd0f09", fillOpacity: 0.9, weight: 3, radius: 9 },
  warning: { color: "#b35900", fillColor: "#ffffff", fillOpacity: 0.8, weight: 4, radius: 8, dashArray: "5 4" },
  info: { color: "#0a5fd1", fillColor: "#ffffff", fillOpacity: 0.6, weight: 2, radius: 5 },
};
/** Pixels; without dashes, between which no click would be taken. */
const LINE_WEIGHTS: Readonly<Record<Severity, number>> = { error: 9, warning: 6, info: 3 };

function text({ title, message }: Said): HTMLElement {
  const said = document.createElement("div");
  const name = document.createElement("strong");
  name.textContent = title;
  said.append(name, document.createElement("br"), message);
  return said;
}

export class FindingsLayer {
  private readonly layers: L.GeoJSON<Said>;

  constructor(private readonly map: L.Map) {
    this.layers = L.geoJSON<Said>(undefined, {
      style: (feature) => {
        const { severity } = feature!.properties;
        if (feature!.geometry.type === "Point") return {};
        return { color: LOOKS[severity].color!, weight: LINE_WEIGHTS[severity], opacity: 0.85, fill: false, bubblingMouseEvents: false };
      },
      pointToLayer: ({ properties }, at) => L.circleMarker(at, { ...LOOKS[properties.severity], bubblingMouseEvents: false }),
      onEachFeature: ({ properties }, layer) => layer.bindPopup(text(properties), { className: "finding-popup" }),
    });
  }

  /** Draws them, the grave ones on top; west, south, east, north of all, null where there are none. */
  show(found: Findings): Bounds | null {
    const order: readonly Severity[] = ["info", "warning", "error"];
    for (const severity of order) {
      for (const feature of found.features) if (feature.properties.severity === severity) this.layers.addData(feature);
    }
    this.layers.addTo(this.map);
    const box = this.layers.getBounds();
    return box.isValid() ? [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()] : null;
  }

  clear(): void {
    this.layers.clearLayers().remove();
  }
}
