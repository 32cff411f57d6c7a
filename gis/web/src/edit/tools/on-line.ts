/** A place on the line of the segment that the form is about. */

import type { LonLat } from "../../geo/utm";
import { h } from "../../ui/dom";
import { pointText, readPoint } from "../geojson";
import type { Snap } from "../snap";
import { showTarget, type Tool, type ToolContext } from "./tool";
import { typedPlace } from "./typed";

export class OnLineTool implements Tool {
  private readonly note = h("p", { class: "edit-note", role: "status" });

  constructor(private readonly context: ToolContext) {
    context.form.slot?.append(typedPlace(context, context.words("place.label"), (place) => this.click(place)).element, this.note);
    this.redraw();
  }

  click(at: LonLat): void {
    const { form, words } = this.context;
    const { at: placed, snap } = this.context.snap(at, (one) => this.wants(one));
    if (snap === null) {
      this.note.textContent = words("split.miss");
      return;
    }
    form.set("site", snap.on === "site" ? snap.id : "");
    form.set("at", pointText(placed));
    this.redraw();
  }

  hover(at: LonLat): void {
    showTarget(this.context, at, (one) => this.wants(one));
  }

  back(): boolean {
    return false;
  }

  key(): boolean {
    return false;
  }

  redraw(): void {
    const { form, sketch, words } = this.context;
    sketch.setMark(readPoint(form.get("at")), words("place.mark"), (moved) => this.click(moved));
    const known = form.get("site") !== "";
    for (const name of ["site_code", "site_kind"]) {
      const field = form.control(name)?.closest<HTMLElement>(".kern-form-input");
      if (field) field.hidden = known;
    }
    this.note.textContent = form.get("at") === "" ? "" : words(known ? "split.atSite" : "split.newSite");
  }

  private wants(snap: Snap): boolean {
    const ends = (this.context.form.data["ends"] ?? "").split(" ");
    return snap.on === "site" ? !ends.includes(snap.id) : snap.id === this.context.form.data["object"];
  }
}
