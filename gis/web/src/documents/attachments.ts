/** Attaching files to the object in the panel: by button, by camera, or dropped on the panel. */

import type { Wording } from "../i18n";
import { announce, button, h } from "../ui/dom";
import type { Stored } from "./attaching";
import { objectionTo } from "./check";
import { send, UploadRefused } from "./upload";

export interface AttachmentEvents {
  /** A file arrived. */
  onStored(file: Stored): void;
  /** A file arrived at the object that is shown. */
  onAttached(): void;
}

interface Place {
  readonly address: string;
  readonly section: HTMLElement;
}

export class Attachments {
  /** What is under way or was refused, by the address of its object: the panel is written anew meanwhile. */
  private readonly lists = new Map<string, HTMLElement>();
  private queue: Promise<void> = Promise.resolve();
  private depth = 0;

  constructor(private readonly panel: HTMLElement, private readonly words: Wording, private readonly events: AttachmentEvents) {
    panel.addEventListener("change", (event) => this.choose(event));
    for (const type of ["dragenter", "dragover", "dragleave", "drop"] as const) panel.addEventListener(type, (event) => this.drag(event));
  }

  /** Call when the panel was written: puts the list of this object back into it. */
  show(): void {
    this.depth = 0;
    const place = this.place();
    const list = place === null ? undefined : this.lists.get(place.address);
    if (list !== undefined) place!.section.querySelector("[data-uploads]")?.replaceChildren(list);
  }

  private place(): Place | null {
    const section = this.panel.querySelector<HTMLElement>("[data-documents]");
    return section === null ? null : { section, address: section.dataset["documents"]! };
  }

  private choose(event: Event): void {
    const input = event.target;
    if (!(input instanceof HTMLInputElement) || input.dataset["attach"] === undefined) return;
    this.take([...(input.files ?? [])]);
    input.value = "";
  }

  /** Anywhere on the panel: the zone only shows that it works. */
  private drag(event: DragEvent): void {
    const place = this.place();
    if (place === null || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    if (event.type === "dragenter") this.depth += 1;
    if (event.type === "dragleave") this.depth -= 1;
    if (event.type === "drop") this.depth = 0;
    place.section.toggleAttribute("data-over", this.depth > 0);
    if (event.type === "drop") this.take([...event.dataTransfer.files]);
  }

  private take(files: readonly File[]): void {
    const place = this.place();
    if (place === null) return;
    const { mostBytes = "0", endings = "" } = place.section.dataset;
    if (!this.lists.has(place.address)) this.lists.set(place.address, h("ul", { class: "documents__uploads" }));
    this.show();
    for (const file of files) {
      const item = h("li", { class: "documents__upload" });
      this.lists.get(place.address)!.append(item);
      const objection = objectionTo(file, Number(mostBytes), endings.split(","));
      if (objection === null) this.enqueue(place.address, file, crypto.randomUUID(), item);
      else this.refuse(item, file, this.words.text(`attach.${objection}`, { megabytes: Math.floor(Number(mostBytes) / 1e6), endings: endings.replaceAll(",", ", ") }));
    }
  }

  /** One after another, so that a phone with a bad line gets the first ones through. */
  private enqueue(address: string, file: File, id: string, item: HTMLElement): void {
    item.replaceChildren(h("span", {}, file.name), h("span", { class: "contents__detail" }, this.words.text("attach.waiting")));
    this.queue = this.queue.then(() => this.send(address, file, id, item));
  }

  private async send(address: string, file: File, id: string, item: HTMLElement): Promise<void> {
    const bar = h("progress", { max: 100, value: 0, "aria-label": file.name });
    const upload = send(`${address}?lang=${this.words.language}`, id, file, (part) => {
      bar.value = Math.round(part * 100);
    });
    item.replaceChildren(h("span", {}, file.name), bar, button(this.words.text("attach.cancel"), "tertiary", () => upload.cancel()));
    try {
      const { id: made = id, version = 1 } = await upload.done;
      item.remove();
      this.events.onStored({ id: made, version, name: file.name });
      announce(this.words.text("attach.done", { name: file.name }));
      if (this.place()?.address === address) this.events.onAttached();
    } catch (error) {
      this.explain(error, address, file, id, item);
    }
  }

  private explain(error: unknown, address: string, file: File, id: string, item: HTMLElement): void {
    if (error instanceof UploadRefused) this.refuse(item, file, error.message);
    else if (error instanceof DOMException) item.remove();
    else this.refuse(item, file, this.words.text("attach.lost"), button(this.words.text("attach.again"), "tertiary", () => this.enqueue(address, file, id, item)));
  }

  private refuse(item: HTMLElement, file: File, reason: string, again: HTMLElement | null = null): void {
    const reasons = h("p", { class: "kern-error", role: "alert" }, h("span", { class: "kern-icon kern-icon--danger", "aria-hidden": "true" }), h("span", { class: "kern-body kern-body--small" }, `${file.name}: ${reason}`));
    const dismiss = button(this.words.text("attach.dismiss"), "tertiary", () => item.remove());
    item.replaceChildren(reasons, h("div", { class: "edit-row" }, again, dismiss));
  }
}
