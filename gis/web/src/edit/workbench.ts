/** Editing as one works: the form in the panel, its drawing on the map, drafts, saving, and the way back. */

import type { MapConfig } from "../config";
import type { LonLat } from "../geo/utm";
import type { Wording } from "../i18n";
import { type EditWords, editWords } from "../i18n/edit";
import type { Covered, MapView } from "../map/leaflet";
import { Sketch } from "../map/sketch";
import type { MapContent } from "../map/tile-client";
import { HttpError } from "../net";
import { alertBox, announce, button, h } from "../ui/dom";
import { focusOn, isFocusLost } from "../ui/focus";
import { Aim } from "./aim";
import { EditApi, type Refused } from "./api";
import { Drafts } from "./drafts";
import { FormView } from "./form";
import { EditHistory } from "./history";
import { intro } from "./intro";
import { Keeper } from "./keeper";
import { meaningOf, smallStep } from "./keys";
import { Saver, type SaveState } from "./save";
import { Submission } from "./submission";
import { makeTool } from "./tools";
import { NOTHING, type Tool } from "./tools/tool";
import type { Entry, Step, Touched } from "./undo";

const MANY = "many-change";

export interface BenchParts {
  readonly config: MapConfig;
  readonly wording: Wording;
  readonly map: MapView;
  readonly content: MapContent;
  /** What list and map are filtered by. */
  filter(): string | null;
  /** Pixels of the map under the panel. */
  covered(): Covered;
  /** Where saved, unsaved and under way are said. */
  readonly status: HTMLElement;
}

export interface BenchEvents {
  /** An edit is over: show this object, or nothing. */
  onLeave(shown: { kind: string; id: string } | null): void;
  /** Undoing met somebody else's change: this edit shows both versions. */
  onOpen(edit: string): void;
  /** Something changed on the server in these places. */
  onChanged(touched: readonly Touched[]): void;
  say(text: string): void;
}

export class Workbench {
  readonly element = h("section", { class: "edit-tool" });
  private readonly words: EditWords;
  private readonly api: EditApi;
  private readonly drafts: Drafts;
  private readonly keeper: Keeper;
  private readonly saver: Saver;
  private readonly history: EditHistory;
  private readonly form: FormView;
  private readonly sketch: Sketch;
  private readonly aim: Aim;
  private readonly submission: Submission;
  private tool: Tool = NOTHING;
  private edit: string | null = null;
  /** Counts the forms that were opened: a late answer to an earlier one must leave this one alone. */
  private opened = 0;
  private running: AbortController | null = null;
  private refused: { readonly edit: string; readonly error: Refused; readonly step: Step } | null = null;

