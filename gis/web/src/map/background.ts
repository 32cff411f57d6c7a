/** Leaflet's layers for the configured backgrounds. */

import L from "leaflet";

import type { BackgroundConfig } from "../config";

/** Null where nothing is to be shown. */
export function backgroundLayer(background: BackgroundConfig): L.GridLayer | null {
  const options = { attribution: background.attribution, className: background.colour ? "" : "map-background", maxZoom: 20 };
  const tiled = { ...options, maxNativeZoom: background.deepest };
  if (background.kind === "xyz") return L.tileLayer(background.url, tiled);
  // The Web Mercator matrix sets of a WMTS count like XYZ tiles.
  if (background.kind === "wmts") return L.tileLayer(background.url.replace("{TileMatrix}", "{z}").replace("{TileRow}", "{y}").replace("{TileCol}", "{x}"), tiled);
  if (background.kind === "wms") {
    return L.tileLayer.wms(background.url, { ...options, layers: background.layers, format: "image/png" });
  }
  return null;
}

/** Tells, whenever all that is in view was asked for, whether the source answered at all: single gaps are its own. */
export function watchAnswers(layer: L.GridLayer, tell: (answers: boolean) => void): void {
  let came = 0;
  let failed = 0;
  layer.on("loading", () => {
    came = 0;
    failed = 0;
  });
  layer.on("tileload", () => came++);
  layer.on("tileerror", () => failed++);
  layer.on("load", () => came + failed > 0 && tell(came > 0));
}
