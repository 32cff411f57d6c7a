/** The undo and redo buttons: the session's stack, kept over a reload. */

import type { EditWords } from "../i18n/edit";
import { byId } from "../ui/dom";
import { Refused } from "./api";
import type { Saver } from "./save";
import { type Entry, type Step, type Touched, UndoStack } from "./undo";

export interface HistoryEvents {
  onChanged(touched: readonly Touched[]): void;
  onRefused(error: Refused): void;
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
    const done = await this.run(steps, (error) => {
      this.stack.drop();
      this.events.say(this.words("undo.refused", { what: entry.title, reason: error.message }));
    });
    if (done === null) return;
    this.stack.undoDone(done);
    this.finish(done, this.words("undo.done", { what: entry.title }));
  }

  async redo(): Promise<void> {
    const entry = this.stack.toRedo;
    const steps = this.stack.redoSteps();
    if (entry === null || steps === null) return this.events.say(this.words("undo.nothing"));
    const done = await this.run(steps, (error) => this.events.say(this.words("undo.notRedone", { what: entry.title, reason: error.message })));
    if (done === null) return;
    this.stack.redoDone(done);
    this.finish(done, this.words("undo.redone", { what: entry.title }));
  }

  private async run(steps: readonly Step[], onRefused: (error: Refused) => void): Promise<readonly Touched[] | null> {
    if (this.running) return null;
    this.running = true;
    this.show();
    try {
      return (await this.saver.send("", steps)).touched;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      onRefused(error);
      this.events.onRefused(error);
      return null;
    } finally {
      this.running = false;
      this.show();
    }
  }

  private finish(touched: readonly Touched[], text: string): void {
    this.show();
    this.events.onChanged(touched);
    this.events.say(text);
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
