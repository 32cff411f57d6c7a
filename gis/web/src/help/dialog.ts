/** All help in one dialog, opened where one is: what to do, step by step, and the keys. */

import { button, h } from "../ui/dom";
import { type HelpWords, type Topic, TOPICS } from "./topics";

type Keys = HelpWords["general"];

function keyTable(keys: Keys, caption: string): HTMLElement | null {
  if (keys.length === 0) return null;
  const rows = keys.flatMap(([key, does]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, does)]);
  return h("dl", { class: "help__keys", "aria-label": caption }, ...rows);
}

/** What has no button of its own name, by what must be there for it. */
const NEEDS: Readonly<Partial<Record<Topic, string>>> = {
  "segment-change": "#rail-edit", "segment-split": "#rail-edit", "segment-merge": "#rail-edit", "segment-reverse": "#rail-edit",
  "duct-cut": "#rail-edit", delete: "#rail-edit", documents: "#rail-edit", history: "#rail-edit", import: '.topbar__pages a[href^="/imports/"]',
};

/** Only what this person can do. */
function isOffered(topic: Topic): boolean {
  return document.querySelector(NEEDS[topic] ?? `[data-tool="${topic}"], [data-edit="${topic}"], #${topic}`) !== null;
}

function section(topic: Topic, words: HelpWords, open: boolean): HTMLElement {
  const { name, steps, keys } = words.topics[topic];
  return h("details", { class: "help__topic", "data-topic": topic, open },
    h("summary", { autofocus: open }, name),
    h("ol", {}, ...steps.map((step) => h("li", {}, step))),
    keyTable(keys, `${words.keys}: ${name}`));
}

/** Opens the help at a topic. Closing gives the focus back to where it was. */
export function openHelp(words: HelpWords, topic: Topic, onTour: () => void): void {
  const dialog = h("dialog", { class: "kern-dialog help", "aria-labelledby": "help-title" });
  const offered = TOPICS.filter(isOffered);
  const order = [topic, ...offered.filter((one) => one !== topic)];
  dialog.append(
    h("header", { class: "kern-dialog__header" }, h("h2", { class: "kern-title kern-title--large", id: "help-title" }, words.title)),
    h("div", { class: "kern-dialog__body", tabindex: 0, role: "region", "aria-labelledby": "help-title" },
      ...order.map((one) => section(one, words, one === topic)),
      h("h3", {}, words.everywhere), keyTable(words.general, words.keys)),
    h("footer", { class: "kern-dialog__footer" },
      button(words.startTour, "secondary", () => {
        dialog.close();
        onTour();
      }),
      button(words.close, "primary", () => dialog.close())));
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  document.body.append(dialog);
  dialog.showModal();
}
