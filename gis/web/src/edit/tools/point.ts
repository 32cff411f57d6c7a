/** One place: by a click, by dragging the mark, or typed. At a site where the form asks for one. */

import { positionLabel, type Place } from "../../ui/search";
import type { LonLat } from "../../geo/utm";
import { announce, h } from "../../ui/dom";
import { pointText, readPoint } from "../geojson";
import type { Snap } from "../snap";
import { showTarget, type Tool, type ToolContext } from "./tool";
import { typedPlace, type TypedPlace } from "./typed";

export class PointTool implements Tool {
  private readonly typed: TypedPlace;
  private readonly note = h("p", { class: "edit-note", role: "status" });

  constructor(private readonly context: ToolContext) {
    this.typed = typedPlace(context, context.words("place.label"), (place) => this.type(place));
    context.form.slot?.append(this.typed.element, this.note);
    this.redraw();
  }

  click(at: LonLat): void {
    const { at: placed, snap } = this.context.snap(at, (one) => this.wants(one));
    this.place(placed, snap);
  }

  hover(at: LonLat): void {
    const { at: placed, snap } = showTarget(this.context, at, (one) => this.wants(one));
    this.context.sketch.setLabel(snap === null ? null : placed, snap?.code ?? "");
  }

  back(): boolean {
    return false;
  }

  key(): boolean {
    return false;
  }

  redraw(): void {
    const { form, sketch, words, wording } = this.context;
    const at = readPoint(form.get("geom"));
    sketch.setMark(at, words("place.mark"), (moved) => this.click(moved));
    if (at !== null && document.activeElement !== this.typed.input) this.typed.show(positionLabel(at, wording));
    this.showSite();
  }

  /** Whatever is put at a site snaps to sites; a site itself stands where it stands. */
  private wants(snap: Snap): boolean {
    return snap.on === "site" && this.context.form.control("site") !== null;
  }

  private type(place: Place): void {
    const { form } = this.context;
    if (place.object?.kind === "address") form.set("address", place.object.id);
    const site = place.object?.kind === "site" && form.control("site") !== null ? place.object.id : null;
    this.context.flyTo(place);
    this.write(place, site);
  }

  private place(at: LonLat, snap: Snap | null): void {
    this.write(at, snap?.id ?? null);
    this.context.sketch.setTarget(null);
    this.context.sketch.setLabel(null, "");
  }

  private write(at: LonLat, site: string | null): void {
    const { form, words, wording } = this.context;
    form.set("geom", pointText(at));
    if (form.control("site") !== null) form.set("site", site ?? "");
    this.redraw();
    announce(words("place.set", { place: positionLabel(at, wording) }));
  }

  /** Fields of a new site are asked for only where there is none. */
  private showSite(): void {
    const { form, words } = this.context;
    if (form.control("site") === null) return;
    const known = form.get("site") !== "";
    for (const name of ["site_code", "site_kind"]) {
      const field = form.control(name)?.closest<HTMLElement>(".kern-form-input");
      if (field) field.hidden = known || form.get("geom") === "";
    }
    this.note.textContent = form.get("geom") === "" ? "" : words(known ? "place.atSite" : "place.newSite");
  }
}
