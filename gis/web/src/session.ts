/** Whoever opened the page logged in may be so no longer: the server then says so instead of answering as to a stranger. */

/** With it the server answers 401 where it knows of nobody. */
const SIGNED_IN = "X-Signed-In";
let whenOver: (() => void) | null = null;

/** From now on each request says that somebody is logged in; `tell` hears that this is over. */
export function watchSession(tell: () => void): void {
  whenOver = tell;
}

export function sessionHeaders(): Record<string, string> {
  return whenOver === null ? {} : { [SIGNED_IN]: "1" };
}

export function noteStatus(status: number): void {
  if (status === 401) whenOver?.();
}

/** As it is now: a login in another tab changes it. */
export function csrfToken(): string {
  return /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
}

/** Of requests that change something. */
export function csrfHeaders(): Record<string, string> {
  return { "X-CSRFToken": csrfToken() };
}

/** The login that leads back to what is shown. */
export function loginAddress(login: string): string {
  return `${login}?next=${encodeURIComponent(location.pathname + location.search)}`;
}
