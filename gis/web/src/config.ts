/** The page's data as the server wrote it into `#map-config`. */

import type { Geometry } from "./tiles/decode";

export interface LayerConfig {
  readonly name: string;
  readonly title: string;
  readonly minzoom: number;
  readonly geometry: Geometry;
  readonly visible: boolean;
  /** Whether there is a list of the same name with filters. */
  readonly filterable: boolean;
}

export interface BackgroundConfig {
  readonly name: string;
  readonly title: string;
  readonly kind: "xyz" | "wms" | "wmts" | "none";
  readonly url: string;
  readonly attribution: string;
  /** Layer names of a WMS, comma-separated. */
  readonly layers: string;
  /** Whether it keeps its own colours instead of being greyed. */
  readonly colour: boolean;
  /** The last level that its tiles have; closer views enlarge it. */
  readonly deepest: number;
}

/** An owner of plant that the viewer may know of. */
export interface OwnerConfig {
  readonly code: string;
  readonly name: string;
}

export interface UserConfig {
  readonly name: string;
  readonly email: string;
  readonly partner: boolean;
  readonly mayReserve: boolean;
  readonly mayEdit: boolean;
  /** The only area in which the person may write; null where no limit applies. */
  readonly writeArea: GeoJSON.MultiPolygon | null;
}

export type Language = "de" | "en";

export interface MapConfig {
  readonly language: Language;
  readonly city: string;
  /** West, south, east, north in degrees. */
  readonly bounds: readonly [number, number, number, number];
  readonly layers: readonly LayerConfig[];
  readonly backgrounds: readonly BackgroundConfig[];
  readonly user: UserConfig | null;
  /** Empty for those who may not see who owns what. */
  readonly owners: readonly OwnerConfig[];
  readonly graphql: string;
  readonly login: string;
}

/** Reads the configuration; throws when the page carries none, for nothing works without it. */
export function readConfig(page: Document): MapConfig {
  const element = page.getElementById("map-config");
  if (element === null) throw new Error("The page holds no #map-config.");
  return JSON.parse(element.textContent ?? "") as MapConfig;
}
