/** Where a drawn line starts and ends: at a site, in a segment that is split there, or at a site that is made. */

import { h } from "../../ui/dom";
import type { Snap } from "../snap";
import type { ToolContext } from "./tool";

type End = "start" | "end";

/** What stands in the form beside the line, so that it comes back with it after a refusal or a reload. */
interface Met {
  /** For each corner what it lies at, as the form sends it: "site:" or "split:" and an id; empty for nothing. */
  readonly ends: readonly string[];
  readonly codes: Readonly<Record<string, string>>;
}

const NOTHING_MET: Met = { ends: [], codes: {} };

export class EndFields {
  private readonly notes: Readonly<Record<End, HTMLElement>>;

  constructor(private readonly context: ToolContext) {
    this.notes = { start: h("div", { class: "edit-end" }), end: h("div", { class: "edit-end" }) };
    for (const end of ["start", "end"] as const) this.context.form.control(`${end}_code`)?.closest(".kern-form-input")?.before(this.notes[end]);
  }

  /** Notes what the next corner snapped to. */
  add(snap: Snap | null): void {
    const { ends, codes } = this.met;
    if (snap === null) return this.keep({ ends: [...ends, ""], codes });
    this.keep({ ends: [...ends, `${snap.on === "site" ? "site" : "split"}:${snap.id}`], codes: { ...codes, [snap.id]: snap.code } });
  }

  /** The last corner is taken back. */
  drop(): void {
    const { ends, codes } = this.met;
    this.keep({ ends: ends.slice(0, -1), codes });
  }

  /** The line became another one, of so many corners at which nothing is. */
  begin(corners: number): void {
    this.keep({ ends: Array<string>(corners).fill(""), codes: {} });
  }

  /** Says for both ends what they are, and asks for what is missing. */
  show(corners: number): void {
    (["start", "end"] as const).forEach((end, index) => this.showEnd(end, corners > index));
  }

  private get met(): Met {
    const text = this.context.form.get("drawing");
    return text === "" ? NOTHING_MET : (JSON.parse(text) as Met);
  }

  private keep(met: Met): void {
    const { form } = this.context;
    form.set("drawing", met.ends.length === 0 ? "" : JSON.stringify(met));
    form.set("start", met.ends[0] ?? "");
    form.set("end", met.ends.length > 1 ? met.ends.at(-1)! : "");
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
    const code = this.met.codes[id] ?? "";
    const text = kind === "site" ? words("ends.atSite", { code }) : kind === "split" ? words("ends.split", { code }) : words("ends.newSite");
    this.notes[end].replaceChildren(h("p", { class: "edit-end__title" }, h("strong", {}, title), ` ${text}`), ...(kind === "split" ? [this.offer(end, id, code)] : []));
  }

  /** Splitting is offered, not imposed: without it a site is made beside the segment. */
  private offer(end: End, id: string, code: string): HTMLElement {
    const box = h("input", { type: "checkbox", id: `edit-split-${end}`, checked: true, class: "kern-form-check__checkbox" });
    box.addEventListener("change", () => this.lie(end, box.checked ? `split:${id}` : ""));
    return h("div", { class: "kern-form-check" }, box, h("label", { class: "kern-label", for: box.id }, this.context.words("ends.offer", { code })));
  }

  /** What an end lies at from now on. */
  private lie(end: End, value: string): void {
    const { ends, codes } = this.met;
    const at = end === "start" ? 0 : ends.length - 1;
    this.keep({ ends: ends.map((old, index) => (index === at ? value : old)), codes });
  }
}
