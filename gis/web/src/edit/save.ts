/** Sends saves so that each is carried out once: the same key until an answer came, however often it takes. */

import type { Done, EditApi } from "./api";
import { Refused } from "./api";
import type { Drafts } from "./drafts";
import type { Meaning, Step } from "./undo";

export type SaveState = "idle" | "unsaved" | "saving" | "waiting" | "saved";

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;

export class Saver {
  private wake: (() => void) | null = null;
  /** Ends with the save before, however that ended. */
  private before: Promise<unknown> = Promise.resolve();

  constructor(private readonly api: EditApi, private readonly drafts: Drafts, private readonly onState: (state: SaveState) => void) {
    window.addEventListener("online", () => this.wake?.());
  }

  /**
   * Sends until the server answers, one save behind the other: what waits for its answer must not be forgotten for a
   * later one. Throws Refused. `edit` names the form it came from.
   */
  send(edit: string, steps: readonly Step[], meaning: Meaning, key: string = crypto.randomUUID()): Promise<Done> {
    const sent = this.before.then(() => this.deliver(edit, steps, meaning, key));
    this.before = sent.catch(() => undefined);
    return sent;
  }

  private async deliver(edit: string, steps: readonly Step[], meaning: Meaning, key: string): Promise<Done> {
    this.drafts.pending = { key, steps, edit, meaning };
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      this.onState("saving");
      try {
        const done = await this.api.save(key, steps);
        this.settle("saved");
        return done;
      } catch (error) {
        if (error instanceof Refused) {
          this.settle("unsaved");
          throw error;
        }
        this.onState("waiting");
        await this.rest(pause);
      }
    }
  }

  /** What an earlier page sent without getting an answer. */
  get left(): Drafts["pending"] {
    return this.drafts.pending;
  }

  /** Tries again now. */
  retry(): void {
    this.wake?.();
  }

  private settle(state: SaveState): void {
    this.drafts.pending = null;
    this.onState(state);
  }

  private rest(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = window.setTimeout(resolve, milliseconds);
      this.wake = () => {
        window.clearTimeout(timer);
        resolve();
      };
    });
  }
}
