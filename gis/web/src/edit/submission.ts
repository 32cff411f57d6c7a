/** Sending what the form says: saved, refused with the reason beside field and place, or sent again later. */

import type { EditWords } from "../i18n/edit";
import type { Covered } from "../map/leaflet";
import type { Sketch } from "../map/sketch";
import { alertBox } from "../ui/dom";
import { type Done, Refused } from "./api";
import type { Drafts, Pending } from "./drafts";
import type { FormView } from "./form";
import type { EditHistory } from "./history";
import type { Keeper } from "./keeper";
import type { Saver } from "./save";
import type { Meaning, Step, Touched } from "./undo";

export interface SubmissionParts {
  readonly form: FormView;
  readonly keeper: Keeper;
  readonly drafts: Drafts;
  readonly saver: Saver;
  readonly history: EditHistory;
  readonly sketch: Sketch;
  readonly words: EditWords;
  covered(): Covered;
}

export interface SubmissionEvents {
  onDone(touched: readonly Touched[], message: string): void;
  /** What was sent from a form that was left meanwhile is saved. */
  onDoneElsewhere(touched: readonly Touched[], message: string): void;
  /** The server's form with its refusals is to be shown, with what was said in it. */
  onForm(html: string, values: Step["values"]): void;
  /** What an earlier page could not get through is saved. */
  onSentAgain(edit: string, touched: readonly Touched[]): void;
  say(text: string): void;
}

export class Submission {
  constructor(private readonly parts: SubmissionParts, private readonly events: SubmissionEvents) {}

  /** `isOpen`: whether the form is still the one in the panel. Who goes on working must not lose that by a late answer. */
  async send(edit: string, isOpen: () => boolean): Promise<void> {
    const { form, saver, history, keeper } = this.parts;
    const meaning: Meaning = { way: "save", title: form.title, back: form.wayBack, said: form.values() };
    const step = { ...form.step(), version: keeper.version };
    form.busy = true;
    try {
      const done = await saver.send(edit, [step], meaning);
      history.took(meaning, [step], done);
      if (isOpen()) this.end(done);
      else this.endElsewhere(edit, done);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (isOpen()) this.show(error, step);
      else this.events.say(this.parts.words("save.refusedElsewhere", { what: meaning.title, reason: error.message }));
    } finally {
      if (isOpen()) form.busy = false;
    }
  }

  private end({ touched, message }: Done): void {
    this.parts.keeper.drop();
    this.events.onDone(touched, message);
  }

  private endElsewhere(edit: string, { touched, message }: Done): void {
    this.parts.drafts.drop(edit);
    this.events.onDoneElsewhere(touched, message);
  }

  /** What earlier pages could not get through is sent again, each once. */
  async sendLeft(): Promise<void> {
    await Promise.all(this.parts.saver.left.map((left) => this.sendAgain(left)));
  }

  private async sendAgain(left: Pending): Promise<void> {
    const { saver, drafts, history, words } = this.parts;
    try {
      const done = await saver.resume(left);
      if (done === null) return;
      history.took(left.meaning, left.steps, done);
      drafts.drop(left.edit);
      this.events.say(words("save.sentAgain"));
      this.events.onSentAgain(left.edit, done.touched);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.events.say(words("save.refusedAgain", { reason: error.message }));
    }
  }

  /** The server's form with the reason beside field and place, filled with what was said. */
  show(error: Refused, step: Step): void {
    const { form, keeper, sketch } = this.parts;
    keeper.takeNew();
    // What is inert cannot take the focus.
    form.busy = false;
    if (error.form !== null) this.events.onForm(error.form, step.values);
    else form.element.prepend(alertBox("danger", error.message));
    sketch.setProblems(error.problems, this.parts.covered());
    if (error.stale) this.showOther();
  }

  /** The other person's place or line beside one's own. */
  private showOther(): void {
    const { form, sketch } = this.parts;
    const theirs = form.initially("geom");
    if (theirs !== "" && theirs !== form.get("geom")) sketch.setOther(JSON.parse(theirs) as GeoJSON.Geometry);
  }
}
