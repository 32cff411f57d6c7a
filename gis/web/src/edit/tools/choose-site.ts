/**
 * One of the sites that the form offers: clicked on the map, taken from its list, in which the arrow keys go along
 * the duct, or found by the metres from its start. The chosen one is marked on the map.
 */

import type { LonLat } from "../../geo/utm";
import { h } from "../../ui/dom";
import type { Snap } from "../snap";
import { nearest, readMetres, type Station } from "./along";
import { showTarget, type Tool, type ToolContext } from "./tool";

export class ChooseSiteTool implements Tool {
  private readonly stations: readonly Station[];
  private readonly metres = h("input", { id: "edit-metres", type: "text", inputmode: "decimal", class: "kern-form-input__input edit-beside__metres", "aria-describedby": "edit-metres-note" });
  private readonly note = h("p", { class: "edit-note", id: "edit-metres-note", role: "status" });

  constructor(private readonly context: ToolContext) {
    const { form, words } = context;
    this.stations = JSON.parse(form.data["stations"] ?? "[]") as readonly Station[];
    this.metres.addEventListener("change", () => this.find());
    this.list?.addEventListener("change", () => this.bring());
    form.slot?.append(h("div", { class: "kern-form-input" }, h("label", { class: "kern-label", for: this.metres.id }, words("choose.metres")), this.metres), this.note);
    this.redraw();
  }

  click(at: LonLat): void {
    const { snap } = this.context.snap(at, (one) => this.wants(one));
    if (snap === null) this.context.say(this.context.words("choose.miss"));
    else this.choose(snap.id);
  }

  hover(at: LonLat): void {
    if (showTarget(this.context, at, (one) => this.wants(one)).snap === null) this.mark();
  }

  back(): boolean {
    return false;
  }

  key(): boolean {
    return false;
  }

  /** Says where the chosen site is, and marks it. */
  redraw(): void {
    const { wording, words } = this.context;
    const { chosen } = this;
    this.note.textContent = chosen === null ? "" : words("choose.chosen", { code: chosen.code, metres: wording.metres(chosen.metres) });
    this.mark();
  }

  /** What is chosen without the map is brought onto it. */
  private bring(): void {
    this.redraw();
    if (this.chosen !== null) this.context.flyTo(this.chosen.at);
  }

  private get list(): HTMLSelectElement | null {
    const list = this.context.form.control("site");
    return list instanceof HTMLSelectElement ? list : null;
  }

  private get chosen(): Station | null {
    return this.stations.find(({ id }) => id === this.list?.value) ?? null;
  }

  private mark(): void {
    this.context.sketch.setTarget(this.chosen?.at ?? null);
  }

  private choose(id: string): void {
    this.context.form.set("site", id);
    this.redraw();
  }

  private find(): void {
    const metres = readMetres(this.metres.value);
    const found = metres === null ? null : nearest(this.stations, metres);
    if (found === null) {
      this.note.textContent = this.metres.value.trim() === "" ? "" : this.context.words("choose.noMetres");
      return;
    }
    this.context.form.set("site", found.id);
    this.bring();
  }

  private wants({ on, id }: Snap): boolean {
    return on === "site" && this.list !== null && [...this.list.options].some(({ value }) => value === id);
  }
}
