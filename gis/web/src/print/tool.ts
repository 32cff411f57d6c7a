/** Printing to scale: paper and scale are chosen here, the frame shows on the map, the server draws the PDF. */

import type { LonLat } from "../geo/utm";
import type { Wording } from "../i18n";
import { h } from "../ui/dom";
import { cornersOf, fittingScale, type Paper, PAPERS, SCALES, type Sheet } from "./sheet";

export interface Free {
  readonly middle: LonLat;
  readonly across: number;
  readonly up: number;
}

export interface PrintEvents {
  /** Draws the frame of the sheet; null takes it away. */
  onFrame(corners: readonly LonLat[] | null): void;
  /** The middle of the map that nothing covers, and how many metres are free around it. */
  free(): Free;
  /** What else belongs to the view: layers, colour, filter. */
  view(): readonly (readonly [string, string])[];
}

export class PrintTool {
  readonly element: HTMLElement;
  private readonly title = h("input", { id: "print-title", name: "title", type: "text", maxlength: 80, class: "kern-form-input__input" });
  private readonly paper: HTMLSelectElement;
  private readonly scale: HTMLSelectElement;
  private readonly hidden = h("div", { hidden: true });
  private isBegun = false;

  constructor(private readonly words: Wording, private readonly events: PrintEvents) {
    const papers = PAPERS.flatMap((paper) => (["1", "0"] as const).map((wide) => ({ paper, wide })));
    this.paper = h("select", { id: "print-paper", class: "kern-form-input__select" }, ...papers.map(({ paper, wide }) =>
      h("option", { value: `${paper}:${wide}` }, `${paper.toUpperCase()} ${words.text(wide === "1" ? "print.wide" : "print.high")}`)));
    this.scale = h("select", { id: "print-scale", name: "scale", class: "kern-form-input__select" }, ...SCALES.map((scale) =>
      h("option", { value: scale }, `1 : ${words.number(scale)}`)));
    this.element = h("section", { "aria-labelledby": "print-heading" },
      h("h2", { class: "kern-heading-medium", id: "print-heading", tabindex: -1 }, words.text("print.title")),
      h("p", { class: "kern-body kern-body--small" }, words.text("print.intro")),
      this.form());
  }

  begin(): void {
    this.isBegun = true;
    // The panel, which covers a part of the map, comes into view in the same turn.
    requestAnimationFrame(() => this.propose());
  }

  private propose(): void {
    if (!this.isBegun) return;
    this.scale.value = String(fittingScale(this.sheet, this.events.free()));
    this.follow();
  }

  end(): void {
    if (this.isBegun) this.events.onFrame(null);
    this.isBegun = false;
  }

  /** The frame keeps to the middle of what is seen of the map. */
  follow(): void {
    if (this.isBegun) this.events.onFrame(cornersOf(this.sheet, this.events.free().middle));
  }

  private get sheet(): Sheet {
    const [paper = "a4", wide] = this.paper.value.split(":");
    return { paper: paper as Paper, wide: wide === "1", scale: Number(this.scale.value) };
  }

  private form(): HTMLFormElement {
    const submit = h("button", { type: "submit", class: "kern-btn kern-btn--primary" },
      h("span", { class: "kern-label" }, this.words.text("print.make")));
    // A plain form: the browser shows the PDF in a tab of its own.
    const form = h("form", { class: "filter filter__form", action: "/print/", method: "get", target: "_blank" },
      this.field("print.paper", this.paper), this.field("print.scale", this.scale), this.field("print.name", this.title),
      this.hidden, h("div", { class: "filter__actions" }, submit));
    form.addEventListener("change", () => this.follow());
    form.addEventListener("submit", () => this.fillIn());
    return form;
  }

  private fillIn(): void {
    const { paper, wide } = this.sheet;
    const { lat, lon } = this.events.free().middle;
    const pairs = [["lang", this.words.language], ["paper", paper], ["wide", wide ? "1" : "0"], ["c", `${lat.toFixed(6)},${lon.toFixed(6)}`], ...this.events.view()];
    this.hidden.replaceChildren(...pairs.map(([name, value]) => h("input", { type: "hidden", name: name!, value: value! })));
  }

  private field(label: "print.paper" | "print.scale" | "print.name", control: HTMLElement): HTMLElement {
    const wrapped = control instanceof HTMLSelectElement ? h("div", { class: "kern-form-input__select-wrapper" }, control) : control;
    return h("div", { class: "kern-form-input" }, h("label", { class: "kern-label", for: control.id }, this.words.text(label)), wrapped);
  }
}
