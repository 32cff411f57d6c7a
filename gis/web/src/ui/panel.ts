/** The one panel at the right: server-written facts, with a trail of how one came here. */

import type { Wording } from "../i18n";
import { getText, HttpError } from "../net";
import { type PanelRef, samePanel } from "../url-state";
import { alertBox, announce, button, h } from "./dom";
import { keepFocus } from "./focus";

/** What the fragment's root element says about its object. */
export interface PanelFacts {
  readonly title: string;
  /** West, south, east, north in degrees. */
  readonly bounds: readonly [number, number, number, number] | null;
  /** Public ids of the objects to mark on the map. */
  readonly marked: readonly string[];
}

export interface PanelEvents {
  onOpen(ref: PanelRef): void;
  /** Back to what was there before any panel (the A–B tool). */
  onHome(): void;
  onFacts(ref: PanelRef, facts: PanelFacts): void;
}

export interface PanelParts {
  readonly panel: HTMLElement;
  readonly trail: HTMLElement;
  readonly body: HTMLElement;
}

/** Found places such as streets and addresses are only flown to. */
const KINDS = new Set(["site", "segment", "duct", "cable", "gateway", "document", "finding"]);

function parseBounds(text: string | undefined): PanelFacts["bounds"] {
  const numbers = (text ?? "").split(",").map(Number);
  const [west, south, east, north] = numbers;
  if (numbers.length !== 4 || numbers.some(Number.isNaN)) return null;
  return [west!, south!, east!, north!];
}

export function refOf(link: string): PanelRef | null {
  const match = /^\/panel\/([a-z_]+)\/([0-9a-zA-Z-]+)\/?$/.exec(link);
  return match === null ? null : { kind: match[1]!, id: match[2]! };
}

export class Panel {
  private shown: PanelRef | undefined;
  private running: AbortController | null = null;
  private readonly titles = new Map<string, string>();
  private trail: readonly PanelRef[] = [];

  constructor(
    private readonly parts: PanelParts,
    private readonly words: Wording,
    private readonly events: PanelEvents,
    private readonly homeTitle: () => string | null,
  ) {
    parts.body.addEventListener("click", (event) => this.follow(event));
    parts.trail.addEventListener("click", (event) => this.follow(event));
  }

  /** Shows the last entry of the trail; fetches only what is not shown already. */
  show(trail: readonly PanelRef[]): void {
    this.trail = trail;
    const last = trail.at(-1);
    this.drawTrail();
    if (last === undefined) {
      this.running?.abort();
      this.shown = undefined;
      this.parts.body.replaceChildren();
    } else if (!samePanel(last, this.shown)) void this.load(last);
  }

  /** Fetches the shown fragment again, after something changed on the server. */
  refresh(): void {
    if (this.shown !== undefined) void this.load(this.shown, true);
  }

  /** Whether objects of this kind have a panel. */
  knows(kind: string): boolean {
    return KINDS.has(kind);
  }

  /** Opens what a clicked `data-panel` link names, from the panel itself or from a tool's results. */
  follow(event: MouseEvent): void {
    const link = (event.target as Element).closest<HTMLElement>("[data-panel]");
    if (link === null || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const ref = refOf(link.dataset["panel"] ?? "");
    if (ref === null) this.events.onHome();
    else this.events.onOpen(ref);
  }

  /** `again`: the object is shown already; place and focus stay. */
  private async load(ref: PanelRef, again = false): Promise<void> {
    this.running?.abort();
    const run = new AbortController();
    this.running = run;
    this.shown = ref;
    if (!again) this.showSkeleton();
    try {
      const html = await getText(`/panel/${ref.kind}/${ref.id}/?lang=${this.words.language}`, run.signal);
      if (!run.signal.aborted) this.fill(ref, html, again);
    } catch (error) {
      if (!run.signal.aborted) this.showFailure(ref, error);
    }
  }

  /** The fragment comes from our own server, which escapes every value. */
  private fill(ref: PanelRef, html: string, again: boolean): void {
    const { scrollTop } = this.parts.body;
    const stays = keepFocus(this.parts.body, () => (this.parts.body.innerHTML = html));
    this.parts.body.removeAttribute("aria-busy");
    this.parts.body.scrollTop = again ? scrollTop : 0;
    const root = this.parts.body.querySelector<HTMLElement>("[data-title]");
    const title = root?.dataset["title"] ?? this.words.kind(ref.kind);
    this.titles.set(`${ref.kind}:${ref.id}`, title);
    this.drawTrail();
    if (!again || !stays) this.focusHeading();
    if (!again) announce(title);
    const marked = (root?.dataset["marked"] ?? ref.id).split(" ").filter(Boolean);
    this.events.onFacts(ref, { title, bounds: parseBounds(root?.dataset["bounds"]), marked });
  }

  /** Moves the focus into the panel only if it was there or on the map: typing elsewhere goes on. */
  private focusHeading(): void {
    const focus = document.activeElement;
    const free = focus === null || focus === document.body || this.parts.panel.contains(focus);
    const heading = this.parts.body.querySelector<HTMLElement>("h2");
    if (!free || heading === null) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }

  private showSkeleton(): void {
    const lines = [60, 90, 75, 85, 40].map((width) => h("span", { class: "skeleton", style: `width:${width}%` }));
    this.parts.body.setAttribute("aria-busy", "true");
    this.parts.body.replaceChildren(h("p", { class: "kern-sr-only", role: "status" }, this.words.text("panel.loading")), ...lines);
  }

  private showFailure(ref: PanelRef, error: unknown): void {
    const missing = error instanceof HttpError && error.status === 404;
    this.parts.body.removeAttribute("aria-busy");
    this.parts.body.replaceChildren(
      missing
        ? alertBox("info", this.words.text("panel.missing"))
        : alertBox("danger", this.words.text("panel.failed"),
            h("p", { class: "kern-body kern-body--small" }, this.words.text("panel.failedHint")),
            button(this.words.text("panel.retry"), "secondary", () => void this.load(ref))),
    );
  }

  private drawTrail(): void {
    const home = this.homeTitle();
    const items = this.trail.map((ref, index) => {
      const title = this.titles.get(`${ref.kind}:${ref.id}`) ?? this.words.kind(ref.kind);
      return index === this.trail.length - 1
        ? h("li", {}, h("span", { "aria-current": "page" }, title))
        : h("li", {}, this.crumb(title, `/panel/${ref.kind}/${ref.id}/`));
    });
    if (home !== null && items.length > 0) items.unshift(h("li", {}, this.crumb(home, "")));
    this.parts.trail.hidden = items.length <= 1;
    this.parts.trail.replaceChildren(...(items.length > 1 ? [h("ol", {}, ...items)] : []));
  }

  private crumb(title: string, target: string): HTMLElement {
    return h("button", { type: "button", class: "trail__step", "data-panel": target }, title);
  }
}
