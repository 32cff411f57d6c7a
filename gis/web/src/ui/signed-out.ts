/** Says that somebody is logged in no longer, once at a time, and leads to the login and back. */

import type { Wording } from "../i18n";
import { loginAddress, watchSession } from "../session";
import { ask } from "./dialog";

export function tellWhenSignedOut(login: string, words: Wording): void {
  let asking = false;
  watchSession(() => {
    if (asking) return;
    asking = true;
    const question = { title: words.text("session.over"), text: words.text("session.kept"), confirm: words.text("session.logIn") };
    void ask(question, words).then((yes) => {
      asking = false;
      if (yes) location.assign(loginAddress(login));
    });
  });
}
