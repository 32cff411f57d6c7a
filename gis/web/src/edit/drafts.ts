/** Unsaved work, kept in the browser until it is saved or given up: it survives a reload and a lost connection. */

import type { Meaning, Step } from "./undo";

export interface Draft {
  readonly values: Readonly<Record<string, unknown>>;
  readonly version: number | null;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** A save whose answer did not come. It is sent again with its key, so that it is carried out once. */
export interface Pending {
  readonly key: string;
  readonly steps: readonly Step[];
  readonly edit: string;
  /** What its answer means for the way back: a new entry, or one that was undone or done again. */
  readonly meaning: Meaning;
}

type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem">;

const MOST = 20;
const OLDEST_MS = 30 * 24 * 3600 * 1000;

export class Drafts {
  /** Several people may use one browser: each has a shelf of the own. */
  constructor(private readonly shelf: Shelf, private readonly person: string, private readonly now: () => number = Date.now) {}

  keep(edit: string, values: Draft["values"], version: number | null): void {
    const { [edit]: _old, ...others } = this.all();
    const kept = Object.entries(others).sort(([, one], [, other]) => other.at - one.at).slice(0, MOST - 1);
    this.write("drafts", { ...Object.fromEntries(kept), [edit]: { values, version, at: this.now() } });
  }

  find(edit: string): Draft | null {
    const draft = this.all()[edit];
    return draft !== undefined && this.now() - draft.at < OLDEST_MS ? draft : null;
  }

  drop(edit: string): void {
    const { [edit]: _gone, ...others } = this.all();
    this.write("drafts", others);
  }

  get pending(): Pending | null {
    return this.read<Pending>("pending");
  }

  set pending(pending: Pending | null) {
    this.write("pending", pending);
  }

  private all(): Record<string, Draft> {
    return this.read<Record<string, Draft>>("drafts") ?? {};
  }

  private read<T>(name: string): T | null {
    try {
      return JSON.parse(this.shelf.getItem(this.key(name)) ?? "null") as T | null;
    } catch {
      return null;
    }
  }

  /** A full or forbidden store costs the safety net, not the work. */
  private write(name: string, value: unknown): void {
    try {
      if (value === null) this.shelf.removeItem(this.key(name));
      else this.shelf.setItem(this.key(name), JSON.stringify(value));
    } catch {
      return;
    }
  }

  private key(name: string): string {
    return `trassenbuch.${name}.${this.person}`;
  }
}
