/** Chooses many objects by a box (two corners), a polygon or the filter of the map, and previews what changes in each. */

import { layerOf, narrowing } from "../../filter/query";
import type { LonLat } from "../../geo/utm";
import { button, h } from "../../ui/dom";
import { Refused } from "../api";
import { lineText } from "../geojson";
import { group, radio } from "./radios";
import { before, chosen, type Row, touchedBy, wanted } from "./selection";
import type { Tool, ToolContext } from "./tool";

/** A kind of object with the attributes that many of it may share. */
interface Kind {
  readonly name: string;
  readonly title: string;
  readonly attributes: readonly string[];
  /** The name of its list in a filter. */
  readonly list: string;
}

/** How the objects were chosen, so that they come back after a refusal or a reload. */
interface Drawn {
  readonly shape: "box" | "polygon" | "filter";
  readonly corners: readonly LonLat[];
}

const SHOWN = 50;

export class ManyTool implements Tool {
  private corners: LonLat[] = [];
  private pointer: LonLat | null = null;
  private rows: readonly Row[] | null = null;
  private asked = 0;
  private readonly note = h("p", { class: "edit-note", role: "status" });
  private readonly table = h("div", { class: "edit-preview" });
  private readonly box: HTMLInputElement;
  private readonly polygon: HTMLInputElement;
  private readonly filtered: HTMLInputElement;
  private readonly kinds: readonly Kind[];
  private kind: Kind;

  constructor(private readonly context: ToolContext) {
    const { words, form } = context;
    this.kinds = JSON.parse(form.data["kinds"] ?? "[]") as readonly Kind[];
    const list = layerOf(context.filter());
    this.kind = this.kinds.find((one) => one.name === form.get("kind")) ?? this.kinds.find((one) => one.list === list) ?? this.kinds[0]!;
    this.box = radio("edit-shape", "box", words("many.box"), !this.isNarrowed);
    this.polygon = radio("edit-shape", "polygon", words("many.polygon"), false);
    this.filtered = radio("edit-shape", "filter", words("many.filtered"), this.isNarrowed);
    const kinds = group(words("many.what"), ...this.kinds.map((one) => radio("edit-kind", one.name, one.title, one === this.kind)));
    const shapes = group(words("many.how"), this.box, this.polygon, this.filtered);
    form.slot?.append(kinds, shapes, this.note, h("div", { class: "edit-row" }, button(words("many.again"), "tertiary", () => this.begin())));
    form.element.querySelector(".edit-form__actions")?.before(this.table);
    kinds.addEventListener("change", (event) => this.choose((event.target as HTMLInputElement).value));
    shapes.addEventListener("change", () => this.begin());
    for (const name of this.everyAttribute) form.control(name)?.addEventListener("change", () => this.preview());
    this.offerAttributes();
    this.begin();
  }

  click(at: LonLat): void {
    if (this.filtered.checked) this.box.checked = true;
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
    const kept = this.context.form.get("kind");
    if (kept !== this.kind.name) this.take(kept);
    this.chooseAgain();
  }

  /** What is chosen is asked anew: since the form came, somebody may have changed it. */
  private chooseAgain(): void {
    const text = this.context.form.get("drawing");
    if (text === "") return;
    const { shape, corners } = JSON.parse(text) as Drawn;
    if (shape === "filter" && !this.isNarrowed) return;
    this[shape === "filter" ? "filtered" : shape].checked = true;
    this.corners = [...corners];
    if (shape === "filter") this.askFiltered();
    else this.finish();
  }

  private keep(): void {
    const shape = this.filtered.checked ? "filter" : this.polygon.checked ? "polygon" : "box";
    this.context.form.set("drawing", JSON.stringify({ shape, corners: this.corners } satisfies Drawn));
  }

  private get everyAttribute(): ReadonlySet<string> {
    return new Set(this.kinds.flatMap(({ attributes }) => attributes));
  }

  private choose(name: string): void {
    this.take(name);
    this.begin();
  }

  private take(name: string): void {
    this.kind = this.kinds.find((one) => one.name === name) ?? this.kind;
    const radio = this.context.form.slot?.querySelector<HTMLInputElement>(`#edit-kind-${this.kind.name}`);
    if (radio) radio.checked = true;
    this.offerAttributes();
  }

  /** Whether the map shows only some of this kind. */
  private get isNarrowed(): boolean {
    return narrowing(this.context.filter(), this.kind.list) !== "";
  }

  /** What objects of the kind do not have is neither asked nor sent, nor is a filter of another kind. */
  private offerAttributes(): void {
    const { form } = this.context;
    for (const name of this.everyAttribute) {
      const known = this.kind.attributes.includes(name);
      const field = form.control(name)?.closest<HTMLElement>(".kern-form-input");
      if (field) field.hidden = !known;
      if (!known) form.set(name, "");
    }
    this.filtered.parentElement!.hidden = !this.isNarrowed;
    if (this.filtered.checked && !this.isNarrowed) this.box.checked = true;
  }

  private begin(): void {
    this.corners = [];
    this.rows = null;
    this.asked += 1;
    this.context.form.set("chosen", "");
    this.context.form.set("kind", this.kind.name);
    this.context.form.set("drawing", "");
    this.table.replaceChildren();
    if (this.filtered.checked) this.askFiltered();
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
    this.keep();
    void this.ask(outline);
    this.draw();
  }

  private askFiltered(): void {
    this.keep();
    void this.ask(null);
  }

  /** What lies in the outline, or anywhere for null; of what the map shows, where it is filtered. */
  private async ask(outline: readonly LonLat[] | null): Promise<void> {
    const number = (this.asked += 1);
    const asked = new URLSearchParams({ kind: this.context.form.get("kind") });
    if (outline !== null) asked.set("area", lineText(outline));
    if (this.isNarrowed) asked.set("filter", this.context.filter()!);
    try {
      const { rows } = await this.context.api.ask<{ rows: Row[] }>(`/edit/ask/many/?lang=${this.context.wording.language}&${asked.toString()}`);
      if (number === this.asked) this.show(rows);
    } catch (error) {
      if (number === this.asked) this.note.textContent = error instanceof Refused ? error.message : this.context.words("load.hint");
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
    const wishes = wanted(form.values(), this.kind.attributes);
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
    const { sketch } = this.context;
    const live = this.pointer === null || this.rows !== null ? this.corners : [...this.corners, this.pointer];
    const outline = this.outline(live);
    sketch.drawing = this.rows === null;
    sketch.setLine(outline.length < 3 ? outline : [...outline, outline[0]!], false);
    sketch.setCorners(this.corners);
    if (this.rows === null) this.note.textContent = this.invitation;
  }

  private get invitation(): string {
    const { words } = this.context;
    if (this.filtered.checked) return words("many.asked");
    const draw = words(this.polygon.checked ? "many.drawPolygon" : "many.drawBox");
    return this.isNarrowed ? `${draw} ${words("many.shownOnly")}` : draw;
  }
}
