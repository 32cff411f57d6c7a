/** The undo and redo buttons: the session's stack, kept over a reload. */

import type { EditWords } from "../i18n/edit";
import { byId } from "../ui/dom";
import { type Done, Refused } from "./api";
import type { Saver } from "./save";
import { type Entry, entryOf, type Meaning, type Step, type Touched, UndoStack } from "./undo";

export interface HistoryEvents {
  onChanged(touched: readonly Touched[]): void;
  onRefused(error: Refused, steps: readonly Step[]): void;
  say(text: string): void;
}

export class EditHistory {
  private readonly stack: UndoStack;
  private readonly undoButton = byId<HTMLButtonElement>("edit-undo");
  private readonly redoButton = byId<HTMLButtonElement>("edit-redo");
  private running = false;

  constructor(private readonly person: string, private readonly words: EditWords, private readonly saver: Saver, private readonly events: HistoryEvents) {
    this.stack = UndoStack.from(this.read());
    this.undoButton.addEventListener("click", () => void this.undo());
    this.redoButton.addEventListener("click", () => void this.redo());
    this.show();
  }

  push(entry: Entry): void {
    this.stack.push(entry);
    this.show();
  }

  /** What was sent is done, now or on an earlier page that got no answer. */
  took(meaning: Meaning, steps: readonly Step[], { touched, change }: Done): void {
    const [first] = steps;
    if (meaning.way === "save") {
      if (first !== undefined) this.stack.push(entryOf(meaning.title, first, meaning.back, touched, meaning.said, change));
    } else if (meaning.way === "undo") this.stack.undoDone(touched, change);
    else this.stack.redoDone(touched, change);
    this.show();
  }

  async undo(): Promise<void> {
    const entry = this.stack.toUndo;
    if (entry === null) return this.events.say(this.words("undo.nothing"));
    const steps = this.stack.undoSteps();
    if (steps === null) {
      const reason = this.words(entry.overtaken ? "undo.overtaken" : "undo.noWay");
      this.stack.drop();
      this.show();
      return this.events.say(this.words("undo.refused", { what: entry.title, reason }));
    }
    await this.run("undo", steps, this.words("undo.done", { what: entry.title }), (error) => {
      this.stack.drop();
      this.events.say(this.words("undo.refused", { what: entry.title, reason: error.message }));
    });
  }

  async redo(): Promise<void> {
    const entry = this.stack.toRedo;
    const steps = this.stack.redoSteps();
    if (entry === null || steps === null) return this.events.say(this.words("undo.nothing"));
    await this.run("redo", steps, this.words("undo.redone", { what: entry.title }), (error) => this.events.say(this.words("undo.notRedone", { what: entry.title, reason: error.message })));
  }

  private async run(way: "undo" | "redo", steps: readonly Step[], text: string, onRefused: (error: Refused) => void): Promise<void> {
    if (this.running) return;
    const pressed = [this.undoButton, this.redoButton].find((one) => one === document.activeElement);
    this.running = true;
    this.show();
    try {
      const done = await this.saver.send("", steps, { way });
      this.took({ way }, steps, done);
      this.events.onChanged(done.touched);
      this.events.say(text);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      onRefused(error);
      this.events.onRefused(error, steps);
    } finally {
      this.running = false;
      this.show();
      if (pressed !== undefined) this.focusAgain(pressed);
    }
  }

  /** The button that was pressed was disabled meanwhile; where it stays so, the other one is the next to press. */
  private focusAgain(pressed: HTMLButtonElement): void {
    [pressed, this.undoButton, this.redoButton].find((one) => !one.disabled)?.focus();
  }

  private show(): void {
    this.label(this.undoButton, this.stack.toUndo, "undo.name");
    this.label(this.redoButton, this.stack.toRedo, "redo.name");
    try {
      sessionStorage.setItem(this.key, JSON.stringify(this.stack));
    } catch {
      return;
    }
  }

  private label(button: HTMLButtonElement, entry: Entry | null, key: "undo.name" | "redo.name"): void {
    button.disabled = entry === null || this.running;
    button.title = this.words(key, { what: entry?.title ?? "–" });
  }

  private get key(): string {
    return `trassenbuch.undo.${this.person}`;
  }

  private read(): ConstructorParameters<typeof UndoStack> extends [] ? Parameters<typeof UndoStack.from>[0] : never {
    try {
      return JSON.parse(sessionStorage.getItem(this.key) ?? "null") as Parameters<typeof UndoStack.from>[0];
    } catch {
      return null;
    }
  }
}
