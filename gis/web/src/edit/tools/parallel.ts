/** Draws along a route: click the route, then where the line beside it begins and ends. */

import type { LonLat } from "../../geo/utm";
import { button, h } from "../../ui/dom";
import { Refused } from "../api";
import { lineText, readLine } from "../geojson";
import type { Snap } from "../snap";
import { showTarget, type ToolContext } from "./tool";

interface Guide {
  readonly id: string;
  readonly code: string;
}

const USUAL_M = "1";

export class Parallel {
  readonly element: HTMLElement;
  private active = false;
  private guide: Guide | null = null;
  private start: LonLat | null = null;
  private readonly metres = h("input", { id: "edit-beside", type: "text", inputmode: "decimal", value: USUAL_M, class: "kern-form-input__input edit-beside__metres", "aria-describedby": "edit-beside-note" });
  private readonly note = h("p", { class: "edit-note", id: "edit-beside-note", role: "status" });
  private readonly toggle: HTMLButtonElement;

  constructor(private readonly context: ToolContext, private readonly onCourse: (corners: readonly LonLat[]) => void) {
    const { words } = context;
    this.toggle = button(words("beside.begin"), "secondary", () => this.set(!this.active));
    this.element = h("div", { class: "edit-beside" },
      h("div", { class: "edit-row" },
        h("label", { class: "kern-label", for: this.metres.id }, words("beside.metres")), this.metres, this.toggle),
      this.note);
    this.set(false);
  }

  /** Whether the click belonged to it. */
  click(at: LonLat): boolean {
    if (!this.active) return false;
    if (this.guide === null) this.choose(at);
    else if (this.start === null) this.begin(at);
    else void this.ask(this.guide, this.start, at);
    return true;
  }

  hover(at: LonLat): boolean {
    if (!this.active) return false;
    if (this.guide === null) showTarget(this.context, at, isRoute);
    else if (this.start !== null) this.context.sketch.setLabel(at, this.context.words("beside.end", { code: this.guide.code }));
    return true;
  }

  /** One step back; says whether there was one. */
  back(): boolean {
    if (!this.active) return false;
    if (this.start !== null) this.start = null;
    else if (this.guide !== null) this.guide = null;
    else this.active = false;
    this.say();
    return true;
  }

  private set(active: boolean): void {
    this.active = active;
    this.guide = this.start = null;
    this.say();
  }

  private choose(at: LonLat): void {
    const { snap } = this.context.snap(at, isRoute);
    if (snap !== null) this.guide = { id: snap.id, code: snap.code };
    this.say();
  }

  private begin(at: LonLat): void {
    this.start = at;
    this.say();
  }

  private async ask(guide: Guide, start: LonLat, end: LonLat): Promise<void> {
    const asked = new URLSearchParams({ segment: guide.id, metres: this.metres.value, between: lineText([start, end]) });
    try {
      const { geometry } = await this.context.api.ask<{ geometry: GeoJSON.LineString }>(`/edit/ask/beside/?lang=${this.context.wording.language}&${asked}`);
      this.set(false);
      this.onCourse(readLine(JSON.stringify(geometry)));
    } catch (error) {
      this.note.textContent = error instanceof Refused ? error.message : this.context.words("load.hint");
      if (error instanceof Refused) this.metres.focus();
    }
  }

  private say(): void {
    const { sketch, words } = this.context;
    this.toggle.setAttribute("aria-pressed", String(this.active));
    sketch.setTarget(null);
    sketch.setLabel(null, "");
    const code = this.guide?.code ?? "";
    const text = !this.active ? "" : this.guide === null ? words("beside.route") : words(this.start === null ? "beside.start" : "beside.end", { code });
    this.note.textContent = text;
    if (text !== "") this.context.say(text);
  }
}

function isRoute(snap: Snap): boolean {
  return snap.on !== "site";
}
