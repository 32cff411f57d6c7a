/** The A–B enquiry form. */

import type { LonLat } from "../geo/utm";
import type { Key, Wording } from "../i18n";
import { Combobox } from "../ui/combobox";
import { button, h } from "../ui/dom";
import { type Place, placeSource, positionLabel } from "../ui/search";
import { checkForm, type Field, type Problem, proposedPeriod, type RouteForm, type RouteRequest } from "./requirement";

export type End = "from" | "to";

export interface FormEvents {
  onPlace(end: End, place: LonLat | null): void;
  onPickOnMap(end: End): void;
  onSwap(): void;
  onSubmit(request: RouteRequest): void;
}

type Inputs = Readonly<Record<Field, HTMLInputElement>>;

function input(field: Field, type: string, attributes: Readonly<Record<string, string | number>> = {}): HTMLInputElement {
  return h("input", { id: `route-${field}`, name: field, type, class: "kern-form-input__input", "aria-describedby": `route-${field}-error`, ...attributes });
}

export class RequestForm {
  readonly element: HTMLFormElement;
  private readonly inputs: Inputs;
  private readonly pickButtons: Readonly<Record<End, HTMLButtonElement>>;
  private places: Record<End, LonLat | null> = { from: null, to: null };

  constructor(private readonly words: Wording, private readonly events: FormEvents) {
    const period = proposedPeriod(new Date());
    this.inputs = {
      from: input("from", "text", { placeholder: words.text("route.placeHint") }),
      to: input("to", "text", { placeholder: words.text("route.placeHint") }),
      tubes: input("tubes", "text", { inputmode: "numeric", value: 1 }),
      inner: input("inner", "text", { inputmode: "decimal", value: words.number(4) }),
      cable: input("cable", "text", { inputmode: "decimal", value: words.number(6) }),
      start: input("start", "date", { value: period.from }),
      end: input("end", "date", { value: period.until }),
      options: input("options", "text", { inputmode: "numeric", value: 3 }),
    };
    this.pickButtons = { from: this.pickButton("from"), to: this.pickButton("to") };
    this.element = this.build();
    (["from", "to"] as const).forEach((end) => this.connectPlace(end));
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.element.addEventListener("change", () => this.showKind());
    this.showKind();
  }

  /** Shows a place that was set from outside: by the address, a click on the map or a dragged pin. */
  setPlace(end: End, place: LonLat | null): void {
    const known = this.places[end];
    const same = known !== null && place !== null && known.lat === place.lat && known.lon === place.lon;
    this.places[end] = place;
    if (!same) this.inputs[end].value = place === null ? "" : positionLabel(place, this.words);
    if (place !== null) this.showProblem(end, "");
  }

  /** Fills in what a shared address asked for. */
  fill({ kind, ...fields }: Omit<RouteForm, "from" | "to">): void {
    for (const [field, value] of Object.entries(fields)) if (value !== "" || field === "inner") this.inputs[field as keyof typeof fields].value = value;
    this.element.querySelector<HTMLInputElement>(`#route-kind-${kind}`)!.checked = true;
    this.showKind();
  }

  /** Marks which end the next click on the map sets. */
  setPicking(end: End | null): void {
    for (const name of ["from", "to"] as const) this.pickButtons[name].setAttribute("aria-pressed", String(name === end));
  }

  submit(): void {
    const checked = checkForm(this.read());
    const problems = "problems" in checked ? checked.problems : [];
    for (const field of Object.keys(this.inputs) as Field[]) {
      this.showProblem(field, this.wordProblem(problems.find((problem) => problem.field === field)));
    }
    const first = problems[0];
    if (first !== undefined) this.inputs[first.field].focus();
    if ("request" in checked) this.events.onSubmit(checked.request);
  }

  private read(): RouteForm {
    const { tubes, inner, cable, start, end, options } = this.inputs;
    return {
      ...this.places, kind: this.kind(), tubes: tubes.value, inner: inner.value, cable: cable.value,
      start: start.value, end: end.value, options: options.value,
    };
  }

