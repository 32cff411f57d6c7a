/** Wrong values of a form, said at their fields after the KERN pattern. */

import { h } from "../ui/dom";

export type Problems = Readonly<Record<string, string>>;

function fieldOf(form: HTMLFormElement, name: string): HTMLElement | null {
  return form.querySelector<HTMLElement>(`[data-field="${CSS.escape(name)}"]`);
}

function mark(field: HTMLElement, text: string): void {
  field.classList.toggle("kern-form-input--error", text !== "");
  for (const control of field.querySelectorAll("input, select")) {
    control.setAttribute("aria-invalid", String(text !== ""));
    control.classList.toggle("kern-form-input__input--error", text !== "");
  }
  const error = field.querySelector<HTMLElement>(".kern-error");
  if (error === null) return;
  error.hidden = text === "";
  error.replaceChildren(h("span", { class: "kern-body kern-body--small" }, text));
}

export function clearProblems(form: HTMLFormElement): void {
  for (const field of form.querySelectorAll<HTMLElement>(".kern-form-input--error")) mark(field, "");
}

/** Says each problem at its field and opens what hides one; returns what has no field here. */
export function showProblems(form: HTMLFormElement, problems: Problems): string[] {
  const homeless: string[] = [];
  for (const [name, text] of Object.entries(problems)) {
    const field = fieldOf(form, name);
    if (field === null) homeless.push(text);
    else {
      mark(field, text);
      for (let folded = field.closest("details"); folded !== null; folded = folded.parentElement?.closest("details") ?? null) folded.open = true;
    }
  }
  return homeless;
}
