/** Moves a drawn line to one side: traced along a street on the background, it runs beside it afterwards. */

import type { LonLat } from "../../geo/utm";
import { button, h } from "../../ui/dom";
import { Refused } from "../api";
import { lineText, readLine } from "../geojson";
import type { ToolContext } from "./tool";

type Side = "left" | "right";

const USUAL_M = "1";

export class Shift {
  readonly element: HTMLElement;
  private readonly metres = h("input", { id: "edit-shift", type: "text", inputmode: "decimal", value: USUAL_M, class: "kern-form-input__input edit-beside__metres", "aria-describedby": "edit-shift-note" });
  private readonly note = h("p", { class: "edit-note", id: "edit-shift-note", role: "status" });
  private readonly buttons: readonly HTMLButtonElement[];

  /** `onMoved` gets the moved line. */
  constructor(private readonly context: ToolContext, private readonly drawn: () => readonly LonLat[], private readonly onMoved: (corners: readonly LonLat[]) => void) {
    const { words } = context;
    this.buttons = (["left", "right"] as const).map((side) => button(words(`shift.${side}`), "secondary", () => void this.ask(side)));
    this.element = h("fieldset", { class: "edit-beside edit-shift" }, h("legend", { class: "kern-label" }, words("shift.title")),
      h("p", { class: "kern-hint" }, words("shift.help")),
      h("div", { class: "edit-row" }, h("label", { class: "kern-label", for: this.metres.id }, words("beside.metres")), this.metres, ...this.buttons), this.note);
  }

  /** There is something to move once a line is drawn. */
  show(): void {
    this.element.hidden = this.drawn().length < 2;
  }

  private async ask(side: Side): Promise<void> {
    const asked = new URLSearchParams({ line: lineText(this.drawn()), metres: this.metres.value, side });
    this.note.textContent = "";
    try {
      const { geometry } = await this.context.api.ask<{ geometry: GeoJSON.LineString }>(`/edit/ask/shifted/?lang=${this.context.wording.language}&${asked}`);
      this.onMoved(readLine(JSON.stringify(geometry)));
      this.context.say(this.context.words("shift.done"));
    } catch (error) {
      this.note.textContent = error instanceof Refused ? error.message : this.context.words("load.hint");
      if (error instanceof Refused) this.metres.focus();
    }
  }
}
