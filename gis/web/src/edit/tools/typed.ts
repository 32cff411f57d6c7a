/**
 * A field for a place that is typed: coordinates in EPSG:25832 or WGS 84, an address, or a code. Coordinates count
 * as soon as the field is left; anything else has to be chosen, and is not passed over in silence.
 */

import { Combobox } from "../../ui/combobox";
import { h } from "../../ui/dom";
import { type Place, placeSource, typedPosition } from "../../ui/search";
import type { ToolContext } from "./tool";

export interface TypedPlace {
  readonly element: HTMLElement;
  readonly input: HTMLInputElement;
  /** Writes a place into the field, or empties it: what was typed before is settled. */
  show(text: string): void;
}

export function typedPlace(context: ToolContext, label: string, onPlace: (place: Place) => void): TypedPlace {
  const { wording, words } = context;
  const input = h("input", { id: "edit-typed", type: "text", class: "kern-form-input__input", placeholder: words("place.hint"), "aria-describedby": "edit-typed-error" });
  const error = h("p", { id: "edit-typed-error", class: "kern-error", role: "alert", hidden: true });
  const element = h("div", { class: "kern-form-input" },
    h("label", { class: "kern-label", for: "edit-typed" }, label), h("div", { class: "combobox" }, input), error);
  const say = (reason: string): void => {
    input.setCustomValidity(reason);
    input.setAttribute("aria-invalid", String(reason !== ""));
    error.hidden = reason === "";
    error.replaceChildren(...(reason === "" ? [] : [h("span", { class: "kern-icon kern-icon--danger", "aria-hidden": "true" }), h("span", { class: "kern-body kern-body--small" }, reason)]));
  };
  /** What somebody typed and nothing was made of yet. */
  let typed = "";
  const settle = (): void => {
    typed = "";
    say("");
  };
  const take = (place: Place): void => {
    settle();
    onPlace(place);
  };
  new Combobox<Place>(input, placeSource(wording), take);
  input.addEventListener("input", () => {
    typed = input.value.trim();
    say("");
  });
  input.addEventListener("blur", () => {
    if (typed === "") return;
    const place = typedPosition(typed, wording);
    if (place === null) return say(words("place.notChosen", { text: typed }));
    input.value = place.label;
    take(place);
  });
  const show = (text: string): void => {
    input.value = text;
    settle();
  };
  return { element, input, show };
}
