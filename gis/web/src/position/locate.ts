/** Where am I: one button that shows the own position, follows it, and says why it cannot. */

import type { LonLat } from "../geo/utm";
import type { Key, Wording } from "../i18n";

type Mode = "off" | "follow" | "shown";

export interface LocateEvents {
  onPlace(place: LonLat, accuracy: number, follow: boolean): void;
  onEnd(): void;
  say(text: string): void;
}

const OPTIONS: PositionOptions = { enableHighAccuracy: true, timeout: 15_000, maximumAge: 5_000 };

/** The sentence for a refusal; codes as `GeolocationPositionError` has them. */
export function refusalOf(code: number): Key {
  const known: Readonly<Record<number, Key>> = { 1: "locate.denied", 2: "locate.unavailable", 3: "locate.timeout" };
  return known[code] ?? "locate.unavailable";
}

export class Locate {
  private mode: Mode = "off";
  private watch: number | null = null;
  private last: { place: LonLat; accuracy: number } | null = null;

  constructor(private readonly button: HTMLButtonElement, private readonly words: Wording, private readonly events: LocateEvents) {
    button.addEventListener("click", () => this.press());
  }

  /** Whoever moves the map looks elsewhere: it follows no longer. */
  release(): void {
    if (this.mode === "follow") this.mode = "shown";
    this.draw();
  }

  private press(): void {
    if (this.mode === "follow") return this.end();
    if (this.mode === "off" && !this.begin()) return;
    this.mode = "follow";
    this.draw();
    if (this.last !== null) this.events.onPlace(this.last.place, this.last.accuracy, true);
  }

  /** Browsers give no position to pages that are not encrypted. */
  private begin(): boolean {
    if (!window.isSecureContext || !("geolocation" in navigator)) {
      this.events.say(this.words.text("locate.insecure"));
      return false;
    }
    this.watch = navigator.geolocation.watchPosition((found) => this.take(found), (error) => this.refuse(error), OPTIONS);
    this.events.say(this.words.text("locate.searching"));
    return true;
  }

  private take({ coords }: GeolocationPosition): void {
    const first = this.last === null;
    this.last = { place: { lon: coords.longitude, lat: coords.latitude }, accuracy: coords.accuracy };
    this.events.onPlace(this.last.place, coords.accuracy, this.mode === "follow");
    if (first) this.events.say(this.words.text("locate.found", { metres: this.words.metres(Math.round(coords.accuracy)) }));
  }

  /** A place that was known once stays: satellites are lost and found again. */
  private refuse({ code }: GeolocationPositionError): void {
    if (this.last !== null && code !== 1) return;
    this.end();
    this.events.say(this.words.text(refusalOf(code)));
  }

  private end(): void {
    if (this.watch !== null) navigator.geolocation.clearWatch(this.watch);
    this.watch = this.last = null;
    this.mode = "off";
    this.draw();
    this.events.onEnd();
  }

  private draw(): void {
    this.button.setAttribute("aria-pressed", String(this.mode !== "off"));
    this.button.dataset["follows"] = String(this.mode === "follow");
  }
}
