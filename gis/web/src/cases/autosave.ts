/** Saves a draft as it is written: after each pause in typing the whole form goes to its own address. */

import { debounce } from "../net";

const PAUSE_MS = 400;

interface Answer {
  readonly version?: number;
}

export function saveByItself(form: HTMLFormElement): void {
  const said = form.querySelector<HTMLElement>(".portal-saved");
  const version = form.querySelector<HTMLInputElement>("input[name=version]");
  let running: Promise<void> = Promise.resolve();
  let isLeaving = false;
  const save = async (): Promise<void> => {
    // What is sent with the button has the same version: the later one would be told that somebody was faster.
    if (isLeaving) return;
    const response = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Autosave": "1" }, credentials: "same-origin" });
    const answer = response.ok ? ((await response.json()) as Answer) : {};
    if (answer.version !== undefined && version !== null) version.value = String(answer.version);
    if (said !== null) said.textContent = (response.ok ? form.dataset["saved"] : form.dataset["unsaved"]) ?? "";
  };
  // One after another: each takes the version that the one before has left.
  const soon = debounce(PAUSE_MS, () => {
    running = running.then(save).catch(() => {
      if (said !== null) said.textContent = form.dataset["unsaved"] ?? "";
    });
  });
  window.addEventListener("pageshow", () => (isLeaving = false));
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    isLeaving = true;
    void running.finally(() => form.submit());
  });
}
