/**
 * Moves, adds and removes the corners of a line that exists; its ends move to other sites. With the mouse by dragging
 * (Geoman); with the keyboard, or without dragging, one click takes a corner up and the next puts it down.
 */

import { measure } from "../../geo/geodesic";
import type { LonLat } from "../../geo/utm";
import { h } from "../../ui/dom";
import { type Held, movedTo, pickUp, without } from "../corners";
import { firstCrossing } from "../crossing";
import { lineText, pointOf, readLine } from "../geojson";
import type { Tool, ToolContext } from "./tool";

export class VerticesTool implements Tool {
  private readonly note = h("p", { class: "edit-note", role: "status" });
  private held: Held | null = null;
  private shown = "";

  constructor(private readonly context: ToolContext) {
    context.form.slot?.append(this.note, h("p", { class: "kern-hint" }, context.words("vertices.help")));
    this.redraw();
  }

  click(at: LonLat): void {
    if (this.held === null) return this.take(at);
    const { held } = this;
    this.letGo();
    this.write(movedTo(held, at));
    this.redraw();
  }

  hover(at: LonLat): void {
    if (this.held === null) return;
    const { sketch, wording } = this.context;
    const moved = movedTo(this.held, this.snapped(at)?.at ?? at);
    sketch.setLine(moved, firstCrossing(moved) !== null);
    sketch.setLabel(at, wording.metres(measure(moved).length));
  }

  back(): boolean {
    const held = this.held !== null;
    if (held) this.letGo();
    return held;
  }

  key(event: KeyboardEvent): boolean {
    if (this.held === null || !["Delete", "Backspace"].includes(event.key)) return false;
    const rest = without(this.held);
    this.letGo();
    if (rest === null) this.context.say(this.context.words("vertices.end"));
    else this.write(rest);
    this.redraw();
    return true;
  }

  redraw(): void {
    const text = this.context.form.get("geom");
    if (text !== this.shown) {
      this.shown = text;
      this.context.sketch.editLine(readLine(text), (corners) => this.write(corners));
    }
    this.describe(readLine(text));
  }

  private take(at: LonLat): void {
    this.held = pickUp(readLine(this.context.form.get("geom")), at, (one, other) => this.context.same(one, other));
    this.context.say(this.context.words(this.held === null ? "vertices.miss" : "vertices.held"));
    if (this.held !== null) this.hover(at);
  }

  private letGo(): void {
    this.held = null;
    this.context.sketch.setLine([], false);
    this.context.sketch.setLabel(null, "");
  }

  /** What an end that is held would end at. */
  private snapped(at: LonLat): ReturnType<ToolContext["snap"]> | null {
    const end = this.held !== null && [0, this.held.corners.length - 1].includes(this.held.index);
    return end ? this.context.snap(at, (one) => one.on === "site") : null;
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
    const crossing = firstCrossing(corners);
    this.context.sketch.showEdited(crossing !== null);
    this.context.sketch.setProblems(crossing === null ? [] : [{ message: words("line.crosses"), place: pointOf(crossing) }]);
    this.note.textContent = [words("line.length", { length: wording.metres(measure(corners).length) }), crossing === null ? "" : words("line.crosses")].filter(Boolean).join(" · ");
  }
}
