/** Holds the view state, mirrors it to the address bar and tells those who listen. */

import { formatState, parseState, type ViewState } from "./url-state";

type Listener = (now: ViewState, before: ViewState) => void;

/** Changes of these become a step that the browser's back button undoes. */
const STEPS: readonly (keyof ViewState)[] = ["trail", "tool", "edit"];

export class ViewStore {
  private current: ViewState;
  private readonly listeners: Listener[] = [];

  constructor(private readonly language: string) {
    this.current = parseState(location.search);
    window.addEventListener("popstate", () => this.settle(parseState(location.search)));
  }

  get state(): ViewState {
    return this.current;
  }

  listen(listener: Listener): void {
    this.listeners.push(listener);
  }

  /** Applies a change, writes the address and informs the listeners. */
  change(part: Partial<ViewState>): void {
    const next = { ...this.current, ...part };
    const query = formatState(next, this.language);
    if (query !== location.search) {
      const step = STEPS.some((name) => JSON.stringify(next[name]) !== JSON.stringify(this.current[name]));
      history[step ? "pushState" : "replaceState"](null, "", query);
    }
    this.settle(next);
  }

  /** Shows another view, such as a bookmark's. */
  open(address: string): void {
    this.change(parseState(address));
  }

  /** The address of this view in another language. */
  addressIn(language: string): string {
    return formatState(this.current, language);
  }

  addressOf(state: ViewState): string {
    return formatState(state, this.language);
  }

  private settle(next: ViewState): void {
    const before = this.current;
    this.current = next;
    this.listeners.forEach((listener) => listener(next, before));
  }
}
