/** Gives names to what Django and select2 leave without one, so that screen readers can say what it is. */

const WORDS = { de: { entry: "Eintrag", step: "Aktion" }, en: { entry: "Entry", step: "Action" } } as const;

function words(): (typeof WORDS)["de" | "en"] {
  return document.documentElement.lang.startsWith("de") ? WORDS.de : WORDS.en;
}

/** A choice is called like its field, followed by what is chosen: select2 names it by the value alone. */
function nameChoice(choice: HTMLElement): void {
  const select = choice.closest(".select2-container")?.previousElementSibling;
  const rendered = choice.querySelector<HTMLElement>(".select2-selection__rendered");
  const label = select ? document.querySelector<HTMLElement>(`label[for="${CSS.escape(select.id)}"]`) : null;
  if (rendered === null || label === null) return;
  label.id ||= `${select!.id}_label`;
  choice.setAttribute("aria-labelledby", `${label.id} ${rendered.id}`);
  rendered.removeAttribute("role");
  rendered.removeAttribute("aria-readonly");
}

function nameHeader(header: HTMLElement): void {
  const text = document.createElement("span");
  text.className = "visually-hidden";
  text.textContent = header.classList.contains("original") ? words().entry : words().step;
  header.append(text);
}

/** The label of the search field is a picture; its text names the field too. */
function nameSearch(field: HTMLElement): void {
  const picture = document.querySelector<HTMLImageElement>(`label[for="${field.id}"] img`);
  if (picture !== null) field.setAttribute("aria-label", picture.alt);
}

function nameAll(): void {
  document.querySelectorAll<HTMLElement>(".select2-selection:has([role=textbox])").forEach(nameChoice);
  document.querySelectorAll<HTMLElement>("th:empty").forEach(nameHeader);
  document.querySelectorAll<HTMLElement>("#searchbar:not([aria-label])").forEach(nameSearch);
}

/** Names what is there, and what rows and choices bring later. */
export function nameControls(): void {
  nameAll();
  new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true });
}
