/** Where a drawn line starts and ends: at a site, in a segment that is split there, or at a site that is made. */

import { h } from "../../ui/dom";
import type { Snap } from "../snap";
import type { ToolContext } from "./tool";

type End = "start" | "end";

export class EndFields {
  private readonly notes: Readonly<Record<End, HTMLElement>>;
  private readonly codes = new Map<string, string>();

  constructor(private readonly context: ToolContext) {
    this.notes = { start: h("div", { class: "edit-end" }), end: h("div", { class: "edit-end" }) };
    for (const end of ["start", "end"] as const) this.context.form.control(`${end}_code`)?.closest(".kern-form-input")?.before(this.notes[end]);
  }

  /** Notes what the corner snapped to that is the start or, for now, the end. */
  note(end: End, snap: Snap | null): void {
    if (snap !== null) this.codes.set(snap.id, snap.code);
    const value = snap === null ? "" : snap.on === "site" ? `site:${snap.id}` : `split:${snap.id}`;
    this.context.form.set(end, value);
  }

  /** Of so many corners are left: what the last one snapped to is not known any more. */
  forgetFrom(corners: number): void {
    this.context.form.set("end", "");
    if (corners === 0) this.context.form.set("start", "");
  }

  /** Says for both ends what they are, and asks for what is missing. */
  show(corners: number): void {
    (["start", "end"] as const).forEach((end, index) => this.showEnd(end, corners > index));
  }

  private showEnd(end: End, known: boolean): void {
    const { form, words } = this.context;
    const [kind = "", id = ""] = form.get(end).split(":");
    for (const name of [`${end}_code`, `${end}_kind`]) {
      const field = form.control(name)?.closest<HTMLElement>(".kern-form-input");
      if (field) field.hidden = !known || kind === "site";
    }
    const title = words(end === "start" ? "ends.start" : "ends.end");
    if (!known) return this.notes[end].replaceChildren();
    const code = this.codes.get(id) ?? "";
    const text = kind === "site" ? words("ends.atSite", { code }) : kind === "split" ? words("ends.split", { code }) : words("ends.newSite");
    this.notes[end].replaceChildren(h("p", { class: "edit-end__title" }, h("strong", {}, title), ` ${text}`), ...(kind === "split" ? [this.offer(end, id)] : []));
  }

  /** Splitting is offered, not imposed: without it a site is made beside the segment. */
  private offer(end: End, id: string): HTMLElement {
    const { form, words } = this.context;
    const box = h("input", { type: "checkbox", id: `edit-split-${end}`, checked: true, class: "kern-form-check__checkbox" });
    box.addEventListener("change", () => form.set(end, box.checked ? `split:${id}` : ""));
    return h("div", { class: "kern-form-check" }, box, h("label", { class: "kern-label", for: box.id }, words("ends.offer", { code: this.codes.get(id) ?? "" })));
  }
}
