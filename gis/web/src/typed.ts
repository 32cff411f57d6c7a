/** What was typed into the forms of a page stays over a change of its language, and over a login in between. */

import { csrfToken } from "./session";

const KEPT = "trassenbuch.typed";
/** Drafts of edits are kept by themselves, with what is drawn; layers and filters stand in the address. */
const TYPED = "main :is(input:not([type=hidden], [type=password], [type=file]), select, textarea)[id]:not(.edit-form *, #legend *, [id^=filter-])";
type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

interface Kept {
  readonly path: string;
  readonly person: string;
  /** The next page counts as a way back to this one. */
  readonly onTheWay: boolean;
  readonly values: Readonly<Record<string, string | boolean>>;
}

/** Begins to keep, and gives back what was kept for this page. */
export function keepTyped(): void {
  giveBack();
  document.addEventListener("click", ({ target }) => {
    if ((target as Element).closest("a[hreflang]") !== null) keep(true);
  });
  document.addEventListener("submit", ({ target }) => {
    refreshToken(target as HTMLFormElement);
    keep(false);
  });
}

function keep(onTheWay: boolean): void {
  // Whoever logs in again types, too: that is not what is to be kept.
  if (leadsBack(read())) return;
  const values = Object.fromEntries(controls().filter(isChanged).map((one) => [one.id, valueOf(one)]));
  write(Object.keys(values).length === 0 ? null : { path: location.pathname, person: person(), onTheWay, values });
}

/** A page that leads back, such as the login, passes on; any other one ends the way. */
function giveBack(): void {
  const kept = read();
  if (kept === null) return;
  if (leadsBack(kept)) return write({ ...kept, onTheWay: true });
  write(null);
  if (!kept.onTheWay || kept.path !== location.pathname || kept.person !== person()) return;
  for (const one of controls()) if (one.id in kept.values) set(one, kept.values[one.id]!);
}

function leadsBack(kept: Kept | null): boolean {
  return kept !== null && kept.path !== location.pathname && document.body.dataset["leadsBack"] !== undefined;
}

function controls(): Control[] {
  return [...document.querySelectorAll<Control>(TYPED)];
}

/** Nobody reads on what somebody else typed. */
function person(): string {
  return document.querySelector(".page__name, .topbar__name")?.textContent ?? "";
}

function isCheck(one: Control): one is HTMLInputElement {
  return one instanceof HTMLInputElement && ["checkbox", "radio"].includes(one.type);
}

function isChanged(one: Control): boolean {
  if (one instanceof HTMLSelectElement) return [...one.options].some(({ selected, defaultSelected }) => selected !== defaultSelected);
  return isCheck(one) ? one.checked !== one.defaultChecked : one.value !== one.defaultValue;
}

function valueOf(one: Control): string | boolean {
  return isCheck(one) ? one.checked : one.value;
}

function set(one: Control, value: string | boolean): void {
  if (isCheck(one)) one.checked = value === true;
  else one.value = String(value);
  for (const name of ["input", "change"]) one.dispatchEvent(new Event(name, { bubbles: true }));
}

/** A login in another tab has changed it since the page came. */
function refreshToken(form: HTMLFormElement): void {
  const token = form.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]");
  const now = csrfToken();
  if (token !== null && now !== "") token.value = now;
}

function read(): Kept | null {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? "null") as Kept | null;
  } catch {
    return null;
  }
}

/** A browser that keeps nothing loses what it would lose without this. */
function write(kept: Kept | null): void {
  try {
    if (kept === null) sessionStorage.removeItem(KEPT);
    else sessionStorage.setItem(KEPT, JSON.stringify(kept));
  } catch {
    return;
  }
}
