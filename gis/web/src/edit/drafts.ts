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
  /** Milliseconds since 1970. */
  readonly at: number;
}

type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

const MOST = 20;
const OLDEST_MS = 30 * 24 * 3600 * 1000;

export class Drafts {
  /** Several people may use one browser: each has a shelf of the own. */
  constructor(private readonly shelf: Shelf, private readonly person: string, private readonly now: () => number = Date.now) {}

  keep(edit: string, values: Draft["values"], version: number | null): void {
    const { [edit]: _old, ...others } = this.all();
    const kept = Object.entries(others).sort(([, one], [, other]) => other.at - one.at).slice(0, MOST - 1);
    this.write(this.draftsName, { ...Object.fromEntries(kept), [edit]: { values, version, at: this.now() } });
  }

  find(edit: string): Draft | null {
    const draft = this.all()[edit];
    return draft !== undefined && this.now() - draft.at < OLDEST_MS ? draft : null;
  }

  drop(edit: string): void {
    const { [edit]: _gone, ...others } = this.all();
    this.write(this.draftsName, others);
  }

  /** Each save under a name of its own: tabs that write at once would lose one another's from a common list. */
  await(pending: Omit<Pending, "at">): void {
    this.write(this.pendingName(pending.key), { ...pending, at: this.now() });
  }

  answered(key: string): void {
    this.write(this.pendingName(key), null);
  }

  isPending(key: string): boolean {
    return this.read<Pending>(this.pendingName(key)) !== null;
  }

  /** What waits for its answer, in this tab or in another one, the oldest first. */
  get pending(): readonly Pending[] {
    const stem = this.pendingName("");
    const names = Array.from({ length: this.shelf.length }, (_none, index) => this.shelf.key(index) ?? "");
    // The address of one person may be the beginning of another's.
    const own = names.filter((name) => name.startsWith(stem) && !name.slice(stem.length).includes("."));
    return own.map((name) => this.read<Pending>(name)).filter((one) => one !== null).sort((one, other) => one.at - other.at);
  }

  private all(): Record<string, Draft> {
    return this.read<Record<string, Draft>>(this.draftsName) ?? {};
  }

  private read<T>(name: string): T | null {
    try {
      return JSON.parse(this.shelf.getItem(name) ?? "null") as T | null;
    } catch {
      return null;
    }
  }

  /** A full or forbidden store costs the safety net, not the work. */
  private write(name: string, value: unknown): void {
    try {
      if (value === null) this.shelf.removeItem(name);
      else this.shelf.setItem(name, JSON.stringify(value));
    } catch {
      return;
    }
  }

  private get draftsName(): string {
    return `trassenbuch.drafts.${this.person}`;
  }

  private pendingName(key: string): string {
    return `trassenbuch.pending.${this.person}.${key}`;
  }
}
