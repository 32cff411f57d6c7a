/** The bar at the bottom: where the pointer is, in both coordinate systems, and the scale. */

import { toUtm32, type LonLat } from "../geo/utm";
import type { Wording } from "../i18n";

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
  constructor(private readonly parts: StatusParts, private readonly words: Wording) {}

  showPosition(place: LonLat): void {
    const { east, north } = toUtm32(place);
    const degrees = `${this.words.number(place.lat, 5)}° N  ${this.words.number(place.lon, 5)}° ${this.words.language === "de" ? "O" : "E"}`;
    const utm = `E ${this.words.number(east)}  N ${this.words.number(north)}`;
    this.parts.position.replaceChildren(this.value("EPSG:25832", utm), this.value("WGS 84", degrees));
  }

  /** `resolution` in metres on the ground per CSS pixel. */
  showScale(resolution: number): void {
    const length = roundedBelow(resolution * BAR_PIXELS);
    const text = length >= 1000 ? `${this.words.number(length / 1000)} km` : `${this.words.number(length, length < 1 ? 1 : 0)} m`;
    this.parts.bar.style.width = `${length / resolution}px`;
    this.parts.bar.textContent = text;
    this.parts.scale.textContent = this.words.text("status.scale", { number: this.words.number(scaleDenominator(resolution)) });
  }

  private value(system: string, text: string): HTMLElement {
    const element = document.createElement("span");
    element.className = "status__value";
    const label = document.createElement("span");
    label.className = "status__system";
    label.textContent = system;
    element.append(label, ` ${text}`);
    return element;
  }
}
