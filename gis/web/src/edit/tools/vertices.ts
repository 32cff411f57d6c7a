/** Moves, adds and removes the corners of a line that exists; its ends move to other sites. */

import { measure } from "../../geo/geodesic";
import type { LonLat } from "../../geo/utm";
import { h } from "../../ui/dom";
import { firstCrossing } from "../crossing";
import { lineText, readLine } from "../geojson";
import type { Tool, ToolContext } from "./tool";

export class VerticesTool implements Tool {
  private readonly note = h("p", { class: "edit-note", role: "status" });
  private shown = "";

  constructor(private readonly context: ToolContext) {
    context.form.slot?.append(this.note, h("p", { class: "kern-hint" }, context.words("vertices.help")));
    this.redraw();
  }

  click(): void {
    return;
  }

  hover(): void {
    return;
  }

  back(): boolean {
    return false;
  }

  key(): boolean {
    return false;
  }

  redraw(): void {
    const text = this.context.form.get("geom");
    if (text !== this.shown) {
      this.shown = text;
      this.context.sketch.editLine(readLine(text), (corners) => this.write(corners));
    }
    this.describe(readLine(text));
  }

  private write(corners: LonLat[]): void {
    const placed = [...corners];
    this.snapEnd(placed, 0, "start_site");
    this.snapEnd(placed, placed.length - 1, "end_site");
    this.shown = lineText(corners);
    this.context.form.set("geom", lineText(placed));
    this.describe(placed);
  }

  /** An end that was dragged onto another site ends there. */
  private snapEnd(corners: LonLat[], index: number, field: string): void {
    const before = readLine(this.context.form.initially("geom"));
    const old = before[index === 0 ? 0 : before.length - 1];
    const now = corners[index]!;
    if (old !== undefined && this.context.same(old, now)) {
      corners[index] = old;
      this.context.form.set(field, this.context.form.initially(field));
      return;
    }
    const { at, snap } = this.context.snap(now, (one) => one.on === "site");
    if (snap === null) return;
    corners[index] = at;
    this.context.form.set(field, snap.id);
  }

  private describe(corners: readonly LonLat[]): void {
    const { words, wording } = this.context;
    const bad = firstCrossing(corners) !== null;
    this.context.sketch.showEdited(bad);
    this.note.textContent = [words("line.length", { length: wording.metres(measure(corners).length) }), bad ? words("line.crosses") : ""].filter(Boolean).join(" · ");
  }
}
