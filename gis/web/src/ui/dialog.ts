/** A question before something that cannot be taken back. */

import type { Wording } from "../i18n";
import { button, h } from "./dom";

export interface Question {
  readonly title: string;
  readonly text: string;
  readonly confirm: string;
}

/** Shows the question; true when it was confirmed. Esc and "cancel" say no. */
export function ask(question: Question, words: Wording): Promise<boolean> {
  return new Promise((resolve) => {
    const dialog = h("dialog", { class: "kern-dialog", "aria-labelledby": "question-title" });
    const answer = (yes: boolean) => () => dialog.close(yes ? "yes" : "");
    dialog.append(
      h("header", { class: "kern-dialog__header" }, h("h2", { class: "kern-title kern-title--large", id: "question-title" }, question.title)),
      h("div", { class: "kern-dialog__body" }, h("p", { class: "kern-body" }, question.text)),
      h("footer", { class: "kern-dialog__footer" },
        button(words.text("route.cancel"), "secondary", answer(false)), button(question.confirm, "primary", answer(true))));
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    dialog.addEventListener("keydown", (event) => event.stopPropagation());
    document.body.append(dialog);
    dialog.showModal();
  });
}
