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
  let isUnsaved = false;
  const send = (keepalive = false): Promise<Response> =>
    fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Autosave": "1" }, credentials: "same-origin", keepalive });
  const save = async (): Promise<void> => {
    // What is sent with the button has the same version: the later one would be told that somebody was faster.
    if (isLeaving || !isUnsaved) return;
    isUnsaved = false;
    const response = await send();
    const answer = response.ok ? ((await response.json()) as Answer) : {};
    if (answer.version !== undefined && version !== null) version.value = String(answer.version);
    if (said !== null) said.textContent = (response.ok ? form.dataset["saved"] : form.dataset["unsaved"]) ?? "";
  };
  // One after another: each takes the version that the one before has left.
  const now = (): Promise<void> => {
    running = running.then(save).catch(() => {
      if (said !== null) said.textContent = form.dataset["unsaved"] ?? "";
    });
    return running;
  };
  const soon = debounce(PAUSE_MS, () => void now());
  const changed = (): void => {
    isUnsaved = true;
    soon();
  };
  window.addEventListener("pageshow", () => (isLeaving = false));
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
    if (isUnsaved && !isLeaving) void send(true);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    isLeaving = true;
    void running.finally(() => form.submit());
  });
}
