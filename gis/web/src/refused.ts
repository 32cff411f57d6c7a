/** A page that came back with a refusal: the focus lies on the first field that is wrong, else on what says so. */

export function focusRefusal(): void {
  const wrong = document.querySelector<HTMLElement>("main [aria-invalid=true]") ?? document.querySelector<HTMLElement>("main .kern-alert--danger[role=alert]");
  if (wrong === null) return;
  if (wrong.matches(".kern-alert")) wrong.tabIndex = -1;
  wrong.focus();
}
