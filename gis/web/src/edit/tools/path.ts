/** The path of a duct or cable: two sites, the way that the server proposes, changed by clicks on segments. */

import type { LonLat } from "../../geo/utm";
import { HttpError } from "../../net";
import { h } from "../../ui/dom";
import type { Place } from "../../ui/search";
import type { Snap } from "../snap";
import { showTarget, type Tool, type ToolContext } from "./tool";
import { typedPlace } from "./typed";
import { atSegment, atSite, drawnText, NO_WAY, question, readDrawn, stepBack, type Way } from "./way";

interface Proposed {
  readonly segments: readonly { readonly id: string; readonly code: string }[];
  readonly length_m: number;
  readonly geometry: GeoJSON.Geometry | null;
}

/** The server's answer where no way leads there; anything else says nothing about ways. */
const REFUSED = 422;

export class PathTool implements Tool {
  private way: Way = NO_WAY;
  private proposed: Proposed | null = null;
  private running: AbortController | null = null;
  private readonly codes = new Map<string, string>();
  /** What was chosen to lie in, by the segment where it begins. */
  protected readonly choices = new Map<string, string>();
  private readonly note = h("p", { class: "edit-note", role: "status" });

  constructor(protected readonly context: ToolContext) {
    const typed = typedPlace(context, context.words("path.typed"), (place) => {
      this.type(place);
      typed.show("");
    });
    context.form.slot?.append(this.note, typed.element);
    this.describe();
  }

  click(at: LonLat): void {
    const { snap } = this.context.snap(at);
    if (snap === null || (snap.on !== "site" && this.way.end === null)) return this.miss(at);
    this.context.sketch.setLabel(null, "");
    this.codes.set(snap.id, snap.code);
    void this.change(this.after(snap));
  }

  hover(at: LonLat): void {
    const { at: placed, snap } = showTarget(this.context, at);
    this.context.sketch.setLabel(snap === null ? null : placed, snap?.code ?? "");
  }

  back(): boolean {
    const before = stepBack(this.way);
    if (before !== null) void this.change(before);
    return before !== null;
  }

  key(event: KeyboardEvent): boolean {
    return event.key === "Backspace" && this.back();
  }

  /** The same wishes again; the way is proposed anew, for the network may have changed meanwhile. */
  redraw(): void {
    const drawn = readDrawn(this.context.form.get("drawing"));
    if (drawn === null) return this.describe();
    for (const [id, code] of Object.entries(drawn.codes)) this.codes.set(id, code);
    for (const [segment, duct] of Object.entries(drawn.ducts)) this.choices.set(segment, duct);
    void this.change(drawn.way);
  }

  protected keep(): void {
    const { way, codes, choices } = this;
    this.context.form.set("drawing", drawnText({ way, codes: Object.fromEntries(codes), ducts: Object.fromEntries(choices) }));
  }

  /** A site sets an end; a line that is clicked once both are known changes the way between them. */
  private after(snap: Snap): Way {
    if (snap.on === "site") return atSite(this.way, snap.id);
    return atSegment(this.way, snap.id, this.proposed?.segments.map(({ id }) => id) ?? []);
  }

  /** Says at the place what is not there, and below what is asked for. */
  private miss(at: LonLat): void {
    const { words, say, sketch } = this.context;
    const isDone = this.way.end !== null;
    sketch.setLabel(at, words(isDone ? "path.nothing" : "path.noSite"));
    say(isDone ? words("path.miss") : this.wantedEnd());
  }

  /** The end that is wanted next. */
  private wantedEnd(): string {
    const { start } = this.way;
    return start === null ? this.context.words("path.start") : this.context.words("path.end", { code: this.codes.get(start) ?? "" });
  }

  private type(place: Place): void {
    this.context.flyTo(place);
    if (place.object?.kind !== "site") return this.context.say(this.context.words("path.miss"));
    this.codes.set(place.object.id, place.label);
    void this.change(atSite(this.way, place.object.id));
  }

  private async change(way: Way): Promise<void> {
    this.way = way;
    this.keep();
    this.running?.abort();
    const url = question(way);
    if (url === null) return this.show(null);
    const run = new AbortController();
    this.running = run;
    try {
      const found = await this.context.api.json<Proposed>(url, run.signal);
      if (!run.signal.aborted) this.show(found);
    } catch (error) {
      if (run.signal.aborted) return;
      this.show(null);
      this.note.textContent = this.context.words(error instanceof HttpError && error.status === REFUSED ? "path.none" : "load.hint");
    }
  }

  private show(found: Proposed | null): void {
    this.proposed = found;
    this.context.sketch.setOther(found?.geometry ?? null);
    this.context.form.set("start_site", this.way.start ?? "");
    this.context.form.set("path", found?.segments.map(({ id }) => id).join(",") ?? "");
    this.describe();
    this.pathChanged();
  }

  /** For what depends on the path. */
  protected pathChanged(): void {
    return;
  }

  private describe(): void {
    const { words, wording } = this.context;
    const { start, end } = this.way;
    if (start === null || end === null) this.note.textContent = this.wantedEnd();
    else if (this.proposed !== null) {
      const values = { start: this.codes.get(start) ?? "", end: this.codes.get(end) ?? "", length: wording.metres(this.proposed.length_m), segments: this.proposed.segments.map(({ code }) => code).join(", ") };
      this.note.textContent = words("path.found", values);
    }
  }
}
