/** Keeps the focus where one is: while a part of the page is replaced by its newer self, and when it goes. */

const CONTROLS = "a[href], button, input, select, textarea, summary, [tabindex]";

/** Whether nobody has the focus: what had it is gone, hidden or disabled. */
export function isFocusLost(): boolean {
  const focus = document.activeElement;
  return focus === null || focus === document.body || !focus.checkVisibility() || focus.matches(":disabled");
}

/** Gives the focus to something that only a script can reach, such as a heading. */
export function focusOn(target: HTMLElement | null): void {
  if (target === null) return;
  if (!target.hasAttribute("tabindex")) target.tabIndex = -1;
  target.focus({ preventScroll: true });
}

/** What a control is known by: its newer self has the same. */
function keyOf(control: Element): string {
  return control.id || `${control.tagName} ${control.textContent.trim()}`;
}

function alike(root: HTMLElement, key: string): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>(CONTROLS)].filter((one) => keyOf(one) === key);
}

/**
 * Runs `replace`; the focus then lies on the newer self of the control that had it.
 * False if it lay in `root` and that control is no more.
 */
export function keepFocus(root: HTMLElement, replace: () => void): boolean {
  const focus = document.activeElement;
  if (focus === null || !root.contains(focus)) {
    replace();
    return true;
  }
  const key = keyOf(focus);
  const place = alike(root, key).findIndex((one) => one === focus);
  replace();
  const again = alike(root, key)[place];
  again?.focus({ preventScroll: true });
  return again !== undefined;
}
