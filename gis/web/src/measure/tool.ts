/** Measuring on the map: click by click, length and area on the ellipsoid. */

import { crossesItself } from "../geo/crossing";
import type { LonLat } from "../geo/utm";
import type { Wording } from "../i18n";
import { announce, button, h } from "../ui/dom";
import { areaText } from "./wording";

export interface MeasureEvents {
  onPoints(points: readonly LonLat[]): void;
  /** Draws the line, with a thin stretch to the pointer where it goes on. */
  onDraw(points: readonly LonLat[], pointer: LonLat | null): void;
}

type Geodesy = typeof import("../geo/geodesic");

export class MeasureTool {
  readonly element: HTMLElement;
  private readonly values = h("dl", { class: "facts measure__values" });
  private readonly warning = h("p", { class: "measure-warning", role: "status" });
  private readonly undo: HTMLButtonElement;
  private readonly clear: HTMLButtonElement;
  private points: readonly LonLat[] = [];
  private pointer: LonLat | null = null;
  private geodesy: Geodesy | null = null;
  private isBegun = false;

  constructor(private readonly words: Wording, private readonly events: MeasureEvents) {
    this.undo = button(words.text("measure.undo"), "secondary", () => events.onPoints(this.points.slice(0, -1)));
    this.clear = button(words.text("measure.clear"), "tertiary", () => events.onPoints([]));
    this.element = h("section", { class: "measure", "aria-labelledby": "measure-title" },
      h("h2", { class: "kern-heading-medium", id: "measure-title", tabindex: -1 }, words.text("measure.title")),
      h("p", { class: "kern-body kern-body--small" }, words.text("measure.intro")),
      this.values, this.warning, h("div", { class: "filter__actions" }, this.undo, this.clear));
  }

  /** Reckoning on the ellipsoid is loaded with the first use. */
  async begin(points: readonly LonLat[]): Promise<void> {
    this.isBegun = true;
    this.show(points);
    this.geodesy ??= await import("../geo/geodesic");
    // Points may have been set meanwhile.
    this.show(this.points);
  }

  end(): void {
    this.isBegun = false;
    this.events.onDraw([], null);
  }

  show(points: readonly LonLat[]): void {
    if (!this.isBegun) return;
    this.points = points;
    this.draw();
    if (points.length > 1 && this.geodesy !== null) announce(this.metres(this.geodesy.measure(points).length));
  }

  takeClick(place: LonLat): boolean {
    if (this.isBegun) this.events.onPoints([...this.points, place]);
    return this.isBegun;
  }

  pointAt(place: LonLat | null): void {
    if (!this.isBegun || this.points.length === 0) return;
    this.pointer = place;
    this.draw();
  }

  /** Esc: one point after the other. */
  back(): boolean {
    const measured = this.isBegun && this.points.length > 0;
    if (measured) this.events.onPoints(this.points.slice(0, -1));
    return measured;
  }

  private draw(): void {
    this.undo.disabled = this.clear.disabled = this.points.length === 0;
    this.events.onDraw(this.points, this.points.length === 0 ? null : this.pointer);
    const live = this.pointer === null || this.points.length === 0 ? this.points : [...this.points, this.pointer];
    this.values.replaceChildren(...this.rows(live));
    const crosses = this.points.length > 3 && crossesItself(this.points);
    this.warning.textContent = crosses ? this.words.text("measure.crosses") : "";
  }

  private rows(points: readonly LonLat[]): HTMLElement[] {
    if (this.geodesy === null || points.length === 0) return [];
    const found = this.geodesy.measure(points);
    const rows: [string, string][] = [
      [this.words.text("measure.length"), this.metres(found.length)],
      [this.words.text("measure.last"), this.metres(found.last)],
    ];
    if (points.length > 2) {
      rows.push([this.words.text("measure.area"), areaText(found.area, this.words)]);
      rows.push([this.words.text("measure.perimeter"), this.metres(found.perimeter)]);
    }
    return rows.flatMap(([label, value]) => [h("dt", {}, label), h("dd", {}, value)]);
  }

  private metres(value: number): string {
    return this.words.metres(value);
  }
}
