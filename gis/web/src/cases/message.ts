/** The form of a message: files are checked before they go, progress is shown, and no text is lost on the way. */

import { objectionTo } from "../documents/check";
import { post, UploadRefused } from "../documents/upload";
import type { Wording } from "../i18n";

export function sendByItself(form: HTMLFormElement, words: Wording): void {
  const text = form.querySelector<HTMLTextAreaElement>("textarea[name=text]")!;
  const files = form.querySelector<HTMLInputElement>("input[type=file]")!;
  const progress = form.querySelector<HTMLElement>("[data-progress]")!;
  const button = form.querySelector<HTMLButtonElement>("button[type=submit]")!;
  keep(text, `message ${form.getAttribute("action")}`);
  files.addEventListener("change", () => say(files, wrongWith(files, words)));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    say(text, "");
    const objection = wrongWith(files, words);
    say(files, objection);
    if (objection !== "" || button.disabled) return;
    void send();
  });

  async function send(): Promise<void> {
    button.disabled = true;
    progress.textContent = words.text("message.sending");
    try {
      const show = (part: number): void => void (progress.textContent = words.text("message.progress", { percent: Math.round(part * 100) }));
      const { address } = await post(form.action, new FormData(form), files.files?.length ? show : () => {}).done;
      sessionStorage.removeItem(`message ${form.getAttribute("action")}`);
      const here = location.pathname + location.search;
      location.assign(address ?? here);
      if (address?.split("#")[0] === here) location.reload();
    } catch (error) {
      const refused = error instanceof UploadRefused;
      progress.textContent = refused ? "" : words.text("message.lost");
      if (refused) say(error.field === "files" ? files : text, error.message);
      button.disabled = false;
    }
  }
}

/** What was typed is there again after the page was left or lost. */
function keep(text: HTMLTextAreaElement, name: string): void {
  if (text.value === "") text.value = sessionStorage.getItem(name) ?? "";
  text.addEventListener("input", () => sessionStorage.setItem(name, text.value));
}

function wrongWith(input: HTMLInputElement, words: Wording): string {
  const { mostFiles, mostMb } = input.dataset;
  const chosen = [...(input.files ?? [])];
  if (chosen.length > Number(mostFiles)) return words.text("message.tooMany", { number: Number(mostFiles) });
  for (const file of chosen) {
    const objection = objectionTo(file, Number(mostMb) * 1e6, input.accept.split(","));
    if (objection !== null) return `${file.name}: ${words.text(`attach.${objection}`, { megabytes: Number(mostMb), endings: input.accept.replaceAll(",", ", ") })}`;
  }
  return "";
}

/** The sentence at the field, by the pattern of the design system; an empty one takes it away. */
function say(field: HTMLElement, sentence: string): void {
  const error = document.getElementById(`${field.id}-error`)!;
  error.querySelector(".kern-body")!.textContent = sentence;
  error.hidden = sentence === "";
  field.closest(".kern-form-input")!.classList.toggle("kern-form-input--error", sentence !== "");
  field.removeAttribute("aria-invalid");
  if (sentence === "") return;
  field.setAttribute("aria-invalid", "true");
  field.focus();
}
