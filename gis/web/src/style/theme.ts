/** What the colour of the map says: one variable at a time, chosen in the legend. */

import type { Props } from "../tiles/decode";
import type { Palette } from "./palette";

export const VARIABLES = ["capacity", "life_cycle", "kind", "owner", "age"] as const;
export type Variable = (typeof VARIABLES)[number];

export interface Theme {
  readonly palette: Palette;
  readonly variable: Variable;
  /** Codes of the owners, in an order that keeps each one's colour. */
  readonly owners: readonly string[];
  /** The present year, from which age counts. */
  readonly year: number;
}

/** Where a value stands among its kind: its place on a ramp, or its number in a list. */
export type Grade = { readonly on: "capacity" | "age"; readonly level: number } | { readonly on: "category"; readonly index: number };

export const SEGMENT_KINDS = ["open_cut", "trenched", "drilled", "bridge", "tunnel", "sewer", "aerial", "riser", "indoor"] as const;
export const LIFE_CYCLES = ["in_service", "built_unused", "planned", "under_construction", "idea", "out_of_service", "abandoned"] as const;

/** Years up to which something belongs to the class; newest last. Older than the first is class 0. */
export const AGE_LIMITS = [35, 20, 10, 5] as const;

export function level(value: unknown): number | null {
  const number = typeof value === "number" ? Math.round(value) : NaN;
  return number >= 0 && number <= 4 ? number : null;
}

export function ageClass(built: unknown, year: number): number | null {
  if (typeof built !== "number" || built <= 0) return null;
  return AGE_LIMITS.filter((limit) => year - built < limit).length;
}

function listed(names: readonly string[], value: unknown): Grade | null {
  const index = names.indexOf(String(value));
  return index < 0 ? null : { on: "category", index };
}

function ramp(on: "capacity" | "age", found: number | null): Grade | null {
  return found === null ? null : { on, level: found };
}

/** How the theme's variable grades a feature; null where the feature does not say. */
export function gradeOf(props: Props, theme: Theme): Grade | null {
  switch (theme.variable) {
    case "capacity": return ramp("capacity", level(props["cap"]));
    case "age": return ramp("age", ageClass(props["year"], theme.year));
    case "kind": return listed(SEGMENT_KINDS, props["kind"]);
    case "owner": return listed(theme.owners, props["owner"]);
    case "life_cycle": return listed(LIFE_CYCLES, props["life_cycle"]);
  }
}

export function gradeColour(grade: Grade | null, palette: Palette): string {
  if (grade === null) return palette.unknown;
  if (grade.on === "category") return palette.category[grade.index % palette.category.length]!;
  return palette[grade.on][grade.level]!;
}
