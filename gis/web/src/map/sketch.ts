/** What is drawn over the map while one edits: marks, lines in the making, snap targets, refusals at their place. Loaded with the edit tools only. */

import L from "leaflet";
import "@geoman-io/leaflet-geoman-free";
import "@geoman-io/leaflet-geoman-free/dist/leaflet-geoman.css";

import type { LonLat } from "../geo/utm";
import type { Covered } from "./leaflet";
import { h } from "../ui/dom";

export interface Placed {
  readonly message: string;
  readonly place: GeoJSON.Geometry | null;
}

const COLOURS = { line: "#0a5fd1", bad: "#bd0f09", halo: "#ffffff" } as const;

/** Half the width of a refusal's sentence, pixels. */
const WORDS = 160;

const latLng = ({ lon, lat }: LonLat): L.LatLngTuple => [lat, lon];

function place(latlng: L.LatLng): LonLat {
  return { lon: latlng.lng, lat: latlng.lat };
}

function icon(className: string, size: number, html = ""): L.DivIcon {
  return L.divIcon({ className, html, iconSize: [size, size], iconAnchor: [size / 2, size / 2] });
}

/** Handles of Geoman are no stops for keys, and have no name: with keys a corner is taken up where the cross of the map is. */
function forPointer(layer: L.Layer): void {
  const element = layer instanceof L.Marker ? layer.getElement() : undefined;
  if (element?.classList.contains("marker-icon") !== true) return;
  element.removeAttribute("tabindex");
  element.removeAttribute("role");
}

/** On a line, not beside it; the layer has to be on the map. */
function middle(shape: L.GeoJSON): L.LatLng {
  const [first] = shape.getLayers();
  return first instanceof L.Polyline ? first.getCenter() : shape.getBounds().getCenter();
}

export class Sketch {
  private readonly layers = L.layerGroup();
  private readonly problems = L.layerGroup();
  private readonly corners = L.layerGroup();
  private mark: L.Marker | null = null;
  private halo: L.Polyline | null = null;
  private line: L.Polyline | null = null;
  /** West, south, east, north of the area outside of which nothing may be written. */
  area: [number, number, number, number] | null = null;
  private edited: L.Polyline | null = null;
  private target: L.Marker | null = null;
  private label: L.Tooltip | null = null;
  private other: L.GeoJSON | null = null;

  constructor(private readonly map: L.Map) {
    // The map was made before Geoman was loaded, which would have done this then.
    if (map.pm === undefined) map.pm = new (L.PM as unknown as { Map: new (map: L.Map) => L.PM.PMMap }).Map(map);
    this.layers.addTo(map);
    this.corners.addTo(map);
    this.problems.addTo(map);
    map.on("layeradd", ({ layer }: L.LayerEvent) => forPointer(layer));
  }

  /** A mark that can be dragged; null takes it away. `title` names it to screen readers. */
  setMark(at: LonLat | null, title: string, onMoved: (at: LonLat) => void): void {
    if (at === null) {
      this.mark?.remove();
      this.mark = null;
    } else if (this.mark !== null) this.mark.setLatLng(latLng(at));
    else {
      this.mark = L.marker(latLng(at), { icon: icon("edit-mark", 32), draggable: true, title, alt: title, keyboard: false, pmIgnore: true });
      this.mark.on("dragend", () => this.mark && onMoved(place(this.mark.getLatLng())));
      this.layers.addLayer(this.mark);
    }
  }

  /** The line in the making; `bad` shows it in the style of an error. */
  setLine(corners: readonly LonLat[], bad: boolean): void {
    const points = corners.map(latLng);
    if (this.line === null || this.halo === null) {
      const options = { interactive: false, pmIgnore: true };
      this.halo = L.polyline(points, { ...options, color: COLOURS.halo, weight: 8, opacity: 0.9 });
      this.line = L.polyline(points, { ...options, color: COLOURS.line, weight: 4 });
      this.layers.addLayer(this.halo).addLayer(this.line);
    }
    this.halo.setLatLngs(points);
    this.line.setLatLngs(points).setStyle(bad ? { color: COLOURS.bad, dashArray: "4 8" } : { color: COLOURS.line, dashArray: "" });
  }

  /** The corners that are set already. */
  setCorners(corners: readonly LonLat[]): void {
    this.corners.clearLayers();
    for (const corner of corners) {
      this.corners.addLayer(L.marker(latLng(corner), { icon: icon("edit-corner", 12), interactive: false, keyboard: false, pmIgnore: true }));
    }
  }

  /** What stands at the pointer. */
  said = "";

