/** A field for a place that is typed: coordinates in EPSG:25832 or WGS 84, an address, or a code. */

import { Combobox } from "../../ui/combobox";
import { h } from "../../ui/dom";
import { type Place, placeSource } from "../../ui/search";
import type { ToolContext } from "./tool";

export interface TypedPlace {
  readonly element: HTMLElement;
  readonly input: HTMLInputElement;
}

export function typedPlace({ wording, words }: ToolContext, label: string, onPlace: (place: Place) => void): TypedPlace {
  const input = h("input", { id: "edit-typed", type: "text", class: "kern-form-input__input", placeholder: words("place.hint") });
  const element = h("div", { class: "kern-form-input" },
    h("label", { class: "kern-label", for: "edit-typed" }, label), h("div", { class: "combobox" }, input));
  new Combobox<Place>(input, placeSource(wording), onPlace);
  return { element, input };
}
