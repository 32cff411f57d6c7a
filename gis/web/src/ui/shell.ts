/** The frame around the map: panel frame, keys, language links; the tools are in `rail.ts`. */

import type { Wording } from "../i18n";
import type { Covered } from "../map/leaflet";
import { loginAddress } from "../session";
import type { Tool } from "../url-state";
import { byId } from "./dom";
import { focusOn, isFocusLost } from "./focus";
import { Folding } from "./folding";
import { Rail } from "./rail";

export interface ShellEvents {
  onTool(tool: Tool): void;
  onZoom(steps: number): void;
  onBack(): void;
  onClose(): void;
  onShare(): void;
  addressIn(language: string): string;
}

const TOAST_MS = 8000;
const PHONE = "(max-width: 768px)";
/** On these the legend would cover half of the map. */
const TABLET = "(max-width: 1024px)";

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, select, textarea"));
}

export class Shell {
  private readonly panel = byId("panel");
  private readonly rail: Rail;
  private readonly pages = new Folding(document.querySelector<HTMLDetailsElement>(".topbar__pages"));
  private toastTimer = 0;

  constructor(private readonly words: Wording, private readonly events: ShellEvents) {
    this.rail = new Rail(byId("rail"), (tool) => events.onTool(tool));
    byId("zoom-in").addEventListener("click", () => events.onZoom(1));
    byId("zoom-out").addEventListener("click", () => events.onZoom(-1));
    byId("panel-share").addEventListener("click", () => events.onShare());
    byId("panel-close").addEventListener("click", () => events.onClose());
    byId("panel-size").addEventListener("click", () => this.resizeSheet());
    document.addEventListener("keydown", (event) => this.onKey(event));
    document.addEventListener("click", (event) => this.afterClick(event));
    const legend = byId<HTMLDetailsElement>("legend");
    legend.open = !window.matchMedia(TABLET).matches;
  }

  get covered(): Covered {
    const phone = window.matchMedia(PHONE).matches;
    const { width, height } = this.panel.getBoundingClientRect();
    return { left: this.coveredLeft, right: phone ? 0 : width, bottom: phone ? height : 0 };
  }

  /** The tools, and the legend where there is room for it beside the map. */
  private get coveredLeft(): number {
    const legend = byId<HTMLDetailsElement>("legend");
    const counts = legend.open && !window.matchMedia(TABLET).matches;
    const rails = [...document.querySelectorAll("#rail, #rail-edit")].map((rail) => rail.getBoundingClientRect().right);
    return Math.max(...rails, counts ? legend.getBoundingClientRect().right : 0);
  }

  showPanel(content: "facts" | "tool" | "none"): void {
    this.panel.hidden = content === "none";
    byId("panel-body").hidden = content !== "facts";
    byId("panel-tool").hidden = content !== "tool";
    document.body.dataset["shows"] = content;
  }

  showTool(tool: Tool): void {
    this.rail.show(tool);
  }

  /** Into a tool that was `opened`; and where the focus lay on what is gone, to what is shown instead. */
  followFocus(opened: boolean): void {
    if (!opened && !isFocusLost()) return;
    if (this.panel.hidden) byId("map").focus({ preventScroll: true });
    else this.focusPanel();
  }

  private focusPanel(): void {
    const headings = [...this.panel.querySelectorAll<HTMLElement>("h2")];
    focusOn(headings.find((one) => one.checkVisibility()) ?? null);
  }

  /** A button that its own click took away or disabled leaves the focus nowhere. */
  private afterClick({ target }: MouseEvent): void {
    if ((target as Element).closest("button") !== null) requestAnimationFrame(() => this.followFocus(false));
  }

  /** From the map, or the tools, to what the panel says, and back. */
  private changeSides(): void {
    if (this.panel.hidden || this.panel.contains(document.activeElement)) byId("map").focus({ preventScroll: true });
    else this.focusPanel();
  }

  /** The links to the other language and to the login lead to the very place that is shown. */
  updateLinks(): void {
    for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-login]")) link.href = loginAddress(link.pathname);
    for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-language]")) {
      link.search = this.events.addressIn(link.dataset["language"] ?? "");
    }
  }

  /** A short message at the lower edge that goes by itself. */
  toast(text: string): void {
    const box = byId("toast");
    box.textContent = text;
    box.hidden = false;
    window.clearTimeout(this.toastTimer);
    this.toastTimer = window.setTimeout(() => (box.hidden = true), TOAST_MS);
  }

  private resizeSheet(): void {
    const large = this.panel.dataset["size"] !== "large";
    this.panel.dataset["size"] = large ? "large" : "normal";
    const size = byId("panel-size");
    size.setAttribute("aria-expanded", String(large));
    size.setAttribute("aria-label", this.words.text(large ? "panel.shrink" : "panel.expand"));
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key === "Escape") return this.pages.fold() ? undefined : this.events.onBack();
    if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/") {
      event.preventDefault();
      byId("search").focus();
    }
    if (event.key === "b") this.changeSides();
    this.rail.press(event.key);
  }
}
