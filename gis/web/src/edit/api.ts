/** Talking to the server about edits: forms as HTML, saves as JSON. */

import type { MapConfig } from "../config";
import { getText, HttpError, send } from "../net";
import { csrfHeaders } from "../session";
import type { Step, Touched } from "./undo";

export interface Problem {
  readonly field: string | null;
  readonly message: string;
  readonly code: string;
  /** Where on the map it is. */
  readonly place: GeoJSON.Geometry | null;
}

export interface Done {
  readonly message: string;
  readonly touched: readonly Touched[];
  /** The number of the change in the history, by which it can be taken back; null where nothing changed. */
  readonly change: number | null;
}

/** Nothing was changed; `form` shows why beside the fields. */
export class Refused extends Error {
  constructor(readonly problems: readonly Problem[], readonly form: string | null, readonly stale: boolean) {
    super(problems.map(({ message }) => message).join(" "));
  }
}

/** What the address and the panel call an edit: "site-create", "site-change:" and the object's id, "site-restore:", id, ":" and a change. */
export function formUrl(edit: string, language: string): string {
  const [name = "", object, change] = edit.split(":");
  return `/edit/${name}/${object === undefined ? "" : `${object}/`}?lang=${language}${change === undefined ? "" : `&change=${change}`}`;
}

export class EditApi {
  constructor(private readonly config: MapConfig) {}

  form(edit: string, signal: AbortSignal): Promise<string> {
    return getText(formUrl(edit, this.config.language), signal);
  }

  json<T>(url: string, signal?: AbortSignal): Promise<T> {
    return getText(url, signal).then((text) => JSON.parse(text) as T);
  }

  /** What a drawing asks the server. Throws Refused with the reason. */
  async ask<T>(url: string): Promise<T> {
    const response = await send(url);
    if (response.ok) return (await response.json()) as T;
    const answer = (await response.json().catch(() => ({}))) as { problems?: Problem[] };
    if (answer.problems === undefined) throw new HttpError(response.status);
    throw new Refused(answer.problems, null, false);
  }

  /** Throws Refused; TypeError where no answer came, so that nobody knows whether it was saved. */
  async save(key: string, steps: readonly Step[]): Promise<Done> {
    const response = await send(`/edit/?lang=${this.config.language}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...csrfHeaders() },
      body: JSON.stringify({ key, steps }),
    });
    // A proxy that gives up says nothing about what the server did.
    if (response.status >= 500) throw new TypeError(`HTTP ${response.status}`);
    const answer = (await response.json().catch(() => ({}))) as Partial<Done & { problems: Problem[]; form: string; stale: boolean }>;
    if (response.ok && answer.touched !== undefined) return { message: answer.message ?? "", touched: answer.touched, change: answer.change ?? null };
    throw new Refused(answer.problems ?? [], answer.form ?? null, answer.stale ?? false);
  }
}
