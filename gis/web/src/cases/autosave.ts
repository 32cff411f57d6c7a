/** Saves a draft as it is written: after each pause in typing the whole form goes to its own address. */

import { debounce } from "../net";

const PAUSE_MS = 400;
const AGAIN_MS = 5_000;

interface Answer {
  readonly version?: number;
  readonly said?: string;
}

export function saveByItself(form: HTMLFormElement): void {
  const said = form.querySelector<HTMLElement>(".portal-saved");
  const version = form.querySelector<HTMLInputElement>("input[name=version]");
  let running: Promise<void> = Promise.resolve();
  let isLeaving = false;
  let isUnsaved = false;
  let hasFailed = false;
  const send = (keepalive = false): Promise<Response> =>
    fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Autosave": "1" }, credentials: "same-origin", keepalive });
  const say = (words: string | undefined): void => {
    if (said !== null) said.textContent = words ?? "";
  };
  const failed = (words: string | undefined): void => {
    isUnsaved = hasFailed = true;
    say(words);
  };
  const save = async (): Promise<void> => {
    // What is sent with the button has the same version: the later one would be told that somebody was faster.
    if (isLeaving || !isUnsaved) return;
    isUnsaved = false;
    const answer = await answerTo(send);
    if (answer === "out") {
      failed(form.dataset["out"]);
    } else if (answer === null) {
      failed(form.dataset["lost"]);
      window.setTimeout(() => void now(), AGAIN_MS);
    } else if (answer.version === undefined) {
      failed(answer.said);
    } else {
      if (version !== null) version.value = String(answer.version);
      hasFailed = false;
      say(form.dataset["saved"]);
    }
  };
  // One after another: each takes the version that the one before has left.
  const now = (): Promise<void> => (running = running.then(save));
  const soon = debounce(PAUSE_MS, () => void now());
  const changed = (): void => {
    isUnsaved = true;
    soon();
  };
  window.addEventListener("pageshow", () => (isLeaving = false));
  window.addEventListener("online", () => void now());
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  // The next page must show what was typed, and its version: a link waits until it is saved.
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null;
    if (link === null || !isUnsaved || event.defaultPrevented || event.button !== 0 || link.target !== "" || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    void now().finally(() => location.assign(link.href));
  });
  // The tab is closed, or left by the address bar, within the pause.
  window.addEventListener("pagehide", () => {
    if (isUnsaved && !isLeaving) void send(true).catch(() => {});
  });
  // What could not be saved would be lost: the browser asks first.
  window.addEventListener("beforeunload", (event) => {
    if (isUnsaved && hasFailed && !isLeaving) event.preventDefault();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    // Without a line there is no next page, and this one would be gone.
    if (!navigator.onLine) return failed(form.dataset["lost"]);
    isLeaving = true;
    void running.finally(() => form.submit());
  });
}

/** What the server said; "out" where it asks to log in first, null where it was not reached or not itself. */
async function answerTo(send: () => Promise<Response>): Promise<Answer | "out" | null> {
  try {
    const response = await send();
    return response.redirected ? "out" : ((await response.json()) as Answer);
  } catch {
    return null;
  }
}
