/** How route alternatives look: each has its own colour and dash, so that they differ in grey too. And what is measured. */

export interface RouteStroke {
  readonly color: string;
  readonly weight: number;
  readonly dashArray: string;
  readonly opacity: number;
}

const LOOKS = [
  { color: "#d6006c", dashArray: "" },
  { color: "#0a5fd1", dashArray: "12 6" },
  { color: "#b35900", dashArray: "3 7" },
  { color: "#00695c", dashArray: "16 5 3 5" },
  { color: "#5e35b1", dashArray: "8 8" },
] as const;

/** Strokes of one alternative from bottom to top; the chosen one stands out by its halo and width. */
export function routeLook(index: number, chosen: boolean): RouteStroke[] {
  const { color, dashArray } = LOOKS[index % LOOKS.length]!;
  const body = { color, dashArray, weight: chosen ? 6 : 4, opacity: chosen ? 1 : 0.75 };
  const halo = { color: "#ffffff", dashArray: "", weight: chosen ? 11 : 7, opacity: 0.9 };
  return [halo, body];
}

const MEASURED = "#d6006c";

export const measureLook = {
  color: MEASURED,
  halo: { color: "#ffffff", weight: 6, opacity: 0.9 },
  line: { color: MEASURED, weight: 3, dashArray: "8 5" },
  corner: { radius: 5, color: "#ffffff", weight: 2, fillColor: MEASURED, fillOpacity: 1 },
} as const;
