/** What there is help about, and which of it belongs to what is being done. */

import type { ViewState } from "../url-state";

export const TOPICS = [
  "select", "search", "legend", "filter", "measure", "route", "mine", "bookmarks", "print", "locate",
  "edit", "site-create", "segment-create", "segment-change", "segment-split", "segment-merge", "segment-reverse", "gateway-create",
  "duct-create", "duct-cut", "cable-create", "many-change", "delete", "documents", "history", "import",
] as const;
export type Topic = (typeof TOPICS)[number];

export interface TopicWords {
  readonly name: string;
  /** What one does, in order. */
  readonly steps: readonly string[];
  /** Keys that work meanwhile, each with what it does. */
  readonly keys: readonly (readonly [string, string])[];
}

export interface TourStep {
  readonly title: string;
  readonly text: string;
}

export const TOUR = ["welcome", "search", "rail", "legend", "edit", "views", "pages", "help"] as const;
export type TourName = (typeof TOUR)[number];

export interface HelpWords {
  readonly title: string;
  readonly close: string;
  readonly everywhere: string;
  readonly keys: string;
  readonly startTour: string;
  readonly general: readonly (readonly [string, string])[];
  readonly topics: Readonly<Record<Topic, TopicWords>>;
  readonly tour: Readonly<Record<TourName, TourStep>>;
  readonly next: string;
  readonly back: string;
  readonly skip: string;
  readonly done: string;
  readonly progress: string;
}

function isTopic(name: string): name is Topic {
  return (TOPICS as readonly string[]).includes(name);
}

/** Edits that are explained together, by the end of their name. */
const FAMILIES: readonly (readonly [string, Topic])[] = [["-delete", "delete"], ["-restore", "history"], ["-take-back", "history"]];

/** The topic of what is being done; what has none of its own belongs to its tool. */
export function topicOf({ tool, edit }: Pick<ViewState, "tool" | "edit">): Topic {
  const named = tool === "edit" ? (edit ?? "edit").split(":")[0]! : tool;
  if (isTopic(named)) return named;
  return named.startsWith("document-") ? "documents" : (FAMILIES.find(([end]) => named.endsWith(end))?.[1] ?? "edit");
}
