/** How cells of the generalised corridor are drawn: colour by capacity, hatched where nothing is free. */

import type { Props } from "../tiles/decode";
import type { Palette } from "./palette";
import { level as capacityClass } from "./theme";

export interface AreaStyle {
  readonly fill: string | null;
  readonly outline: string;
  readonly hatched: boolean;
}

export const AREA_OPACITY = 0.6;

export function areaStyle(props: Props, palette: Palette): AreaStyle {
  const level = capacityClass(props["cap"]);
  return {
    fill: level === null ? null : palette.capacity[level]!,
    outline: level === null ? palette.muted : palette.paper,
    hatched: level === 0,
  };
}
