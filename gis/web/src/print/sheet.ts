/** The piece of ground that a printed sheet shows; the same layout as `gis/printing/sheet.py`. */

import { fromUtm32, type LonLat, toUtm32 } from "../geo/utm";
import tokens from "../style/tokens.json";

export type Paper = keyof typeof tokens.sheets.papers;

export const PAPERS = Object.keys(tokens.sheets.papers) as readonly Paper[];
export const SCALES: readonly number[] = tokens.sheets.scales;

export interface Sheet {
  readonly paper: Paper;
  readonly wide: boolean;
  readonly scale: number;
}

/** Width and height of the map on paper, millimetres. */
export function frameOf({ paper, wide }: Sheet): readonly [number, number] {
  const { papers, margin, column, foot } = tokens.sheets;
  const [long, short] = papers[paper] as [number, number];
  const [width, height] = wide ? [long, short] : [short, long];
  return [width - 2 * margin - column, height - 2 * margin - foot];
}

/** Corners of the printed map around a place, in order. */
export function cornersOf(sheet: Sheet, centre: LonLat): LonLat[] {
  const [width, height] = frameOf(sheet);
  const { east, north } = toUtm32(centre);
  const [across, up] = [width, height].map((mm) => (mm * sheet.scale) / 2000) as [number, number];
  return [[-1, -1], [1, -1], [1, 1], [-1, 1]].map(([x, y]) => fromUtm32({ east: east + x! * across, north: north + y! * up }));
}

/** The largest scale number whose frame is still seen as a whole in so many metres; else the smallest there is. */
export function fittingScale(sheet: Omit<Sheet, "scale">, { across, up }: { readonly across: number; readonly up: number }): number {
  const [width, height] = frameOf({ ...sheet, scale: 1 });
  const fits = (scale: number): boolean => (width * scale) / 1000 <= across && (height * scale) / 1000 <= up;
  return [...SCALES].reverse().find(fits) ?? SCALES[0]!;
}
