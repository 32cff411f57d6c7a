/** Sends saves so that each is carried out once: the same key until an answer came, however often it takes. */

import type { Done, EditApi } from "./api";
import { Refused } from "./api";
import type { Drafts, Pending } from "./drafts";
import type { Meaning, Step } from "./undo";

export type SaveState = "idle" | "unsaved" | "saving" | "waiting" | "saved";

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;

/** Held while a save is sent, so that no other tab takes it for left; what was closed or killed holds none. */
function lockOf(key: string): string {
  return `trassenbuch.${key}`;
}

export class Saver {
  private readonly wakes = new Set<() => void>();
  /** Ends with the save before, however that ended. */
  private before: Promise<unknown> = Promise.resolve();

  constructor(private readonly api: EditApi, private readonly drafts: Drafts, private readonly onState: (state: SaveState) => void) {
    window.addEventListener("online", () => this.retry());
  }

  /**
   * Sends until the server answers, one save behind the other: what waits for its answer must not be forgotten for a
   * later one. Throws Refused. `edit` names the form it came from.
   */
  send(edit: string, steps: readonly Step[], meaning: Meaning, key: string = crypto.randomUUID()): Promise<Done> {
    const sent = this.before.then(() => navigator.locks.request(lockOf(key), () => this.deliver(edit, steps, meaning, key)));
    this.before = sent.catch(() => undefined);
    return sent;
  }

  /** What waits for its answer: left by earlier pages, or being sent by this or another tab. */
  get left(): readonly Pending[] {
    return this.drafts.pending;
  }

  /** Sends again what was left; null where a tab is at it, or its answer came meanwhile. */
  resume({ key, edit, steps, meaning }: Pending): Promise<Done | null> {
    const isLeft = (lock: Lock | null): boolean => lock !== null && this.drafts.isPending(key);
    return navigator.locks.request(lockOf(key), { ifAvailable: true }, async (lock) => (isLeft(lock) ? this.deliver(edit, steps, meaning, key) : null));
  }

  private async deliver(edit: string, steps: readonly Step[], meaning: Meaning, key: string): Promise<Done> {
    this.drafts.await({ key, steps, edit, meaning });
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      this.onState("saving");
      try {
        const done = await this.api.save(key, steps);
        this.settle(key, "saved");
        return done;
      } catch (error) {
        if (error instanceof Refused) {
          // Nothing waits to be saved where a step was not taken back.
          this.settle(key, meaning.way === "save" ? "unsaved" : "idle");
          throw error;
        }
        this.onState("waiting");
        await this.rest(pause);
      }
    }
  }

  /** Tries again now. */
  retry(): void {
    for (const wake of this.wakes) wake();
  }

  private settle(key: string, state: SaveState): void {
    this.drafts.answered(key);
    this.onState(state);
  }

  private rest(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        window.clearTimeout(timer);
        this.wakes.delete(wake);
        resolve();
      };
      const timer = window.setTimeout(wake, milliseconds);
      this.wakes.add(wake);
    });
  }
}
