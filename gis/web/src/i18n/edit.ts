/** Words of the edit tools, loaded with them only. */

import type { Language } from "../config";
import { en } from "./edit-en";
import { de, type EditKey } from "./edit-de";
import { fill } from "./fill";
import { LOCALES } from "./index";

export type { EditKey } from "./edit-de";
export type EditWords = (key: EditKey, values?: Readonly<Record<string, string | number>>) => string;

export const EDIT_DICTIONARIES: Readonly<Record<Language, Readonly<Record<EditKey, string>>>> = { de, en };

export function editWords(language: Language): EditWords {
  const words = EDIT_DICTIONARIES[language];
  return (key, values = {}) => fill(words[key], values, LOCALES[language]);
}
