/**
 * The way back through the session. Undoing is a new change that the server records: what was made is deleted,
 * what was changed gets its old values, at the version that this session left; what took something away is taken
 * back by its number in the history. So it is refused where somebody else went on meanwhile. Redoing takes the
 * undoing back in the same way, so that everything keeps its id.
 */

export interface Step {
  readonly edit: string;
  readonly object: string | null;
  readonly version: number | null;
  readonly values: Readonly<Record<string, unknown>>;
}

/** A step of the way back as the form gives it: `object` and values with "@" name what the edit touched. */
export interface BackStep {
  readonly edit: string;
  readonly object: string | null;
  readonly values: Readonly<Record<string, unknown>>;
  /** Send only the values of fields that were changed. */
  readonly only?: boolean;
}

/** An object as the server left it; without a version it is gone. */
export interface Touched {
  readonly name: string;
  readonly kind: string;
  readonly id: string;
  readonly version: number | null;
  readonly bounds?: readonly [number, number, number, number] | null;
}

export interface Entry {
  readonly title: string;
  readonly steps: readonly Step[];
  readonly back: readonly Step[] | null;
  readonly touched: readonly Touched[];
  /** What does it again, once it was undone: the undoing is taken back. */
  readonly again?: readonly Step[];
  /** Somebody else changed the object between this entry and a later one of this session. */
  readonly overtaken?: boolean;
}

/** What a save that was sent is to the way back. */
export type Meaning =
  | { readonly way: "undo" | "redo" }
  | { readonly way: "save"; readonly title: string; readonly back: readonly BackStep[] | null; readonly said: Step["values"] };

const TAKE_BACK = "change-take-back";

/** Takes back what the history has under this number. */
function takeBack(change: number): readonly Step[] {
  return [{ edit: TAKE_BACK, object: null, version: null, values: { change: String(change) } }];
}

/** Makes the entry of a save from what was sent, the form's way back and the server's answer; `said` is all that stood in the form. */
export function entryOf(title: string, step: Step, back: readonly BackStep[] | null, touched: readonly Touched[], said: Step["values"] = step.values, change: number | null = null): Entry {
  const ids = new Map([["change", String(change)], ...touched.map((one) => [one.name, one.id] as const)]);
  const filled = back?.filter(({ object }) => object === null || ids.has(object)).map((one) => fill(one, step, said, ids)) ?? null;
  return { title, steps: [step], back: filled?.length === 0 ? null : filled, touched };
}

function fill(back: BackStep, step: Step, said: Step["values"], ids: ReadonlyMap<string, string>): Step {
  const entries = Object.entries(back.values).filter(([name]) => !back.only || name in step.values);
  const values = Object.fromEntries(entries.map(([name, value]) => [name, named(value, said, ids)]));
  return { edit: back.edit, object: back.object === null ? null : ids.get(back.object)!, version: null, values };
}

/** "@name" is the id of something touched, "$name" a value that stood in the form. */
function named(value: unknown, said: Step["values"], ids: ReadonlyMap<string, string>): unknown {
  if (typeof value !== "string") return value;
  if (/^\$\w+$/.test(value)) return said[value.slice(1)] ?? "";
  return value.replace(/@(\w+)/g, (whole, name: string) => ids.get(name) ?? whole);
}

/** Undoing past somebody else's change would overwrite it. */
function overtaken(entry: Entry, object: string): Entry {
  return entry.touched.some(({ id }) => id === object) ? { ...entry, back: null, overtaken: true } : entry;
}

/** An object with its version inside a value, as a change of many names them. */
const NAMED = /\b([0-9a-f]{8}-[0-9a-f-]{27}):\d+\b/g;

interface Saved {
  readonly done: readonly Entry[];
  readonly undone: readonly Entry[];
  readonly versions: readonly (readonly [string, number])[];
}

export class UndoStack {
  private done: Entry[] = [];
  private undone: Entry[] = [];
  /** The version in which this session left each object. */
  private readonly versions = new Map<string, number>();

  push(entry: Entry): void {
    const foreign = entry.steps.filter(({ object, version }) => object !== null && this.versions.has(object) && this.versions.get(object) !== version);
    for (const { object } of foreign) this.done = this.done.map((one) => overtaken(one, object!));
    this.done.push(entry);
    this.undone = [];
    this.note(entry.touched);
  }

  get toUndo(): Entry | null {
    return this.done.at(-1) ?? null;
  }

  get toRedo(): Entry | null {
    return this.undone.at(-1) ?? null;
  }

  /** The steps that take back the last entry; null where there is nothing or no way back. */
  undoSteps(): Step[] | null {
    return this.toUndo?.back?.map((step) => this.atVersion(step)) ?? null;
  }

  redoSteps(): Step[] | null {
    return (this.toRedo?.again ?? this.toRedo?.steps)?.map((step) => this.atVersion(step)) ?? null;
  }

  undoDone(touched: readonly Touched[], change: number | null = null): void {
    const entry = this.done.pop();
    if (entry !== undefined) this.undone.push(change === null ? entry : { ...entry, again: takeBack(change) });
    this.follow(entry, touched);
  }

  redoDone(touched: readonly Touched[], change: number | null = null): void {
    const entry = this.undone.pop();
    const recorded = change !== null && entry?.back?.[0]?.edit === TAKE_BACK;
    if (entry !== undefined) this.done.push(recorded ? { ...entry, back: takeBack(change) } : entry);
    this.follow(entry, touched);
  }

  /** Gives up the last entry, whose way back was refused. */
  drop(): void {
    this.done.pop();
  }

  toJSON(): Saved {
    return { done: this.done, undone: this.undone, versions: [...this.versions] };
  }

  static from(saved: Saved | null): UndoStack {
    const stack = new UndoStack();
    stack.done = [...(saved?.done ?? [])];
    stack.undone = [...(saved?.undone ?? [])];
    for (const [id, version] of saved?.versions ?? []) stack.versions.set(id, version);
    return stack;
  }

  private atVersion(step: Step): Step {
    const now = (value: unknown): unknown => typeof value === "string" ? value.replace(NAMED, (whole, id: string) => `${id}:${this.versions.get(id) ?? whole.slice(id.length + 1)}`) : value;
    const values = Object.fromEntries(Object.entries(step.values).map(([name, value]) => [name, now(value)]));
    return { ...step, values, version: step.object === null ? null : (this.versions.get(step.object) ?? null) };
  }

  private note(touched: readonly Touched[]): void {
    for (const { id, version } of touched) if (version !== null) this.versions.set(id, version);
  }

  /** What came back under the same name is the same thing with a new id. */
  private follow(entry: Entry | undefined, touched: readonly Touched[]): void {
    this.note(touched);
    for (const before of entry?.touched ?? []) {
      const now = touched.find((one) => one.name === before.name && one.kind === before.kind);
      if (now !== undefined && now.id !== before.id) this.rename(before.id, now.id);
    }
  }

  private rename(before: string, now: string): void {
    const renamed = (entry: Entry): Entry => JSON.parse(JSON.stringify(entry).replaceAll(before, now)) as Entry;
    this.done = this.done.map(renamed);
    this.undone = this.undone.map(renamed);
  }
}
