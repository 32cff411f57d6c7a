/** The map of an enquiry: clicks fill in A and B; the ways found are drawn, the one looked at on top. */

import { parsePlace } from "../geo/place";
import type { LonLat } from "../geo/utm";
import type { Wording } from "../i18n";
import { PlainMap } from "../map/plain";
import { byId } from "../ui/dom";
import { type CaseMapConfig, readJson } from "./config";
import { explainColours } from "./key";

const ENDS = ["A", "B"] as const;
const DIGITS = 6;

function written({ lat, lon }: LonLat): string {
  return `${lat.toFixed(DIGITS)}, ${lon.toFixed(DIGITS)}`;
}

/** Whole tubes have a number and a size, a cable its diameter: only what counts is asked. */
function askWhatCounts(): void {
  const need = byId<HTMLSelectElement>("id_need");
  const rows = { tubes: byId("id_tubes").closest<HTMLElement>(".portal-pair"), cable: byId("id_cable").closest<HTMLElement>(".kern-form-input") };
  const choose = (): void => {
    for (const [name, row] of Object.entries(rows)) row?.toggleAttribute("hidden", name !== need.value);
  };
  need.addEventListener("change", choose);
  choose();
}

export function showEnquiry(container: HTMLElement, config: CaseMapConfig, words: Wording): void {
  const fields = { A: byId<HTMLInputElement>("id_start"), B: byId<HTMLInputElement>("id_end") };
  const map = new PlainMap(container, config, words);
  const ways = readJson<GeoJSON.Geometry[]>("enquiry-ways") ?? [];
  const found = readJson<Partial<Record<"A" | "B", LonLat>>>("enquiry-ends") ?? {};
  for (const end of ENDS) {
    map.setPin(end, found[end] ?? parsePlace(fields[end].value));
    fields[end].addEventListener("change", () => map.setPin(end, parsePlace(fields[end].value)));
  }
  askWhatCounts();
  map.show(ways);
  map.fitShapes();
  explainColours(container, config, words);
  map.onPick((place) => {
    // The first click is A, the second B; further ones move B, until A is emptied.
    const end = fields.A.value.trim() === "" ? "A" : "B";
    fields[end].value = written(place);
    map.setPin(end, place);
  });
  for (const choice of document.querySelectorAll<HTMLElement>("[data-way]")) {
    choice.addEventListener("focusin", () => map.show(ways, Number(choice.dataset["way"])));
    choice.addEventListener("mouseenter", () => map.show(ways, Number(choice.dataset["way"])));
  }
}
