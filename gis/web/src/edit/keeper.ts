/** Keeps the open form's unsaved work, and brings back what was kept before. */

import { debounce } from "../net";
import type { Drafts } from "./drafts";
import type { FormView } from "./form";

const PAUSE_MS = 300;

export class Keeper {
  /** The version a restored draft was made from; null where the form's own holds. */
  private from: number | null = null;
  private edit: string | null = null;
  readonly soon = debounce(PAUSE_MS, () => this.now());

  constructor(private readonly drafts: Drafts, private readonly form: FormView) {}

  /** The version on which the unsaved work rests. */
  get version(): number | null {
    return this.from ?? this.form.version;
  }

  /** Fills the fresh form with what was kept for this edit. Says whether there was anything. */
  restore(edit: string): boolean {
    this.edit = edit;
    const draft = this.drafts.find(edit);
    this.from = draft?.version ?? null;
    if (draft !== null) this.form.fill(draft.values);
    return draft !== null;
  }

  /** The form came with values of its own, which count more than what was kept. */
  begin(edit: string): void {
    this.edit = edit;
    this.from = null;
  }

  /** The server answered: its form has the version that counts now. */
  takeNew(): void {
    this.from = null;
  }

  now(): void {
    if (this.edit === null || this.form.data["edit"] === undefined) return;
    const changed = this.form.changed();
    if (Object.keys(changed).length === 0) this.drafts.drop(this.edit);
    else this.drafts.keep(this.edit, changed, this.version);
  }

  /** Gives the unsaved work up: it was saved, or somebody cancelled. */
  drop(): void {
    if (this.edit !== null) this.drafts.drop(this.edit);
    this.edit = null;
  }

  /** The form is closed; what was kept stays. */
  close(): void {
    this.now();
    this.edit = null;
  }
}
