/** Draws a line corner by corner: snapping, locked angles, live length, refused where it crosses itself. */

import { measure } from "../../geo/geodesic";
import type { LonLat } from "../../geo/utm";
import { button, h } from "../../ui/dom";
import { locked, STEP_DEGREES, turn } from "../angle";
import { firstCrossing } from "../crossing";
import { lineText, pointOf, readLine } from "../geojson";
import { EndFields } from "./ends";
import { Parallel } from "./parallel";
import { Shift } from "./shift";
import type { Tool, ToolContext } from "./tool";
import { typedPlace } from "./typed";

export class LineTool implements Tool {
  private corners: LonLat[] = [];
  private finished = false;
  private pointer: LonLat | null = null;
  private readonly ends: EndFields;
  private readonly parallel: Parallel;
  private readonly shift: Shift;
  private readonly length = h("p", { class: "edit-note", role: "status" });
  private readonly lock = h("input", { type: "checkbox", id: "edit-lock", class: "kern-form-check__checkbox" });
  private readonly finish: HTMLButtonElement;
  private readonly remove: HTMLButtonElement;

  constructor(private readonly context: ToolContext) {
    const { words } = context;
    this.ends = new EndFields(context);
    this.parallel = new Parallel(context, (course) => this.follow(course));
    this.shift = new Shift(context, () => this.corners, (course) => this.replace(course));
    this.finish = button(words("line.finish"), "secondary", () => this.end());
    this.remove = button(words("line.removeLast"), "tertiary", () => this.back());
    const lock = h("div", { class: "kern-form-check" }, this.lock, h("label", { class: "kern-label", for: "edit-lock" }, words("line.lock", { degrees: STEP_DEGREES })));
    const typed = typedPlace(context, words("line.typed"), (place) => {
      context.flyTo(place);
      this.click(place);
      typed.show("");
    });
    context.form.slot?.append(this.length, lock, h("div", { class: "edit-row" }, this.finish, this.remove), typed.element, this.parallel.element, this.shift.element);
    this.redraw();
  }

  click(at: LonLat): void {
    if (this.finished || this.parallel.click(at)) return;
    const { at: placed, snap } = this.aim(at);
    const last = this.corners.at(-1);
    if (last !== undefined && this.context.same(last, placed)) return this.end();
    if (this.refuse([...this.corners, placed])) return;
    this.corners.push(placed);
    this.ends.add(snap);
    this.pointer = null;
    this.write();
  }

  hover(at: LonLat): void {
    if (this.finished || this.parallel.hover(at)) return;
    const { at: placed, snap } = this.aim(at);
    this.pointer = placed;
    this.context.sketch.setTarget(snap === null ? null : placed);
    this.draw(snap === null ? "" : this.context.words(snap.on === "site" ? "line.toSite" : "line.toLine", { code: snap.code }));
  }

  back(): boolean {
    if (this.parallel.back()) return true;
    if (this.corners.length === 0) return false;
    if (this.finished) this.finished = false;
    else {
      this.corners.pop();
      this.ends.drop();
    }
    this.write();
    return true;
  }

  key(event: KeyboardEvent): boolean {
    if (event.key === "Backspace") return this.back();
    if (event.key.toLowerCase() !== "w") return false;
    this.lock.checked = !this.lock.checked;
    return true;
  }

  redraw(): void {
    const known = readLine(this.context.form.get("geom"));
    if (lineText(known) !== lineText(this.corners)) {
      this.corners = known;
      this.finished = known.length > 1;
    }
    this.ends.show(this.corners.length);
    this.draw("");
  }

  /** Goes on along a course; what it began or ended with is no site. */
  private follow(course: readonly LonLat[]): void {
    if (this.refuse([...this.corners, ...course])) return;
    this.corners.push(...course);
    for (const _corner of course) this.ends.add(null);
    this.write();
  }

  /** The line that was drawn along something, moved beside it: its ends are where nothing is yet. */
  private replace(course: readonly LonLat[]): void {
    this.corners = [...course];
    this.ends.begin(course.length);
    this.finished = true;
    this.pointer = null;
    this.write();
  }

  private end(): void {
    if (this.corners.length < 2) return;
    this.finished = true;
    this.pointer = null;
    this.context.sketch.setTarget(null);
    this.draw("");
    this.context.say(this.context.words("line.finished"));
  }

  private aim(at: LonLat): { at: LonLat; snap: ReturnType<ToolContext["snap"]>["snap"] } {
    const found = this.context.snap(at);
    if (found.snap !== null || !this.lock.checked) return found;
    return { at: locked(this.corners, at), snap: null };
  }

  /** Marks where the line would cross itself. Says whether it does. */
  private refuse(corners: readonly LonLat[]): boolean {
    const crossing = firstCrossing(corners);
    if (crossing === null) return false;
    const message = this.context.words("line.crosses");
    this.context.sketch.setProblems([{ message, place: pointOf(crossing) }]);
    this.context.say(message);
    return true;
  }

  private isBad(corners: readonly LonLat[]): boolean {
    return firstCrossing(corners) !== null;
  }

  private write(): void {
    this.context.form.set("geom", lineText(this.corners));
    this.ends.show(this.corners.length);
    this.draw("");
  }

  private draw(target: string): void {
    const { sketch, words, wording } = this.context;
    const line = this.pointer === null ? this.corners : [...this.corners, this.pointer];
    const bad = this.isBad(line);
    sketch.drawing = !this.finished;
    sketch.setLine(line, bad);
    sketch.setCorners(this.corners);
    const angle = this.pointer === null ? null : turn(this.corners, this.pointer);
    const said = [wording.metres(measure(line).length), angle === null ? "" : `${wording.number(angle)}°`, target, bad ? words("line.crosses") : ""];
    sketch.setLabel(this.pointer, this.corners.length === 0 ? target : said.filter(Boolean).join(" · "));
    this.length.textContent = this.corners.length === 0 ? words("line.start") : words("line.length", { length: wording.metres(measure(this.corners).length) });
    this.finish.disabled = this.finished || this.corners.length < 2;
    this.remove.disabled = this.corners.length === 0;
    this.shift.show();
  }
}
