/** The A–B tool: form, answer and reservation in the panel, points and routes on the map. */

import type { MapConfig } from "../config";
import type { LonLat } from "../geo/utm";
import { GraphqlClient, GraphqlError } from "../graphql";
import type { Wording } from "../i18n";
import { loginAddress } from "../session";
import { alertBox, h } from "../ui/dom";
import { findRoutes, type Reservation, reserveRoute, type RouteAnswer, type RouteOption } from "./api";
import { type End, RequestForm } from "./form";
import { formatAsked, parseAsked, type RouteRequest } from "./requirement";
import { type Permission, resultView } from "./results";
import { ReserveDialog } from "./reserve";

export interface RouteToolEvents {
  onPlaces(places: { from: LonLat | null; to: LonLat | null }): void;
  /** A search began: what was asked for, as the address holds it. */
  onAsked(asked: string): void;
  onRoutes(geometries: readonly GeoJSON.Geometry[], chosen: number): void;
  /** A search was answered: the routes should come into view. */
  onFound(): void;
  /** A reservation was made: colours and panels are out of date. */
  onReserved(): void;
  /** The next click on the map sets this end; null when clicks select again. */
  onPicking(end: End | null): void;
}

export class RouteTool {
  readonly element: HTMLElement;
  private readonly form: RequestForm;
  private readonly hint: HTMLElement;
  private readonly result: HTMLElement;
  private readonly client: GraphqlClient;
  private readonly dialog: ReserveDialog;
  private places: { from: LonLat | null; to: LonLat | null } = { from: null, to: null };
  private picking: End | null = null;
  private request: RouteRequest | null = null;
  private answer: RouteAnswer | null = null;
  private running: AbortController | null = null;
  /** What was reserved here, by route token. */
  private readonly reserved = new Map<string, Reservation>();

  constructor(private readonly config: MapConfig, private readonly words: Wording, private readonly events: RouteToolEvents) {
    this.client = new GraphqlClient(config.graphql, config.language);
    this.form = new RequestForm(words, {
      onPlace: (end, place) => this.choosePlace(end, place),
      onPickOnMap: (end) => this.pick(this.picking === end ? null : end),
      onSwap: () => events.onPlaces({ from: this.places.to, to: this.places.from }),
      onSubmit: (request) => void this.search(request),
    });
    this.dialog = new ReserveDialog(words, (option, period, key) => reserveRoute(this.client, option.token, period, key), (option, reservation) => this.noteReserved(option, reservation), this.rounded);
    this.hint = h("p", { class: "route-hint", role: "status" });
    this.result = h("div", { class: "route-result", "aria-live": "polite" });
    this.element = h("section", { class: "route-tool", "aria-labelledby": "route-title" },
      h("h2", { class: "kern-heading-medium", id: "route-title", tabindex: -1 }, words.text("route.title")),
      h("p", { class: "kern-body kern-body--small" }, words.text("route.intro")),
      this.hint, this.form.element, this.result);
  }

  /** Takes the points from the view state. */
  setPlaces(places: { from: LonLat | null; to: LonLat | null }): void {
    this.places = { from: places.from, to: places.to };
    this.form.setPlace("from", places.from);
    this.form.setPlace("to", places.to);
  }

  /** Starts picking where a point is missing. */
  begin(): void {
    if (this.places.from === null) this.pick("from");
    else if (this.places.to === null) this.pick("to");
  }

  /** Asks again what a shared address asked. */
  ask(asked: string | null): void {
    const fields = parseAsked(asked);
    if (fields === null) return;
    this.form.fill(fields);
    if (this.places.from !== null && this.places.to !== null) this.form.submit();
  }

  end(): void {
    this.pick(null);
  }

  /** A click on the map. Says whether the tool used it. */
  takeClick(place: LonLat): boolean {
    const end = this.picking;
    if (end === null) return false;
    this.choosePlace(end, place);
    const other: End = end === "from" ? "to" : "from";
    this.pick(this.places[other] === null ? other : null);
    return true;
  }

  get isPicking(): boolean {
    return this.picking !== null;
  }

  private choosePlace(end: End, place: LonLat | null): void {
    this.places = { ...this.places, [end]: place };
    this.events.onPlaces(this.places);
  }

  private pick(end: End | null): void {
    this.picking = end;
    this.form.setPicking(end);
    this.hint.textContent = end === null ? "" : this.words.text(end === "from" ? "route.pickA" : "route.pickB");
    this.events.onPicking(end);
  }

  private async search(request: RouteRequest): Promise<void> {
    this.running?.abort();
    const run = new AbortController();
    this.running = run;
    this.pick(null);
    this.request = request;
    this.events.onRoutes([], 0);
    this.events.onAsked(formatAsked(request));
    this.result.replaceChildren(h("p", { class: "route-wait" }, h("span", { class: "kern-loader kern-loader--visible", "aria-hidden": "true" }), this.words.text("route.searching")));
    try {
      const answer = await findRoutes(this.client, request, run.signal);
      if (run.signal.aborted) return;
      this.show(answer, 0);
      this.events.onFound();
    } catch (error) {
      if (!run.signal.aborted) this.showFailure(error);
    }
    if (!run.signal.aborted) this.result.scrollIntoView({ block: "nearest" });
  }

  private show(answer: RouteAnswer, chosen: number): void {
    this.answer = answer;
    this.events.onRoutes(answer.routes.map((route) => route.geometry), chosen);
    this.result.replaceChildren(resultView(answer, chosen, {
      words: this.words,
      permission: this.permission(),
      rounded: this.rounded,
      reserved: this.reserved,
      loginUrl: loginAddress(this.config.login),
      events: {
        onChoose: (index) => this.answer && this.show(this.answer, index),
        onReserve: (option) => this.request && this.dialog.open(option, this.request.period),
      },
    }));
  }

  private noteReserved(option: RouteOption, reservation: Reservation): void {
    this.reserved.set(option.token, reservation);
    if (this.answer !== null) this.show(this.answer, this.answer.routes.indexOf(option));
    this.events.onReserved();
  }

  private showFailure(error: unknown): void {
    const said = error instanceof GraphqlError && error.message !== "";
    const text = said ? error.message : this.words.text("route.offline");
    this.result.replaceChildren(alertBox("danger", this.words.text("route.failed"), h("p", {}, text)));
  }

  private get rounded(): boolean {
    return this.config.user?.partner ?? true;
  }

  private permission(): Permission {
    if (this.config.user === null) return "login";
    return this.config.user.mayReserve ? "may" : "mayNot";
  }
}
