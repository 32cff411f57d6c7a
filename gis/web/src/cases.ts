/** Entry of pages about cases, at the desk and in the portal: maps, and drafts that save themselves. */
import "./styles/cases.css";

import { drawArea } from "./cases/area";
import { saveByItself } from "./cases/autosave";
import { showCase } from "./cases/case-map";
import { type CaseMapConfig, readJson } from "./cases/config";
import { showEnquiry } from "./cases/enquiry";
import { sendByItself } from "./cases/message";
import { Wording } from "./i18n";
import { watchSession } from "./session";

const words = new Wording(document.documentElement.lang === "en" ? "en" : "de");
// A message says itself why it was not sent.
watchSession(() => undefined);
const config = readJson<CaseMapConfig>("case-map-config");
if (config !== null) {
  for (const one of document.querySelectorAll<HTMLElement>("[data-case-map]")) void showCase(one, config, words);
  for (const one of document.querySelectorAll<HTMLElement>("[data-draw-area]")) drawArea(one, config, words);
  for (const one of document.querySelectorAll<HTMLElement>("[data-enquiry]")) showEnquiry(one, config, words);
}
for (const form of document.querySelectorAll<HTMLFormElement>("form[data-autosave]")) saveByItself(form);
for (const form of document.querySelectorAll<HTMLFormElement>("[data-conversation] form.conversation__form")) sendByItself(form, words);
