/** Views kept under a name: keeping, opening, passing on, deleting with a way back. */

import type { Wording } from "../i18n";
import { alertBox, announce, button, h, icon } from "../ui/dom";
import { type Bookmark, type BookmarkClient, BookmarkRefused } from "./api";

export interface BookmarkEvents {
  /** The query of the view that is shown now. */
  address(): string;
  onOpen(address: string): void;
  onShare(url: string): void;
}

export class BookmarkTool {
  readonly element: HTMLElement;
  private readonly name = h("input", { id: "bookmark-name", type: "text", maxlength: 80, class: "kern-form-input__input", "aria-describedby": "bookmark-error" });
  private readonly error = h("p", { class: "kern-error", id: "bookmark-error", hidden: true });
  private readonly list = h("ul", { class: "contents bookmarks" });
  private readonly state = h("div", { "aria-live": "polite" });
  private running: AbortController | null = null;

  constructor(private readonly client: BookmarkClient, private readonly words: Wording, private readonly events: BookmarkEvents) {
    this.element = h("section", { "aria-labelledby": "bookmarks-title" },
      h("h2", { class: "kern-heading-medium", id: "bookmarks-title", tabindex: -1 }, words.text("bookmarks.title")),
      h("p", { class: "kern-body kern-body--small" }, words.text("bookmarks.intro")),
      this.form(), this.state, this.list);
  }

  begin(): void {
    void this.load();
  }

  end(): void {
    this.running?.abort();
  }

  private form(): HTMLFormElement {
    const submit = h("button", { type: "submit", class: "kern-btn kern-btn--primary" },
      h("span", { class: "kern-label" }, this.words.text("bookmarks.keep")));
    const form = h("form", { class: "filter__form filter", novalidate: true },
      h("div", { class: "kern-form-input" },
        h("label", { class: "kern-label", for: this.name.id }, this.words.text("bookmarks.name")), this.name, this.error),
      h("div", { class: "filter__actions" }, submit));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.keep(this.name.value, this.events.address());
    });
    return form;
  }

  private async load(): Promise<void> {
    this.running?.abort();
    const run = new AbortController();
    this.running = run;
    try {
      const own = await this.client.list(run.signal);
      if (!run.signal.aborted) this.show(own);
    } catch {
      if (!run.signal.aborted) this.fail(() => void this.load());
    }
  }

  private show(own: readonly Bookmark[]): void {
    this.state.replaceChildren(...(own.length === 0 ? [h("p", { class: "panel__empty" }, this.words.text("bookmarks.none"))] : []));
    this.list.replaceChildren(...own.map((one) => this.item(one)));
  }

  private item(one: Bookmark): HTMLElement {
    const link = h("a", { class: "kern-link kern-link--small", href: `/${one.address}` }, one.name);
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      this.events.onOpen(one.address);
    });
    return h("li", { class: "bookmarks__item" }, link,
      this.small("content-copy", this.words.text("bookmarks.share", { name: one.name }), () => this.events.onShare(link.href)),
      this.small("delete", this.words.text("bookmarks.delete", { name: one.name }), () => void this.remove(one)));
  }

  private small(sign: string, label: string, onClick: () => void): HTMLButtonElement {
    const made = h("button", { type: "button", class: "panel__button", "aria-label": label, title: label }, icon(sign));
    made.addEventListener("click", onClick);
    return made;
  }

  private async keep(name: string, address: string): Promise<void> {
    this.say("");
    try {
      const kept = await this.client.keep(name, address);
      this.name.value = "";
      announce(this.words.text("bookmarks.kept", { name: kept.name }));
      await this.load();
    } catch (error) {
      if (error instanceof BookmarkRefused) this.say(error.message);
      else this.fail(() => void this.keep(name, address));
    }
  }

  private async remove(one: Bookmark): Promise<void> {
    try {
      await this.client.remove(one.id);
      await this.load();
      const undo = button(this.words.text("bookmarks.undo"), "tertiary", () => void this.keep(one.name, one.address));
      this.state.prepend(alertBox("info", this.words.text("bookmarks.deleted", { name: one.name }), undo));
      undo.focus();
    } catch {
      this.fail(() => void this.remove(one));
    }
  }

  /** A refusal at the field, after the KERN pattern; empty takes it away. */
  private say(text: string): void {
    this.error.hidden = text === "";
    this.error.replaceChildren(h("span", { class: "kern-body kern-body--small" }, text));
    this.name.setAttribute("aria-invalid", String(text !== ""));
    this.name.classList.toggle("kern-form-input__input--error", text !== "");
    if (text !== "") this.name.focus();
  }

  private fail(again: () => void): void {
    this.state.replaceChildren(alertBox("danger", this.words.text("bookmarks.failed"), button(this.words.text("panel.retry"), "secondary", again)));
  }
}