  private kind(): "tubes" | "cable" {
    return this.element.querySelector<HTMLInputElement>("input[name=kind]:checked")?.value === "cable" ? "cable" : "tubes";
  }

  private showKind(): void {
    for (const part of this.element.querySelectorAll<HTMLElement>("[data-kind]")) part.hidden = part.dataset["kind"] !== this.kind();
  }

  private wordProblem(problem: Problem | undefined): string {
    return problem === undefined ? "" : this.words.text(problem.key, problem.values);
  }

  private showProblem(field: Field, text: string): void {
    const control = this.inputs[field];
    control.setAttribute("aria-invalid", String(text !== ""));
    control.classList.toggle("kern-form-input__input--error", text !== "");
    const frame = control.closest(".kern-form-input");
    frame?.classList.toggle("kern-form-input--error", text !== "");
    const error = frame?.querySelector<HTMLElement>(".kern-error");
    if (error) {
      error.hidden = text === "";
      error.replaceChildren(h("span", { class: "kern-body kern-body--small" }, text));
    }
  }

  private connectPlace(end: End): void {
    const control = this.inputs[end];
    new Combobox<Place>(control, placeSource(this.words), (place) => {
      this.places[end] = { lon: place.lon, lat: place.lat };
      this.showProblem(end, "");
      this.events.onPlace(end, this.places[end]);
    });
    control.addEventListener("input", () => {
      // A text that was changed no longer names the place it named.
      if (this.places[end] !== null) this.events.onPlace(end, null);
      this.places[end] = null;
    });
  }

  private pickButton(end: End): HTMLButtonElement {
    const made = button(this.words.text("route.pickOnMap"), "tertiary", () => this.events.onPickOnMap(end));
    made.classList.add("kern-btn--x-small");
    made.setAttribute("aria-pressed", "false");
    const label = this.words.text(end === "from" ? "route.from" : "route.to");
    made.setAttribute("aria-label", `${label}: ${this.words.text("route.pickOnMap")}`);
    return made;
  }

  private field(field: Field, label: Key, ...after: HTMLElement[]): HTMLElement {
    const control = this.inputs[field];
    const error = h("p", { class: "kern-error", id: `route-${field}-error`, hidden: true });
    return h("div", { class: "kern-form-input" },
      h("label", { class: "kern-label", for: control.id }, this.words.text(label)),
      h("div", { class: "combobox" }, control), error, ...after);
  }

  private radio(kind: "tubes" | "cable", label: Key): HTMLElement {
    const id = `route-kind-${kind}`;
    const control = h("input", { type: "radio", name: "kind", value: kind, id, checked: kind === "tubes", class: "kern-form-check__radio" });
    return h("div", { class: "kern-form-check" }, control, h("label", { class: "kern-label", for: id }, this.words.text(label)));
  }

  private group(title: Key, ...children: HTMLElement[]): HTMLElement {
    return h("fieldset", { class: "route-group" }, h("legend", { class: "kern-label" }, this.words.text(title)), ...children);
  }

  private build(): HTMLFormElement {
    const swap = button(this.words.text("route.swap"), "tertiary", () => this.events.onSwap());
    swap.classList.add("kern-btn--x-small");
    const submit = h("button", { type: "submit", class: "kern-btn kern-btn--primary kern-btn--block" },
      h("span", { class: "kern-label" }, this.words.text("route.search")));
    return h("form", { class: "route-form", novalidate: true },
      this.field("from", "route.from", this.pickButtons.from),
      this.field("to", "route.to", h("div", { class: "route-row" }, this.pickButtons.to, swap)),
      this.group("route.requirement",
        h("div", { class: "route-row" }, this.radio("tubes", "route.byTubes"), this.radio("cable", "route.byCable")),
        h("div", { class: "route-pair", "data-kind": "tubes" }, this.field("tubes", "route.tubes"), this.field("inner", "route.inner")),
        h("div", { "data-kind": "cable" }, this.field("cable", "route.cableOuter"))),
      this.group("route.period",
        h("div", { class: "route-pair" }, this.field("start", "route.start"), this.field("end", "route.end"))),
      this.field("options", "route.options"),
      submit);
  }
}
