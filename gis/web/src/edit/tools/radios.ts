/** Choices of a drawing that are no fields of the form. */

import { h } from "../../ui/dom";

/** One choice; its name tells the form that it is none of its fields. */
export function radio(name: string, value: string, label: string, checked: boolean): HTMLInputElement {
  const input = h("input", { type: "radio", name: `choose-${name}`, value, id: `${name}-${value}`, checked, class: "kern-form-check__radio" });
  input.setAttribute("data-label", label);
  return input;
}

export function group(title: string, ...inputs: HTMLInputElement[]): HTMLElement {
  return h("fieldset", { class: "route-group" }, h("legend", { class: "kern-label" }, title),
    h("div", { class: "edit-choices" }, ...inputs.map((input) =>
      h("div", { class: "kern-form-check" }, input, h("label", { class: "kern-label", for: input.id }, input.dataset["label"] ?? "")))));
}
