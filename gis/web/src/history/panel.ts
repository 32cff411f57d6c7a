/** The history in the panel: older changes, and the geometry before and after one on the map. */

import type { Wording } from "../i18n";
import type { Ghosts } from "../map/ghosts";
import { getText } from "../net";
import { alertBox, announce } from "../ui/dom";

export interface HistoryEvents {
  /** Both shapes should be in view: west, south, east, north. */
  bring(bounds: readonly [number, number, number, number]): void;
}

export class PanelHistory {
  constructor(private readonly body: HTMLElement, private readonly ghosts: Ghosts, private readonly words: Wording, private readonly events: HistoryEvents) {
    body.addEventListener("click", (event) => {
      const asked = (event.target as Element).closest<HTMLElement>("[data-older], [data-before]");
      if (asked?.dataset["older"] !== undefined) void this.older(asked, asked.dataset["older"]);
      else if (asked !== null) this.toggle(asked);
    });
  }

  /** Another object is shown. */
  clear(): void {
    this.ghosts.clear();
  }

  private toggle(button: HTMLElement): void {
    const shown = button.getAttribute("aria-pressed") === "true";
    this.ghosts.clear();
    for (const one of this.body.querySelectorAll("[data-before][aria-pressed=true]")) one.setAttribute("aria-pressed", "false");
    if (shown) return;
    button.setAttribute("aria-pressed", "true");
    const { before = "", after = "" } = button.dataset;
    this.events.bring(this.ghosts.show(JSON.parse(before) as GeoJSON.Geometry, JSON.parse(after) as GeoJSON.Geometry));
    announce(this.words.text("history.shown"));
  }

  /** The answer comes from our own server, which escapes every value. */
  private async older(button: HTMLElement, address: string): Promise<void> {
    button.setAttribute("inert", "");
    try {
      const html = await getText(`${address}&lang=${this.words.language}`);
      const known = button.parentElement?.querySelectorAll(".history__step").length ?? 0;
      button.insertAdjacentHTML("afterend", html);
      const parent = button.parentElement;
      button.remove();
      const first = parent?.querySelectorAll<HTMLElement>(".history__when")[known];
      if (first !== undefined) {
        first.tabIndex = -1;
        first.focus();
      }
    } catch {
      button.removeAttribute("inert");
      button.before(alertBox("danger", this.words.text("panel.failed")));
    }
  }
}