  constructor(private readonly parts: BenchParts, private readonly events: BenchEvents) {
    const { config, map, content } = parts;
    const person = config.user?.email ?? "";
    this.words = editWords(config.language);
    this.api = new EditApi(config);
    this.drafts = new Drafts(localStorage, person);
    this.saver = new Saver(this.api, this.drafts, (state) => this.showState(state));
    this.history = new EditHistory(person, this.words, this.saver, {
      onChanged: (touched) => events.onChanged(touched),
      onRefused: (error, steps) => this.showRefusedUndo(error, steps),
      say: (text) => events.say(text),
    });
    this.form = new FormView({ onSubmit: () => void this.save(), onCancel: () => this.cancel(), onChange: () => this.noteChange() });
    this.keeper = new Keeper(this.drafts, this.form);
    this.sketch = new Sketch(map.inner);
    this.aim = new Aim(map, content);
    this.sketch.setArea(config.user?.writeArea ?? null);
    this.submission = this.makeSubmission();
    void this.submission.sendLeft();
    // The other language, or another page, right after a key.
    window.addEventListener("pagehide", () => this.keeper.now());
    // Where a tab was closed, its neighbour comes into view.
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") void this.submission.sendLeft();
    });
  }

  private makeSubmission(): Submission {
    const { form, keeper, drafts, saver, history, sketch, words } = this;
    return new Submission({ form, keeper, drafts, saver, history, sketch, words, covered: () => this.parts.covered() }, {
      onDone: (touched, message) => this.done(touched, message),
      onDoneElsewhere: (touched, message) => {
        this.events.onChanged(touched);
        this.events.say(message);
      },
      onForm: (html, values) => {
        this.showForm(html);
        form.fill(values);
        this.tool.redraw();
      },
      onSentAgain: (edit, touched) => {
        this.events.onChanged(touched);
        if (this.edit === edit) this.events.onLeave(null);
      },
      say: (text) => this.events.say(text),
    });
  }

  /** Opens an edit ("site-create", "site-change:" and the id); null shows what can be done. */
  open(edit: string | null): void {
    this.keeper.close();
    this.opened += 1;
    this.form.busy = false;
    this.running?.abort();
    this.sketch.clear();
    this.sketch.drawing = false;
    this.tool = NOTHING;
    this.edit = edit;
    this.form.clear();
    if (edit === null) this.showIntro();
    else void this.load(edit);
  }

  private showIntro(): void {
    this.element.replaceChildren(intro(this.words, this.sketch.area === null ? null : () => this.showArea()));
    if (isFocusLost()) focusOn(this.element.querySelector("h2"));
  }

  private showArea(): void {
    const { area } = this.sketch;
    if (area !== null) this.parts.map.fit(area, this.parts.covered());
  }

  /** Editing is over for now; drafts stay. */
  close(): void {
    this.open(null);
  }

  click(at: LonLat): void {
    this.sketch.setProblems([]);
    this.tool.click(at);
  }

  /** `spoken`: the pointer is the centre of the map, moved with the keyboard. */
  hover(at: LonLat, spoken = false): void {
    this.tool.hover(at);
    if (spoken) announce(this.sketch.said);
  }

  /** Esc: one step of the drawing, then the edit; what was filled in stays as a draft. */
  back(): void {
    if (!this.tool.back()) this.leave();
  }

  /** Keys on the map or anywhere nobody types. Says whether the key was used. */
  key(event: KeyboardEvent): boolean {
    const meaning = meaningOf(event);
    if (meaning === "undo" && !(this.edit !== null && this.tool.back())) void this.history.undo();
    if (meaning === "redo") void this.history.redo();
    return meaning === "tool" ? this.edit !== null && this.mapKey(event) : meaning !== null;
  }

  /** Keys of the map while something is drawn: small steps, the way back to the form, then those of the drawing. */
  private mapKey(event: KeyboardEvent): boolean {
    const step = smallStep(event);
    if (step !== null) this.parts.map.inner.panBy(step, { animate: false });
    else if (event.key.toLowerCase() === "b") this.changeSides();
    else return this.tool.key(event);
    return true;
  }

  private changeSides(): void {
    if (this.form.hasFocus) this.parts.map.focus();
    else this.form.focus();
  }

  /** Notes a change that was saved without a form, such as a file that was sent. */
  note(entry: Entry): void {
    this.history.push(entry);
  }

  /** Where somebody else went on, the form shows both versions and lets the person choose. */
  private showRefusedUndo(error: Refused, steps: readonly Step[]): void {
    const [step] = steps;
    if (!error.stale || error.form === null || step === undefined || steps.length > 1 || !step.edit.endsWith("-change")) {
      return this.sketch.setProblems(error.problems, this.parts.covered());
    }
    const edit = `${step.edit}:${step.object}`;
    this.refused = { edit, error, step };
    this.events.onOpen(edit);
  }

  private async load(edit: string): Promise<void> {
    const { refused } = this;
    this.refused = null;
    if (refused?.edit === edit) {
      this.element.replaceChildren(this.form.element);
      this.keeper.begin(edit);
      return this.submission.show(refused.error, refused.step);
    }
    const run = new AbortController();
    this.running = run;
    this.element.replaceChildren(h("p", { role: "status" }, this.words("load.wait")));
    try {
      const html = await this.api.form(edit, run.signal);
      if (!run.signal.aborted) this.begin(edit, html);
    } catch (error) {
      if (!run.signal.aborted) this.showFailure(edit, error);
    }
  }

  private begin(edit: string, html: string): void {
    this.element.replaceChildren(this.form.element);
    this.showForm(html);
    if (!this.keeper.restore(edit)) return this.showState("idle");
    this.tool.redraw();
    this.offerDrop(edit);
  }

  private showForm(html: string): void {
    this.sketch.clear();
    this.form.show(html);
    const { form, sketch, api, words } = this;
    const { other } = this.form.data;
    if (other !== undefined) this.sketch.setOther(JSON.parse(other) as GeoJSON.Geometry);
    form.offerMap(words("form.toMap"), () => this.parts.map.focus());
    this.tool = makeTool(this.form.data["draws"] ?? "", {
      form, sketch, api, words, wording: this.parts.wording,
      snap: (at, wanted) => this.aim.snap(at, wanted),
      same: (one, other) => this.aim.same(one, other),
      filter: () => this.parts.filter(),
      flyTo: (at) => this.parts.map.reveal(at),
      say: (text) => this.events.say(text),
    });
  }

  private offerDrop(edit: string): void {
    const drop = button(this.words("draft.drop"), "tertiary", () => {
      this.keeper.drop();
      this.edit = null;
      this.open(edit);
    });
    this.form.element.prepend(alertBox("info", this.words("draft.restored"), drop));
  }

  private async save(): Promise<void> {
    const { edit, opened } = this;
    if (edit !== null) await this.submission.send(edit, () => this.opened === opened);
  }

  private done(touched: readonly Touched[], message: string): void {
    const ofMany = this.edit === MANY;
    this.edit = null;
    this.events.onChanged(touched);
    this.events.say(message);
    // Of many that were changed alike none is the one to be shown.
    const shown = ofMany ? undefined : touched.find(({ version }) => version !== null);
    this.events.onLeave(shown === undefined ? null : { kind: shown.kind, id: shown.id });
    this.showState("saved");
  }

  private noteChange(): void {
    this.showState("unsaved");
    this.keeper.soon();
  }

  /** Cancelling gives the unsaved work up. */
  private cancel(): void {
    this.keeper.drop();
    this.leave();
  }

  private leave(): void {
    const { object, kind } = this.form.data;
    this.edit = null;
    this.showState("idle");
    this.events.onLeave(object !== undefined && kind !== undefined ? { kind, id: object } : null);
  }

  private showState(state: SaveState): void {
    this.parts.status.textContent = state === "idle" ? "" : this.words(`state.${state}`);
    this.parts.status.dataset["state"] = state;
  }

  private showFailure(edit: string, error: unknown): void {
    const missing = error instanceof HttpError && error.status === 404;
    this.element.replaceChildren(missing
      ? alertBox("info", this.words("load.missing"))
      : alertBox("danger", this.words("load.failed"), h("p", {}, this.words("load.hint")), button(this.words("load.retry"), "secondary", () => void this.load(edit))));
  }
}
