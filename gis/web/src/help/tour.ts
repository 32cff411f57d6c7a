/** A short walk past the parts of the page: the card keeps the focus until it is closed, and gives it back; Esc, or a click beside it, ends it. */

import { button, h } from "../ui/dom";
import { isFocusLost } from "../ui/focus";
import { type HelpWords, TOUR, type TourName } from "./topics";

const TARGETS: Readonly<Record<TourName, string | null>> = {
  welcome: null, search: ".topbar__search", rail: "#rail", legend: "#legend", edit: '#rail [data-tool="edit"]',
  views: '.topbar [data-tool="bookmarks"]', pages: ".topbar__pages", help: "#help",
};
/** Pixels between the card and what it is about, and to the edge of the window. */
const GAP = 12;

function targetOf(step: TourName): HTMLElement | null {
  const selector = TARGETS[step];
  return selector === null ? null : document.querySelector<HTMLElement>(selector);
}

/** Steps whose part this page does not show are left out. */
function shownSteps(): TourName[] {
  return TOUR.filter((step) => TARGETS[step] === null || (targetOf(step)?.offsetParent ?? null) !== null);
}

/** Beside the part it is about; above or below a bar, and where the window is narrow; in the middle where it is about none. */
function cornerOf(seen: DOMRect | null, { width, height }: { width: number; height: number }): { left: number; top: number } {
  if (seen === null) return { left: (innerWidth - width) / 2, top: (innerHeight - height) / 2 };
  const isBar = seen.width > 2 * seen.height;
  if (!isBar && seen.right + 2 * GAP + width <= innerWidth) return { left: seen.right + GAP, top: seen.top };
  const below = innerHeight - seen.bottom;
  return { left: seen.left, top: below >= seen.top ? seen.bottom + GAP : seen.top - GAP - height };
}

export class Tour {
  private readonly steps = shownSteps();
  private at = 0;
  private readonly title = h("h2", { class: "kern-heading-small", id: "tour-title" });
  private readonly text = h("p", { id: "tour-text" });
  private readonly progress = h("p", { class: "tour__progress" });
  private readonly back: HTMLButtonElement;
  private readonly next: HTMLButtonElement;
  private readonly skip: HTMLButtonElement;
  private readonly card: HTMLDialogElement;
  private readonly place = (): void => this.moveTo(targetOf(this.steps[this.at]!));

  constructor(private readonly words: HelpWords, private readonly onEnd: () => void) {
    this.skip = button(words.skip, "tertiary", () => this.end());
    this.back = button(words.back, "secondary", () => this.go(-1));
    this.next = button(words.next, "primary", () => this.go(1));
    // The words change under the focus: they are read again.
    const said = h("div", { "aria-live": "polite", "aria-atomic": "true" }, this.progress, this.title, this.text);
    this.card = h("dialog", { class: "tour", "aria-labelledby": "tour-title", "aria-describedby": "tour-text" },
      said, h("div", { class: "tour__actions" }, this.skip, this.back, this.next));
    this.card.addEventListener("keydown", (event) => this.onKey(event));
    this.card.addEventListener("close", () => this.leave());
    this.card.addEventListener("click", (event) => this.onClick(event));
  }

  start(): void {
    document.body.append(this.card);
    window.addEventListener("resize", this.place);
    this.card.showModal();
    this.show();
    this.next.focus();
  }

  private go(by: number): void {
    this.at += by;
    if (this.at >= this.steps.length) return this.end();
    this.at = Math.max(this.at, 0);
    this.show();
    if (isFocusLost()) this.next.focus();
  }

  private show(): void {
    const { words, steps, at } = this;
    const step = steps[at]!;
    const last = at === steps.length - 1;
    this.title.textContent = words.tour[step].title;
    this.text.textContent = words.tour[step].text;
    this.progress.textContent = words.progress.replace("{step}", String(at + 1)).replace("{all}", String(steps.length));
    this.next.firstElementChild!.textContent = last ? words.done : words.next;
    this.back.hidden = at === 0;
    this.skip.hidden = last;
    this.mark(targetOf(step));
    this.place();
  }

  private mark(target: HTMLElement | null): void {
    document.querySelector(".tour-target")?.classList.remove("tour-target");
    target?.classList.add("tour-target");
  }

  private moveTo(target: HTMLElement | null): void {
    const { offsetWidth: width, offsetHeight: height } = this.card;
    const { left, top } = cornerOf(target?.getBoundingClientRect() ?? null, { width, height });
    this.card.style.left = `${Math.max(GAP, Math.min(left, innerWidth - width - GAP))}px`;
    this.card.style.top = `${Math.max(GAP, Math.min(top, innerHeight - height - GAP))}px`;
  }

  private onKey(event: KeyboardEvent): void {
    event.stopPropagation();
    if (event.key === "ArrowRight") this.go(1);
    if (event.key === "ArrowLeft") this.go(-1);
  }

  /** Who clicks at something else wants to work. */
  private onClick({ target, clientX, clientY }: MouseEvent): void {
    const { left, right, top, bottom } = this.card.getBoundingClientRect();
    const beside = clientX < left || clientX > right || clientY < top || clientY > bottom;
    if (target === this.card && beside) this.end();
  }

  private end(): void {
    this.card.close();
  }

  private leave(): void {
    window.removeEventListener("resize", this.place);
    this.mark(null);
    this.card.remove();
    this.onEnd();
  }
}