  /** A few words at the pointer: length, angle, what it snaps to. */
  setLabel(at: LonLat | null, text: string): void {
    this.said = at === null ? "" : text;
    const hidden = at === null || text === "";
    if (this.label === null) {
      if (hidden) return;
      this.label = L.tooltip({ permanent: true, direction: "right", offset: [14, 0], className: "edit-label" });
    }
    if (!hidden) this.label.setLatLng(latLng(at)).setContent(h("span", {}, text)).addTo(this.map);
    // Leaflet fades tooltips out; one that follows the pointer is rather hidden at once.
    const element = this.label.getElement();
    if (element !== undefined) element.hidden = hidden;
  }

  /** A ring around what the pointer snaps to. */
  setTarget(at: LonLat | null): void {
    if (at === null) {
      this.target?.remove();
      this.target = null;
    } else if (this.target !== null) this.target.setLatLng(latLng(at));
    else {
      this.target = L.marker(latLng(at), { icon: icon("edit-target", 24), interactive: false, keyboard: false, pmIgnore: true });
      this.layers.addLayer(this.target);
    }
  }

  /** A geometry beside the one that is edited: the other version, or a proposed path. */
  setOther(geometry: GeoJSON.GeoJsonObject | null): void {
    this.other?.remove();
    this.other = null;
    if (geometry === null) return;
    this.other = L.geoJSON(geometry, {
      style: { color: "#b35900", weight: 5, dashArray: "10 6", interactive: false },
      pointToLayer: (_feature, at) => L.marker(at, { icon: icon("edit-other", 28), interactive: false, keyboard: false, pmIgnore: true }),
    });
    this.layers.addLayer(this.other);
  }

  /** Lets the corners of a line be dragged, added and taken away (Geoman). Null ends it. */
  editLine(corners: readonly LonLat[] | null, onChanged: (corners: LonLat[]) => void): void {
    this.edited?.pm.disable();
    this.edited?.remove();
    this.edited = null;
    if (corners === null) return;
    const line = L.polyline(corners.map(latLng), { color: COLOURS.line, weight: 4, pmIgnore: false });
    this.edited = line;
    this.layers.addLayer(line);
    L.PM.reInitLayer(line);
    line.pm.enable({ snappable: false, allowSelfIntersection: true, preventMarkerRemoval: false });
    line.on("pm:edit pm:vertexadded pm:vertexremoved pm:markerdragend", () => onChanged((line.getLatLngs() as L.LatLng[]).map(place)));
  }

  showEdited(bad: boolean): void {
    this.edited?.setStyle(bad ? { color: COLOURS.bad, dashArray: "4 8" } : { color: COLOURS.line, dashArray: "" });
  }

  /** The area outside of which nothing may be written; null for no limit. */
  setArea(area: GeoJSON.GeoJsonObject | null): void {
    if (area === null) return;
    const outline = L.geoJSON(area, { style: { color: "#b35900", weight: 3, dashArray: "2 6", fill: false, interactive: false }, pmIgnore: true } as L.GeoJSONOptions).addTo(this.layers);
    const box = outline.getBounds();
    this.area = [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()];
  }

  /** Each refusal with its reason at the place on the map; where it is said what covers the map, they are brought out from under it. */
  setProblems(problems: readonly Placed[], covered: Covered | null = null): void {
    this.problems.clearLayers();
    const bounds = L.latLngBounds([]);
    for (const { message, place: at } of problems) {
      if (at === null) continue;
      const shape = L.geoJSON(at, {
        style: { color: COLOURS.bad, weight: 6, dashArray: "4 8", interactive: false },
        pointToLayer: (_feature, point) => L.marker(point, { icon: icon("edit-problem", 28, "!"), interactive: false, keyboard: false, pmIgnore: true }),
      });
      bounds.extend(shape.getBounds());
      const words = L.tooltip({ permanent: true, direction: "top", className: "edit-reason", offset: [0, -14] });
      this.problems.addLayer(shape);
      this.problems.addLayer(words.setLatLng(middle(shape)).setContent(h("span", {}, message)));
    }
    if (covered === null || !bounds.isValid()) return;
    // On a phone the words are as wide as what is free: in its middle then.
    const aside = Math.min(WORDS, (this.map.getSize().x - covered.left - covered.right) / 2);
    this.map.panInside(bounds.getCenter(), { paddingTopLeft: [aside + covered.left, 80], paddingBottomRight: [aside + covered.right, 40 + covered.bottom] });
  }

  clear(): void {
    this.setMark(null, "", () => undefined);
    this.halo?.remove();
    this.line?.remove();
    this.halo = this.line = null;
    this.corners.clearLayers();
    this.setLabel(null, "");
    this.setTarget(null);
    this.setOther(null);
    this.editLine(null, () => undefined);
    this.setProblems([]);
  }

  /** A double click ends a line while one draws, instead of zooming. */
  set drawing(drawing: boolean) {
    this.map.doubleClickZoom[drawing ? "disable" : "enable"]();
  }
}
