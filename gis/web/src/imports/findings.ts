/** Shows what an import found, for those who come from its page (`i` in the address). */

import type { Wording } from "../i18n";
import type { Findings, FindingsLayer } from "../map/findings";
import type { Covered, MapView } from "../map/leaflet";
import { getJson } from "../net";
import type { ViewStore } from "../state";
import { announce, button, byId, h } from "../ui/dom";

export interface ImportParts {
  readonly words: Wording;
  readonly store: ViewStore;
  readonly map: MapView;
  /** Pixels of the map under the panel. */
  covered(): Covered;
  say(text: string): void;
}

export class ImportFindings {
  private readonly bar = h("aside", { class: "import-bar", hidden: true });
  private layer: FindingsLayer | null = null;
  private shown: string | null = null;

  constructor(private readonly parts: ImportParts) {
    this.bar.setAttribute("aria-label", parts.words.text("imports.label"));
    byId("map").after(this.bar);
  }

  /** `placed`: the address says what to look at, so the map stays there. */
  apply(delivery: string | null, placed: boolean): void {
    if (delivery === this.shown) return;
    this.shown = delivery;
    this.layer?.clear();
    this.bar.hidden = true;
    if (delivery !== null) void this.show(delivery, placed);
  }

  private async show(delivery: string, placed: boolean): Promise<void> {
    const { words, map, covered, say } = this.parts;
    try {
      const [found, { FindingsLayer: Layer }] = await Promise.all([getJson<Findings>(`/imports/${delivery}/findings.json`), import("../map/findings")]);
      if (this.shown !== delivery) return;
      this.layer ??= new Layer(map.inner);
      const bounds = this.layer.show(found);
      if (bounds !== null && !placed) map.fit(bounds, covered());
      this.explain(delivery, found);
    } catch {
      say(words.text("imports.gone"));
      this.parts.store.change({ delivery: null });
    }
  }

  private explain(delivery: string, { features }: Findings): void {
    const { words } = this.parts;
    const count = (severity: string): number => features.filter(({ properties }) => properties.severity === severity).length;
    const said = words.text("imports.found", { errors: count("error"), warnings: count("warning"), others: count("info") });
    this.bar.replaceChildren(
      h("p", {}, said),
      h("a", { class: "kern-link kern-link--small", href: `/imports/${delivery}/?lang=${words.language}` }, words.text("imports.back")),
      button(words.text("imports.hide"), "tertiary", () => this.parts.store.change({ delivery: null })),
    );
    this.bar.hidden = false;
    announce(said);
  }
}
