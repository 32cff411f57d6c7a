/** The own organisation's reservations: what runs out when, where it runs, and giving it back. */

import type { MapConfig } from "../config";
import { GraphqlClient, GraphqlError } from "../graphql";
import type { Wording } from "../i18n";
import { publicId } from "../route/api";
import { lengthText } from "../route/wording";
import { ask } from "../ui/dialog";
import { alertBox, announce, button, h } from "../ui/dom";
import { myReservations, release, type Reservation, type ReservationPage, type Unit } from "./api";
import { deadlineText, isLive, periodText, stateText, unitText } from "./wording";

export interface ReservationsEvents {
  /** Shows the way of one reservation on the map and brings it into view. */
  onShow(geometry: GeoJSON.Geometry): void;
  /** Something was given back: colours and panels are out of date. */
  onReleased(): void;
}

export class ReservationsTool {
  readonly element: HTMLElement;
  private readonly list = h("ul", { class: "mine" });
  private readonly state = h("div", { class: "mine__state" });
  private readonly client: GraphqlClient;
  private running: AbortController | null = null;

  constructor(private readonly config: MapConfig, private readonly words: Wording, private readonly events: ReservationsEvents) {
    this.client = new GraphqlClient(config.graphql, config.language);
    this.element = h("section", { "aria-labelledby": "mine-title" },
      h("h2", { class: "kern-heading-medium", id: "mine-title", tabindex: -1 }, words.text("mine.title")),
      h("p", { class: "kern-body kern-body--small" }, words.text("mine.intro")),
      this.list, this.state);
  }

  /** Reads the newest reservations afresh. */
  begin(): Promise<void> {
    this.list.replaceChildren();
    return this.load(null);
  }

  end(): void {
    this.running?.abort();
  }

  private async load(after: string | null): Promise<void> {
    this.running?.abort();
    const run = new AbortController();
    this.running = run;
    this.state.replaceChildren(h("p", { class: "route-wait", role: "status" }, h("span", { class: "kern-loader kern-loader--visible", "aria-hidden": "true" }), this.words.text("panel.loading")));
    try {
      const page = await myReservations(this.client, after, run.signal);
      if (!run.signal.aborted) this.show(page);
    } catch {
      if (!run.signal.aborted) this.showFailure(after);
    }
  }

  private show({ nodes, totalCount, pageInfo }: ReservationPage): void {
    this.list.append(...nodes.map((one) => this.item(one)));
    this.state.replaceChildren();
    if (this.list.childElementCount === 0) this.state.append(h("p", { class: "panel__empty" }, this.words.text("mine.none")));
    if (pageInfo.hasNextPage) {
      const rest = totalCount - this.list.childElementCount;
      this.state.append(button(this.words.text("mine.more", { count: rest }), "secondary", () => void this.load(pageInfo.endCursor)));
    }
  }

  private showFailure(after: string | null): void {
    this.state.replaceChildren(alertBox("danger", this.words.text("mine.failed"),
      h("p", {}, this.words.text("panel.failedHint")),
      button(this.words.text("panel.retry"), "secondary", () => void this.load(after))));
  }

  private item(one: Reservation): HTMLElement {
    const { words } = this;
    const { text, look } = stateText(one, words);
    const item = h("li", { class: "mine__item", "aria-label": one.number },
      h("div", { class: "mine__head" },
        h("h3", {}, one.number),
        h("span", { class: `kern-badge kern-badge--${look} kern-badge--small` }, h("span", { class: "kern-label kern-label--small" }, text))),
      h("dl", { class: "facts" }, ...this.facts(one)),
      this.actions(one));
    return item;
  }

  private facts(one: Reservation): HTMLElement[] {
    const { words } = this;
    const length = one.lengthM === null ? "" : lengthText(one.lengthM, words, this.config.user?.partner ?? true);
    const units = one.units.flatMap((unit) => this.unit(unit));
    const rows: [string, string | HTMLElement | null][] = [
      [words.text("mine.decision"), deadlineText(one, words)],
      [words.text("route.period"), periodText(one, words)],
      [words.text("route.length"), length],
      [words.text("mine.purpose"), one.purpose],
      [words.text("mine.units"), units.length === 0 ? null : h("ul", { class: "mine__units" }, ...units)],
    ];
    return rows.flatMap(([term, value]) => (value ? [h("dt", {}, term), h("dd", {}, value)] : []));
  }

  private unit(unit: Unit): HTMLElement[] {
    const text = unitText(unit, this.words);
    if (text === null) return [];
    const id = unit.duct === null ? null : publicId(unit.duct.id);
    const path = `/panel/duct/${id}/`;
    return [h("li", {}, id === null ? text : h("a", { class: "kern-link kern-link--small", href: path, "data-panel": path }, text))];
  }

  private actions(one: Reservation): HTMLElement {
    const { geometry } = one;
    const show = geometry === null ? null : button(this.words.text("route.show"), "secondary", () => this.events.onShow(geometry));
    const back = isLive(one) ? button(this.words.text("mine.release"), "tertiary", () => void this.release(one)) : null;
    // Each reservation has the same buttons: their names tell them apart.
    for (const made of [show, back]) made?.setAttribute("aria-label", `${made.textContent}: ${one.number}`);
    return h("div", { class: "route-actions" }, show, back);
  }

  private async release(one: Reservation): Promise<void> {
    const { words } = this;
    const question = { title: words.text("mine.releaseTitle", { number: one.number }), text: words.text("mine.releaseText", { period: periodText(one, words) }), confirm: words.text("mine.releaseNow") };
    if (!(await ask(question, words))) return;
    try {
      const problems = await release(this.client, one);
      if (problems.length === 0) return await this.done(one);
      this.refuse(problems.join(" "));
    } catch (error) {
      this.refuse(error instanceof GraphqlError && error.message !== "" ? error.message : words.text("panel.failedHint"));
    }
  }

  private async done({ number }: Reservation): Promise<void> {
    this.events.onReleased();
    await this.begin();
    announce(this.words.text("mine.releasedText", { number }));
    this.element.querySelector<HTMLElement>("#mine-title")?.focus();
  }

  private refuse(reason: string): void {
    this.state.replaceChildren(alertBox("danger", this.words.text("mine.notReleased"), h("p", {}, reason)));
    this.state.scrollIntoView({ block: "nearest" });
  }
}
