/** What a filter finds, page by page, as the server writes it. */

import type { Wording } from "../i18n";
import { HttpError, send } from "../net";
import { alertBox, announce, button, h } from "../ui/dom";
import type { Problems } from "./problems";
import { countOf } from "./query";

interface Refused {
  readonly message: string;
  readonly fields: Problems;
}

/** West, south, east, north in degrees. */
export type Bounds = readonly [number, number, number, number];

interface ResultEvents {
  /** Brings what was found into view. */
  onFit(bounds: Bounds): void;
  onPoint(id: string | null): void;
  /** Changes all that was found together; missing where somebody may not. */
  readonly onChangeAll?: (() => void) | undefined;
}

async function fetchPage(url: string, signal: AbortSignal): Promise<string | Refused> {
  const response = await send(url, { signal });
  if (response.status === 400) return (await response.json()) as Refused;
  if (!response.ok) throw new HttpError(response.status);
  return response.text();
}

function boundsOf(page: HTMLElement): Bounds | null {
  const edges = (page.dataset["bounds"] ?? "").split(",").map(Number);
  return edges.length === 4 ? (edges as unknown as Bounds) : null;
}

function idOf(target: EventTarget | null): string | null {
  const row = (target as Element | null)?.closest?.("li")?.querySelector<HTMLElement>("[data-panel]");
  return row?.dataset["panel"]?.split("/")[3] ?? null;
}

export class ResultList {
  readonly element = h("div", { class: "filter__results" });
  private running: AbortController | null = null;
  private refused: Refused | null = null;
  private fitsNext = false;
  private bounds: Bounds | null = null;

  /** `place` says problems at their fields and returns those without one. */
  constructor(private readonly words: Wording, private readonly events: ResultEvents, private readonly place: (problems: Problems) => string[]) {
    for (const name of ["mouseover", "focusin"]) this.element.addEventListener(name, (event) => events.onPoint(idOf(event.target)));
    for (const name of ["mouseleave", "focusout"]) this.element.addEventListener(name, () => events.onPoint(null));
  }

  /** The list shown next is brought into view: nobody said what to look at. */
  fitNext(): void {
    this.fitsNext = true;
  }

  /** For a list that is there already. */
  fitAgain(): void {
    if (this.fitsNext && this.bounds !== null) this.events.onFit(this.bounds);
    this.fitsNext = false;
  }

  async show(filter: string): Promise<void> {
    this.refused = null;
    this.element.setAttribute("aria-busy", "true");
    await this.load(filter, "");
    this.element.removeAttribute("aria-busy");
    const count = this.element.querySelector(".listing__count")?.textContent;
    if (count) announce(count);
  }

  /** Says the problems again, after the form was written anew. */
  repeatProblems(): void {
    if (this.refused !== null) this.place(this.refused.fields);
  }

  private async load(filter: string, after: string): Promise<void> {
    this.running?.abort();
    const run = new AbortController();
    this.running = run;
    try {
      const page = await fetchPage(`/list/?${filter}${after}&lang=${this.words.language}`, run.signal);
      if (run.signal.aborted) return;
      if (typeof page !== "string") this.refuse(page);
      else this.append(page, filter, after === "");
    } catch {
      if (!run.signal.aborted) this.fail(() => void this.load(filter, after));
    }
  }

  private append(html: string, filter: string, isFirst: boolean): void {
    if (isFirst) this.element.replaceChildren();
    this.element.querySelector(".listing__more")?.remove();
    this.element.insertAdjacentHTML("beforeend", html);
    const page = this.element.lastElementChild as HTMLElement;
    if (isFirst) this.offer(page, countOf(filter) === 0);
    const next = page.dataset["next"] ?? "";
    if (next !== "") {
      const more = button(this.words.text("filter.more"), "secondary", () => void this.load(filter, `&after=${next}`));
      more.classList.add("listing__more");
      this.element.append(more);
    }
    if (!isFirst) page.querySelector<HTMLElement>("a")?.focus();
  }

  /** `isAll`: nothing is narrowed, so that nobody means to change what is found. */
  private offer(page: HTMLElement, isAll: boolean): void {
    const bounds = boundsOf(page);
    this.bounds = bounds;
    const { onFit, onChangeAll } = this.events;
    const offers = [
      bounds === null ? null : button(this.words.text("filter.fit"), "tertiary", () => onFit(bounds)),
      onChangeAll === undefined || isAll ? null : this.change(page, onChangeAll),
    ].filter((one) => one !== null);
    page.querySelector(".listing__count")?.after(...offers);
    this.fitAgain();
  }

  /** The way to change all of them, or why there is none. */
  private change(page: HTMLElement, onChangeAll: () => void): HTMLElement | null {
    const most = page.dataset["mostTogether"];
    if (most !== undefined) return h("p", { class: "listing__note" }, this.words.text("filter.tooMany", { most }));
    return boundsOf(page) === null ? null : button(this.words.text("filter.change"), "tertiary", onChangeAll);
  }

  private refuse(refused: Refused): void {
    this.refused = refused;
    const fields = Object.keys(refused.fields).length > 0 ? refused.fields : { "": refused.message };
    const homeless = this.place(fields);
    const lines = homeless.map((text) => h("p", {}, text));
    this.element.replaceChildren(alertBox("danger", this.words.text("filter.refused"), ...lines));
  }

  private fail(again: () => void): void {
    this.element.replaceChildren(alertBox("danger", this.words.text("filter.failed"), button(this.words.text("panel.retry"), "secondary", again)));
  }
}
