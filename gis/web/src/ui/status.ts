/** The bar at the bottom: where the pointer is, in both coordinate systems, and the scale. */

import { toUtm32, type LonLat } from "../geo/utm";
import type { Wording } from "../i18n";
import { h } from "./dom";

/** CSS defines a pixel as 1/96 inch. */
const METRES_PER_PIXEL_OF_PAPER = 0.0254 / 96;
const BAR_PIXELS = 120;

/** The largest of 1, 2, 5 × 10ⁿ that is not above the limit. */
export function roundedBelow(limit: number): number {
  const power = 10 ** Math.floor(Math.log10(limit));
  const factor = [5, 2, 1].find((one) => one * power <= limit) ?? 1;
  return factor * power;
}

/** Scale denominator, rounded to two digits because screens differ more than that. */
export function scaleDenominator(resolution: number): number {
  const exact = resolution / METRES_PER_PIXEL_OF_PAPER;
  const step = 10 ** Math.max(0, Math.floor(Math.log10(exact)) - 1);
  return Math.round(exact / step) * step;
}

export interface StatusParts {
  readonly position: HTMLElement;
  readonly scale: HTMLElement;
  readonly bar: HTMLElement;
}

export class StatusBar {
  private place: LonLat = { lat: 0, lon: 0 };
  private readonly values: Readonly<Record<System, HTMLButtonElement>>;

  /** `say` tells what was copied, or why not. */
  constructor(private readonly parts: StatusParts, private readonly words: Wording, private readonly say: (text: string) => void) {
    this.values = { utm: this.copyButton("utm", "EPSG:25832"), degrees: this.copyButton("degrees", "WGS 84") };
    parts.position.replaceChildren(this.values.utm, this.values.degrees);
    document.addEventListener("keydown", (event) => {
      const plain = event.key === "c" && !event.ctrlKey && !event.metaKey && !event.altKey;
      if (plain && !(event.target as Element).matches("input, select, textarea")) void this.copy("utm");
    });
  }

  showPosition(place: LonLat): void {
    this.place = place;
    const { east, north } = toUtm32(place);
    const degrees = `${this.words.number(place.lat, 5)}° N  ${this.words.number(place.lon, 5)}° ${this.words.language === "de" ? "O" : "E"}`;
    const utm = `E ${this.words.number(east)}  N ${this.words.number(north)}`;
    this.values.utm.lastElementChild!.textContent = utm;
    this.values.degrees.lastElementChild!.textContent = degrees;
  }

  /** `resolution` in metres on the ground per CSS pixel. */
  showScale(resolution: number): void {
    const length = roundedBelow(resolution * BAR_PIXELS);
    const text = length >= 1000 ? `${this.words.number(length / 1000)} km` : `${this.words.number(length, length < 1 ? 1 : 0)} m`;
    this.parts.bar.style.width = `${length / resolution}px`;
    this.parts.bar.textContent = text;
    this.parts.scale.textContent = this.words.text("status.scale", { number: this.words.number(scaleDenominator(resolution)) });
  }

  private copyButton(system: System, name: string): HTMLButtonElement {
    const hint = this.words.text(system === "utm" ? "status.copyKey" : "status.copy");
    const made = h("button", { type: "button", class: "status__value", title: hint },
      h("span", { class: "status__system" }, name), " ", h("span", {}));
    made.addEventListener("click", () => void this.copy(system));
    return made;
  }

  private async copy(system: System): Promise<void> {
    const text = positionText(this.place, system);
    try {
      await navigator.clipboard.writeText(text);
      this.say(this.words.text("status.copied", { text }));
    } catch {
      this.say(this.words.text("status.notCopied", { text }));
    }
  }
}

type System = "utm" | "degrees";

/** A position as other programs, and the search field, read it. */
export function positionText(place: LonLat, system: System): string {
  if (system === "degrees") return `${place.lat.toFixed(6)}, ${place.lon.toFixed(6)}`;
  const { east, north } = toUtm32(place);
  return `${east.toFixed(2)} ${north.toFixed(2)}`;
}
