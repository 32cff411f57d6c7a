/** A text field with a list of suggestions, after the WAI-ARIA combobox pattern (list autocomplete). */

import { debounce } from "../net";
import { h } from "./dom";

export interface Option {
  readonly label: string;
  readonly detail: string;
  readonly kind: string;
}

export interface Source<T extends Option> {
  /** Finds options; rejections show as `failed`. */
  find(text: string, signal: AbortSignal): Promise<readonly T[]>;
  readonly none: (text: string) => string;
  readonly failed: string;
  readonly counted: (count: number) => string;
}

const PAUSE_MS = 180;
const MIN_LENGTH = 2;

export class Combobox<T extends Option> {
  private readonly list: HTMLElement;
  private readonly message: HTMLElement;
  private options: readonly T[] = [];
  /** The text that the options were found for. */
  private foundFor = "";
  private active = -1;
  private running: AbortController | null = null;
  private readonly askSoon = debounce(PAUSE_MS, () => void this.ask());

  constructor(
    private readonly input: HTMLInputElement,
    private readonly source: Source<T>,
    private readonly onPick: (option: T) => void,
  ) {
    const id = `${input.id}-list`;
    this.list = h("ul", { id, role: "listbox", class: "combobox__list", "aria-label": input.getAttribute("aria-label") ?? input.labels?.[0]?.textContent ?? "" });
    this.message = h("div", { class: "combobox__message", role: "status" });
    const popup = h("div", { class: "combobox__popup" }, this.list, this.message);
    input.after(popup);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": id, "aria-expanded": "false", autocomplete: "off" })) {
      input.setAttribute(name, value);
    }
    this.close();
    this.listen();
  }

  /** Whoever has chosen, or left the field, wants no list any more, nor one that is still to come. */
  close(): void {
    this.askSoon.cancel();
    this.running?.abort();
    this.list.hidden = true;
    this.list.replaceChildren();
    this.message.textContent = "";
    this.input.setAttribute("aria-expanded", "false");
    this.activate(-1);
  }

  private listen(): void {
    this.input.addEventListener("input", this.askSoon);
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.input.addEventListener("blur", () => this.close());
    // The list must not take the focus away, or the blur above would remove it before the click arrives.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const item = (event.target as Element).closest<HTMLElement>("[data-index]");
      if (item !== null) this.pick(Number(item.dataset["index"]));
    });
  }

  private onKey(event: KeyboardEvent): void {
    const open = !this.list.hidden;
    if (event.key === "Escape" && open) {
      event.stopPropagation();
      this.close();
    } else if (event.key === "ArrowDown" && !open) void this.ask();
    else if (event.key === "ArrowDown") this.activate((this.active + 1) % this.options.length);
    else if (event.key === "ArrowUp" && open) this.activate((this.active - 1 + this.options.length) % this.options.length);
    else if (event.key === "Enter" && open && (this.active >= 0 || this.foundFor === this.input.value.trim())) this.pick(Math.max(0, this.active));
    else if (event.key === "Enter") void this.ask().then(() => this.pick(0));
    else return;
    event.preventDefault();
  }

  private async ask(): Promise<void> {
    const text = this.input.value.trim();
    this.askSoon.cancel();
    this.running?.abort();
    if (text.length < MIN_LENGTH) return this.close();
    const run = new AbortController();
    this.running = run;
    try {
      const options = await this.source.find(text, run.signal);
      if (!run.signal.aborted) this.show(options, text);
    } catch {
      if (!run.signal.aborted) this.show([], text, this.source.failed);
    }
  }

  private show(options: readonly T[], text: string, failure?: string): void {
    this.options = options;
    this.foundFor = text;
    this.list.replaceChildren(...options.map((option, index) => this.item(option, index)));
    this.list.hidden = options.length === 0;
    this.input.setAttribute("aria-expanded", String(options.length > 0));
    this.message.textContent = failure ?? (options.length === 0 ? this.source.none(text) : this.source.counted(options.length));
    this.message.classList.toggle("kern-sr-only", options.length > 0);
    this.activate(-1);
  }

  private item(option: T, index: number): HTMLElement {
    return h("li", { id: `${this.list.id}-${index}`, role: "option", "aria-selected": "false", "data-index": index, class: "combobox__option" },
      h("span", { class: "combobox__label" }, option.label),
      h("span", { class: "combobox__detail" }, [option.kind, option.detail].filter(Boolean).join(" · ")),
    );
  }

  private activate(index: number): void {
    this.active = index;
    [...this.list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === index)));
    const item = this.list.children[index];
    if (item === undefined) this.input.removeAttribute("aria-activedescendant");
    else {
      this.input.setAttribute("aria-activedescendant", item.id);
      item.scrollIntoView({ block: "nearest" });
    }
  }

  private pick(index: number): void {
    const option = this.options[index];
    if (option === undefined || this.list.hidden) return;
    this.input.value = option.label;
    this.close();
    this.onPick(option);
  }
}
