/** The network by its free capacity as a quiet ground of small maps, as exactly as the viewer may see it. */

import type L from "leaflet";

import type { LayerConfig } from "../config";
import { getTile } from "../net";
import { DARK, LIGHT } from "../style/palette";
import { type Theme, VARIABLES } from "../style/theme";
import { lane } from "../tiles/lane";
import { TileStore } from "../tiles/store";
import { CanvasGrid, type OpenTile } from "./canvas-grid";
import { PaintQueue } from "./paint-queue";
import { MapContent } from "./tile-client";

const TILES_AT_ONCE = 4;

const dark = window.matchMedia("(prefers-color-scheme: dark)");

/** How the network looks now: by free capacity, light or dark as the page. */
export function networkTheme(): Theme {
  return { variable: VARIABLES[0], owners: [], year: new Date().getFullYear(), palette: dark.matches ? DARK : LIGHT };
}

/** Call it before the map is shown: it makes its own pane below the shapes. A tile that cannot be loaded stays empty. */
export function networkLayer(map: L.Map, layers: readonly Pick<LayerConfig, "name" | "minzoom">[]): L.Layer {
  const content = new MapContent(layers, new TileStore(lane(TILES_AT_ONCE, getTile)), networkTheme, () => {});
  content.setVisible(layers.map(({ name }) => name));
  map.createPane("network").style.zIndex = "250";
  const queue = new PaintQueue<OpenTile>((busy) => map.getContainer().setAttribute("aria-busy", String(busy)));
  const grid = new CanvasGrid("network", content.paintData, queue, () => true, content);
  dark.addEventListener("change", () => grid.repaint());
  return grid;
}
