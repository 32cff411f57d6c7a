/** Chooses many objects by a box (two corners) or a polygon, and previews what changes in each. */

import type { LonLat } from "../../geo/utm";
import { HttpError } from "../../net";
import { button, h } from "../../ui/dom";
import { lineText } from "../geojson";
import { before, chosen, type Row, touchedBy, wanted } from "./selection";
import type { Tool, ToolContext } from "./tool";

const ATTRIBUTES = ["life_cycle", "owner", "operator", "used_by", "publication", "accuracy", "provenance", "project"] as const;
const SHOWN = 50;

export class ManyTool implements Tool {
  private corners: LonLat[] = [];
  private pointer: LonLat | null = null;
  private rows: readonly Row[] | null = null;
  private asked = 0;
  private readonly note = h("p", { class: "edit-note", role: "status" });
  private readonly table = h("div", { class: "edit-preview" });
  private readonly polygon: HTMLInputElement;
  private readonly segments: HTMLInputElement;

  constructor(private readonly context: ToolContext) {
    const { words, form } = context;
    this.segments = this.radio("edit-kind", "segment", words("many.segments"), true);
    this.polygon = this.radio("edit-shape", "polygon", words("many.polygon"), false);
    const kinds = this.group(words("many.what"), this.segments, this.radio("edit-kind", "site", words("many.sites"), false));
    const shapes = this.group(words("many.how"), this.radio("edit-shape", "box", words("many.box"), true), this.polygon);
    form.slot?.append(kinds, shapes, this.note, h("div", { class: "edit-row" }, button(words("many.again"), "tertiary", () => this.begin())));
    form.element.querySelector(".edit-form__actions")?.before(this.table);
    for (const group of [kinds, shapes]) group.addEventListener("change", () => this.begin());
    for (const name of ATTRIBUTES) form.control(name)?.addEventListener("change", () => this.preview());
    this.begin();
  }

  click(at: LonLat): void {
    if (this.rows !== null) this.begin();
    const last = this.corners.at(-1);
    if (last !== undefined && this.context.same(last, at)) return this.finish();
    this.corners.push(at);
    if (!this.polygon.checked && this.corners.length === 2) return this.finish();
    this.draw();
  }

  hover(at: LonLat): void {
    this.pointer = at;
    if (this.corners.length > 0 && this.rows === null) this.draw();
  }

  back(): boolean {
    if (this.corners.length === 0) return false;
    if (this.rows !== null) this.begin();
    else this.corners.pop();
    this.draw();
    return true;
  }

  key(event: KeyboardEvent): boolean {
    return event.key === "Backspace" && this.back();
  }

  redraw(): void {
    this.preview();
  }

  private begin(): void {
    this.corners = [];
    this.rows = null;
    this.asked += 1;
    this.context.form.set("chosen", "");
    this.context.form.set("kind", this.segments.checked ? "segment" : "site");
    this.table.replaceChildren();
    this.draw();
  }

  /** A box of two corners, or what was clicked. */
  private outline(corners: readonly LonLat[]): readonly LonLat[] {
    const [a, c] = corners;
    if (this.polygon.checked || a === undefined || c === undefined) return corners;
    return [a, { lon: c.lon, lat: a.lat }, c, { lon: a.lon, lat: c.lat }];
  }

  private finish(): void {
    const outline = this.outline(this.corners);
    if (outline.length < 3) return;
    this.pointer = null;
    void this.ask(outline);
    this.draw();
  }

  private async ask(outline: readonly LonLat[]): Promise<void> {
    const number = (this.asked += 1);
    const asked = new URLSearchParams({ kind: this.context.form.get("kind"), area: lineText(outline) });
    try {
      const { rows } = await this.context.api.json<{ rows: Row[] }>(`/edit/ask/many/?${asked.toString()}`);
      if (number === this.asked) this.show(rows);
    } catch (error) {
      if (number === this.asked) this.note.textContent = this.context.words(error instanceof HttpError ? "many.refused" : "load.hint");
    }
  }

  private show(rows: readonly Row[]): void {
    this.rows = rows;
    this.preview();
  }

  /** What the change would do, and what the form sends to do it. */
  private preview(): void {
    const { form, words } = this.context;
    if (this.rows === null) return;
    const wishes = wanted(form.values(), ATTRIBUTES);
    const touched = touchedBy(this.rows, wishes);
    form.set("chosen", chosen(touched));
    form.set("before", before(touched, wishes));
    const none = Object.keys(wishes).length === 0;
    this.note.textContent = none ? words("many.found", { count: this.rows.length }) : words("many.change", { count: touched.length, all: this.rows.length });
    this.table.replaceChildren(...(touched.length === 0 ? [] : [this.list(touched, wishes)]));
  }

  private list(rows: readonly Row[], wishes: Readonly<Record<string, string>>): HTMLElement {
    const more = rows.length - SHOWN;
    const items = rows.slice(0, SHOWN).map((row) => h("li", {}, h("strong", {}, row.code), ` ${this.changes(row, wishes)}`));
    return h("ul", { class: "contents", "aria-label": this.context.words("many.preview") }, ...items, more > 0 ? h("li", {}, this.context.words("many.more", { count: more })) : null);
  }

  private changes({ words, values }: Row, wishes: Readonly<Record<string, string>>): string {
    const said = Object.entries(wishes).filter(([name, value]) => values[name] !== value);
    return said.map(([name]) => `${words[name] ?? "–"} → ${this.word(name)}`).join(", ");
  }

  private word(name: string): string {
    const control = this.context.form.control(name);
    return control instanceof HTMLSelectElement ? (control.selectedOptions[0]?.textContent ?? "") : "";
  }

  private draw(): void {
    const { sketch, words } = this.context;
    const live = this.pointer === null || this.rows !== null ? this.corners : [...this.corners, this.pointer];
    const outline = this.outline(live);
    sketch.drawing = this.rows === null;
    sketch.setLine(outline.length < 3 ? outline : [...outline, outline[0]!], false);
    sketch.setCorners(this.corners);
    if (this.rows === null) this.note.textContent = words(this.polygon.checked ? "many.drawPolygon" : "many.drawBox");
  }

  private radio(name: string, value: string, label: string, checked: boolean): HTMLInputElement {
    const input = h("input", { type: "radio", name: `choose-${name}`, value, id: `${name}-${value}`, checked, class: "kern-form-check__radio" });
    input.setAttribute("data-label", label);
    return input;
  }

  private group(title: string, ...inputs: HTMLInputElement[]): HTMLElement {
    return h("fieldset", { class: "route-group" }, h("legend", { class: "kern-label" }, title),
      h("div", { class: "route-row" }, ...inputs.map((input) =>
        h("div", { class: "kern-form-check" }, input, h("label", { class: "kern-label", for: input.id }, input.dataset["label"] ?? "")))));
  }
}
