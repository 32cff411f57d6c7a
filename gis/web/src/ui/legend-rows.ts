/** What each layer's signs mean under the chosen theme: little pictures with words. */

import type { OwnerConfig } from "../config";
import type { Key, Wording } from "../i18n";
import { SITE_GROUPS } from "../style/marks";
import { AGE_LIMITS, LIFE_CYCLES, SEGMENT_KINDS, type Theme } from "../style/theme";
import type { Props } from "../tiles/decode";
import { h } from "./dom";
import { areaSwatch, lineSwatch, pointSwatch } from "./swatch";

type Row = readonly [SVGElement, string];

function rows(entries: readonly Row[]): HTMLElement {
  return h("ul", { class: "legend__rows" }, ...entries.map(([swatch, text]) => h("li", {}, swatch, text)));
}

function head(words: Wording, key: Key): HTMLElement {
  return h("p", { class: "legend__head" }, words.text(key));
}

function capacityRows(words: Wording, draw: (props: Props) => SVGElement): HTMLElement {
  const levels = [4, 3, 2, 1, 0].map((cap): Row => [draw({ cap }), words.text(`legend.cap${cap}` as Key)]);
  return rows([...levels, [draw({}), words.text("legend.capUnknown")]]);
}

function ageRows(words: Wording, theme: Theme, draw: (props: Props) => SVGElement): HTMLElement {
  const [oldest, ...limits] = AGE_LIMITS;
  const younger = [...limits].reverse().map((limit): Row => [draw({ year: theme.year - limit + 1 }), words.text("legend.younger", { years: limit })]);
  const middle: Row = [draw({ year: theme.year - oldest + 1 }), words.text("legend.younger", { years: oldest })];
  const older: Row = [draw({ year: theme.year - oldest }), words.text("legend.older", { years: oldest })];
  return rows([...younger, middle, older, [draw({}), words.text("legend.yearUnknown")]]);
}

const LIFE_CYCLE_KEYS: Readonly<Record<(typeof LIFE_CYCLES)[number], Key>> = {
  in_service: "legend.inService", built_unused: "legend.builtUnused", planned: "legend.planned",
  under_construction: "legend.underConstruction", idea: "legend.idea",
  out_of_service: "legend.outOfService", abandoned: "legend.abandoned",
};

function lifeCycleRows(words: Wording, draw: (props: Props) => SVGElement, names: readonly (typeof LIFE_CYCLES)[number][]): HTMLElement {
  return rows(names.map((life_cycle): Row => [draw({ cap: 3, life_cycle }), words.text(LIFE_CYCLE_KEYS[life_cycle])]));
}

function ownerRows(owners: readonly OwnerConfig[], words: Wording, draw: (props: Props) => SVGElement): HTMLElement {
  const known = owners.map(({ code, name }): Row => [draw({ owner: code }), name]);
  return rows([...known, [draw({}), words.text("legend.ownerUnknown")]]);
}

/** The rows of the variable that the theme colours by. */
function variableRows(words: Wording, theme: Theme, owners: readonly OwnerConfig[], draw: (props: Props) => SVGElement): HTMLElement {
  switch (theme.variable) {
    case "capacity": return capacityRows(words, draw);
    case "age": return ageRows(words, theme, draw);
    case "kind": return rows(SEGMENT_KINDS.map((kind): Row => [draw({ kind }), words.text(`legend.kinds.${kind}`)]));
    case "owner": return ownerRows(owners, words, draw);
    case "life_cycle": return lifeCycleRows(words, draw, LIFE_CYCLES);
  }
}

function segmentRows(words: Wording, theme: Theme, owners: readonly OwnerConfig[]): HTMLElement[] {
  const draw = (props: Props): SVGElement => lineSwatch("segments", props, theme);
  const graded = variableRows(words, theme, owners, draw);
  if (theme.variable === "life_cycle") return [graded];
  const neutral = (props: Props): SVGElement => lineSwatch("segments", { life_cycle: props["life_cycle"]! }, theme);
  return [graded, head(words, "legend.lifeCycle"), lifeCycleRows(words, neutral, ["planned", "under_construction", "out_of_service", "abandoned"])];
}

function siteRows(words: Wording, theme: Theme): HTMLElement[] {
  const ink: Theme = { ...theme, variable: "capacity" };
  const entries = SITE_GROUPS.map((kind): Row => [pointSwatch("sites", { kind }, ink), words.text(`legend.sites.${kind}`)]);
  return [rows(entries), h("p", { class: "legend__note" }, words.text("legend.siteState"))];
}

function gatewayRows(words: Wording, theme: Theme): HTMLElement[] {
  const states = [["in_service", "present"], ["planned", "planned"], ["out_of_service", "unused"]] as const;
  const single = states.map(([life_cycle, name]): Row => [pointSwatch("gateways", { life_cycle }, theme), words.text(`legend.gateway.${name}`)]);
  return [rows([...single, [pointSwatch("gateways", { number: 3 }, theme), words.text("legend.gateway.group")]])];
}

const SEVERITIES = ["error", "warning", "hint"] as const;

function findingRows(words: Wording, theme: Theme): HTMLElement[] {
  return [rows(SEVERITIES.map((severity): Row => [pointSwatch("findings", { severity }, theme), words.text(`legend.findings.${severity}`)]))];
}

/** What the colours say where only free capacity is shown: of cells of the corridor, or of lines. */
export function capacityKey(layer: "corridor" | "segments", words: Wording, theme: Theme): HTMLElement {
  return capacityRows(words, (props) => (layer === "corridor" ? areaSwatch(props, theme) : lineSwatch(layer, props, theme)));
}

export function explain(layer: string, words: Wording, theme: Theme, owners: readonly OwnerConfig[]): HTMLElement[] {
  if (layer === "segments") return segmentRows(words, theme, owners);
  if (layer === "sites") return siteRows(words, theme);
  if (layer === "findings") return findingRows(words, theme);
  if (layer === "gateways") return gatewayRows(words, theme);
  if (layer === "cables") return [rows([[lineSwatch("cables", {}, { ...theme, variable: "capacity" }), words.text("legend.cable")]])];
  if (layer === "corridor") return [capacityKey(layer, words, theme)];
  return [];
}
