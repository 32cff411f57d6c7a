/** What there is help about, and which of it belongs to what is being done. */

import type { ViewState } from "../url-state";

export const TOPICS = [
  "select", "filter", "measure", "route", "mine", "bookmarks", "print", "locate",
  "edit", "site-create", "segment-create", "gateway-create", "duct-create", "cable-create", "many-change",
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

export const TOUR = ["welcome", "search", "rail", "legend", "edit", "help"] as const;
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

/** The topic of what is being done; what has none of its own belongs to its tool. */
export function topicOf({ tool, edit }: Pick<ViewState, "tool" | "edit">): Topic {
  const named = tool === "edit" ? (edit ?? "edit").split(":")[0]! : tool;
  return isTopic(named) ? named : "edit";
}
