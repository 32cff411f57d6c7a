/** Pulls a cable: its path, and for each stretch the duct with how full it is before and after. */

import { h } from "../../ui/dom";
import { PathTool } from "./path";
import { inside, type Option, type SegmentRoom, type Stretch, stretches } from "./room";
import type { ToolContext } from "./tool";

export class PullTool extends PathTool {
  private readonly list = h("div", { class: "edit-room" });
  private segments: readonly SegmentRoom[] = [];
  private asked = "";

  constructor(context: ToolContext) {
    super(context);
    context.form.slot?.append(this.list);
    context.form.control("type")?.addEventListener("change", () => void this.askRoom());
    this.list.addEventListener("change", (event) => this.choose(event.target as HTMLSelectElement));
    void this.askRoom();
  }

  protected override pathChanged(): void {
    void this.askRoom();
  }

  private async askRoom(): Promise<void> {
    const { form, api } = this.context;
    const [path, type] = [form.get("path"), form.get("type")];
    const url = `/edit/ask/room/?${new URLSearchParams({ path, type }).toString()}`;
    if (url === this.asked) return;
    this.asked = url;
    if (path === "") return this.showRoom([]);
    try {
      const answer = await api.json<{ segments: SegmentRoom[] }>(url);
      if (url === this.asked) this.showRoom(answer.segments);
    } catch {
      this.asked = "";
      this.list.replaceChildren(h("p", { role: "alert" }, this.context.words("load.hint")));
    }
  }

  private choose(select: HTMLSelectElement): void {
    const segment = select.dataset["segment"];
    if (segment === undefined) return;
    this.choices.set(segment, select.value);
    this.keep();
    this.showRoom(this.segments);
    this.list.querySelector<HTMLElement>(`[data-segment="${segment}"]`)?.focus();
  }

  private showRoom(segments: readonly SegmentRoom[]): void {
    this.segments = segments;
    const found = stretches(segments, this.choices);
    this.context.form.set("inside", inside(found));
    this.list.replaceChildren(...found.map((one, index) => this.stretch(one, index)));
  }

  private stretch({ from, to, options, chosen }: Stretch, index: number): HTMLElement {
    const { words } = this.context;
    const names = this.segments.slice(from, to).map(({ code }) => code).join(", ");
    const select = h("select", { id: `edit-room-${index}`, class: "kern-form-input__select", "data-segment": this.segments[from]!.id },
      ...options.map((one) => h("option", { value: one.id, selected: one.id === chosen, disabled: !one.fits && one.after !== null }, this.words(one))),
      h("option", { value: "", selected: chosen === "" }, words("pull.buried")));
    return h("div", { class: "kern-form-input" },
      h("label", { class: "kern-label", for: select.id }, words("pull.in", { segments: names })),
      h("div", { class: "kern-form-input__select-wrapper" }, select));
  }

  private words({ code, before, after, limit }: Option): string {
    const percent = (share: number): string => this.context.wording.number(share * 100);
    const values = { code, before: percent(before), after: after === null ? "?" : percent(after), limit: percent(limit) };
    return this.context.words(after !== null && after > limit ? "pull.full" : "pull.fill", values);
  }
}
