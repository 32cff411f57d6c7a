/** The server's form in the panel: reading it, filling it, and what differs from how it came. */

import { h } from "../ui/dom";
import type { BackStep, Step } from "./undo";

export interface FormEvents {
  onSubmit(): void;
  onCancel(): void;
  /** Somebody changed a field, or a tool did. */
  onChange(): void;
}

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
type Values = Record<string, string>;

export class FormView {
  readonly element = h("div", { class: "edit-host" });
  private form: HTMLFormElement | null = null;
  private initial: Values = {};

  constructor(private readonly events: FormEvents) {
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      // What a drawing holds against its own field comes before what the server would say.
      const open = this.slot?.querySelector<HTMLElement>(":invalid");
      if (open) open.focus();
      else events.onSubmit();
    });
    this.element.addEventListener("click", (event) => {
      if ((event.target as Element).closest("[data-cancel]") !== null) events.onCancel();
    });
    this.element.addEventListener("input", () => events.onChange());
    this.element.addEventListener("change", (event) => this.choose(event));
  }

  /** The fragment comes from our own server, which escapes every value. */
  show(html: string): void {
    this.element.innerHTML = html;
    this.form = this.element.querySelector("form");
    this.initial = this.json<Values>("values") ?? {};
    (this.element.querySelector<HTMLElement>("[aria-invalid=true], .edit-form__place-error") ?? this.element.querySelector<HTMLElement>("h2"))?.focus({ preventScroll: false });
  }

  get hasFocus(): boolean {
    return this.element.contains(document.activeElement);
  }

  focus(): void {
    this.element.querySelector<HTMLElement>("h2")?.focus();
  }

  /** Drawings begin on the map: a way there for who has no mouse, seen once it has the focus. */
  offerMap(label: string, onChosen: () => void): void {
    if ((this.data["draws"] ?? "") === "") return;
    const link = h("button", { type: "button", class: "edit-to-map kern-link" }, label);
    link.addEventListener("click", onChosen);
    this.slot?.append(link);
  }

  clear(): void {
    this.element.replaceChildren();
    this.form = null;
    this.initial = {};
  }

  get data(): DOMStringMap {
    return this.form?.dataset ?? {};
  }

  get title(): string {
    return this.element.querySelector("h2")?.textContent?.trim() ?? "";
  }

  get version(): number | null {
    const text = this.data["version"] ?? "";
    return text === "" ? null : Number(text);
  }

  get wayBack(): BackStep[] | null {
    return this.json<BackStep[]>("wayBack");
  }

  /** Where a tool puts what belongs to its drawing. */
  get slot(): HTMLElement | null {
    return this.element.querySelector("[data-drawing]");
  }

  control(name: string): Control | null {
    const found = this.form?.elements.namedItem(name);
    return found instanceof HTMLInputElement || found instanceof HTMLSelectElement || found instanceof HTMLTextAreaElement ? found : null;
  }

  get(name: string): string {
    return this.values()[name] ?? "";
  }

  set(name: string, value: string): void {
    const control = this.control(name);
    if (control === null || this.get(name) === value) return;
    if (control instanceof HTMLInputElement && control.type === "checkbox") control.checked = value === "true";
    else control.value = value;
    this.events.onChange();
  }

  /** What the form came with. */
  initially(name: string): string {
    return this.initial[name] ?? "";
  }

  values(): Values {
    const controls = [...(this.form?.elements ?? [])].filter((one): one is Control => "name" in one && (one as Control).name !== "" && !(one as Control).name.startsWith("choose-"));
    return Object.fromEntries(controls.map((one) => [one.name, one instanceof HTMLInputElement && one.type === "checkbox" ? String(one.checked) : one.value]));
  }

  /** What differs from how the form came; the reason is no change by itself. */
  changed(): Values {
    return Object.fromEntries(Object.entries(this.values()).filter(([name, value]) => name !== "reason" && value !== (this.initial[name] ?? "")));
  }

  /** What says which change is meant is sent although nobody changed it. */
  private alwaysSent(): Values {
    const controls = this.element.querySelectorAll<HTMLInputElement>("[data-sent]");
    return Object.fromEntries([...controls].map(({ name, value }) => [name, value]));
  }

  fill(values: Readonly<Record<string, unknown>>): void {
    for (const [name, value] of Object.entries(values)) this.set(name, String(value));
  }

  /** A form about an object sends what was changed, one that makes something sends all. */
  step(): Step {
    const object = this.data["object"] ?? null;
    const values = object === null ? this.values() : { ...this.changed(), ...this.alwaysSent(), reason: this.get("reason") };
    return { edit: this.data["edit"] ?? "", object, version: this.version, values };
  }

  /** While a save is under way nothing may be changed. */
  set busy(busy: boolean) {
    this.element.toggleAttribute("inert", busy);
    this.element.setAttribute("aria-busy", String(busy));
  }

  private json<T>(name: string): T | null {
    const text = this.data[name];
    return text === undefined || text === "" ? null : (JSON.parse(text) as T);
  }

  /** In a conflict the person chooses a value; it goes into the field. */
  private choose(event: Event): void {
    const radio = event.target as HTMLInputElement;
    if (radio.type !== "radio" || !radio.name.startsWith("choose-")) return;
    this.set(radio.name.slice("choose-".length), radio.value);
  }
}
