/** The door to help and tour: small, because their words are loaded when somebody asks for them. */

import type { Language } from "./config";
import type { HelpWords } from "./help/topics";
import { byId } from "./ui/dom";
import { isFocusLost } from "./ui/focus";
import type { ViewState } from "./url-state";

const SEEN = "trassenbuch.tour";

export interface HelpParts {
  readonly language: Language;
  state(): ViewState;
  onFailure(): void;
}

/** A browser that keeps nothing would show the tour at every visit: rather never. */
function isSeen(): boolean {
  try {
    return localStorage.getItem(SEEN) !== null;
  } catch {
    return true;
  }
}

function remember(): void {
  try {
    localStorage.setItem(SEEN, "1");
  } catch {
    // Then it is not offered by itself, see isSeen.
  }
}

export class Help {
  private touring = false;

  constructor(private readonly parts: HelpParts) {
    for (const opener of document.querySelectorAll(".help-open")) opener.addEventListener("click", () => void this.open());
  }

  /** Shows the tour on the first visit, unless somebody followed a link to a place. */
  start(state: ViewState, isKnown: boolean): void {
    const came = state.center !== null || state.trail.length > 0 || state.tool !== "select" || state.filter !== null || state.delivery !== null;
    if (isKnown && !came && !isSeen()) void this.tour();
  }

  private async open(): Promise<void> {
    await this.load(async (words) => {
      const [{ openHelp }, { topicOf }] = await Promise.all([import("./help/dialog"), import("./help/topics")]);
      openHelp(words, topicOf(this.parts.state()), () => void this.tour());
    });
  }

  private async tour(): Promise<void> {
    if (this.touring) return;
    this.touring = true;
    await this.load(async (words) => {
      const { Tour } = await import("./help/tour");
      new Tour(words, () => this.endTour()).start();
    });
  }

  private endTour(): void {
    this.touring = false;
    remember();
    if (isFocusLost()) byId("map").focus();
  }

  private async load(show: (words: HelpWords) => Promise<void>): Promise<void> {
    try {
      const words = this.parts.language === "de" ? (await import("./help/words-de")).de : (await import("./help/words-en")).en;
      await show(words);
    } catch {
      this.touring = false;
      this.parts.onFailure();
    }
  }
}
