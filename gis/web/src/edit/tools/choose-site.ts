/** One of the sites that the form offers, chosen by a click on the map as well as in its list. */

import type { LonLat } from "../../geo/utm";
import type { Snap } from "../snap";
import { showTarget, type Tool, type ToolContext } from "./tool";

export class ChooseSiteTool implements Tool {
  constructor(private readonly context: ToolContext) {}

  click(at: LonLat): void {
    const { snap } = this.context.snap(at, (one) => this.wants(one));
    if (snap === null) this.context.say(this.context.words("choose.miss"));
    else this.context.form.set("site", snap.id);
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
    return;
  }

  private wants({ on, id }: Snap): boolean {
    const list = this.context.form.control("site");
    return on === "site" && list instanceof HTMLSelectElement && [...list.options].some(({ value }) => value === id);
  }
}
