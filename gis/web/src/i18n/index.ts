/** Words, numbers and dates in the page's language. */

import type { Language } from "../config";
import { de, type Key } from "./de";
import { en } from "./en";
import { fill } from "./fill";

export type { Key } from "./de";

const DICTIONARIES: Readonly<Record<Language, Readonly<Record<Key, string>>>> = { de, en };
export const LOCALES: Readonly<Record<Language, string>> = { de: "de-DE", en: "en-GB" };

export class Wording {
  private readonly words: Readonly<Record<Key, string>>;
  private readonly locale: string;

  constructor(readonly language: Language) {
    this.words = DICTIONARIES[language];
    this.locale = LOCALES[language];
  }

  /** The text for a key with its placeholders filled in. */
  text(key: Key, values: Readonly<Record<string, string | number>> = {}): string {
    return fill(this.words[key], values, this.locale);
  }

  /** The name of a kind of object, also of kinds this page does not know. */
  kind(kind: string): string {
    const key = `kind.${kind}`;
    return key in this.words ? this.words[key as Key] : this.words["kind.other"];
  }

  number(value: number, decimals = 0): string {
    return value.toLocaleString(this.locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  }

  metres(value: number): string {
    return this.text("unit.metres", { number: this.number(value, 1) });
  }

  millimetres(value: number): string {
    return this.text("unit.millimetres", { number: value.toLocaleString(this.locale) });
  }

  /** An ISO date as people write it; returns the text itself if it is none. */
  date(iso: string): string {
    const [year, month, day] = iso.slice(0, 10).split("-").map(Number);
    if (!year || !month || !day) return iso;
    return new Date(year, month - 1, day).toLocaleDateString(this.locale, {
      day: "2-digit", month: "2-digit", year: "numeric",
    });
  }
}
