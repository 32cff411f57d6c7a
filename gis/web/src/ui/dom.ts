/** Small helpers around the DOM. */

type Attribute = string | number | boolean | null;
type Child = Node | string | null;

/** An element with attributes; `true` sets an empty one, `false` and null leave it out. */
export function h<T extends keyof HTMLElementTagNameMap>(
  tag: T,
  attributes: Readonly<Record<string, Attribute>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[T] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null) element.setAttribute(name, String(value));
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** The element with this id; throws when the page lacks it, for the template and this code must agree. */
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`The page holds no #${id}.`);
  return element as T;
}

export function icon(name: string, size: "small" | "default" = "default"): HTMLElement {
  return h("span", { class: `kern-icon kern-icon--${name} kern-icon--${size}`, "aria-hidden": "true" });
}

type ButtonLook = "primary" | "secondary" | "tertiary";

export function button(label: string, look: ButtonLook, onClick: () => void): HTMLButtonElement {
  const element = h("button", { type: "button", class: `kern-btn kern-btn--${look}` }, h("span", { class: "kern-label" }, label));
  element.addEventListener("click", onClick);
  return element;
}

export type AlertLook = "info" | "success" | "warning" | "danger";

/** A message box; its role makes screen readers speak it when it appears. */
export function alertBox(look: AlertLook, title: string, ...body: readonly Child[]): HTMLElement {
  const head = h("div", { class: "kern-alert__header" }, icon(look), h("span", { class: "kern-title kern-title--small" }, title));
  const lines = body.filter((child) => child !== null);
  const box = h("div", { class: `kern-alert kern-alert--${look}`, role: look === "danger" ? "alert" : "status" }, head);
  if (lines.length > 0) box.append(h("div", { class: "kern-alert__body" }, ...lines));
  return box;
}

/** Says something to screen readers without showing it. */
export function announce(text: string): void {
  byId("map-announcer").textContent = text;
}
