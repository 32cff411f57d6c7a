/** Entry of pages about cases, at the desk and in the portal: maps, and drafts that save themselves. */
import "./styles/cases.css";

import { drawArea } from "./cases/area";
import { saveByItself } from "./cases/autosave";
import { showCase } from "./cases/case-map";
import { type CaseMapConfig, readJson } from "./cases/config";
import { showEnquiry } from "./cases/enquiry";
import { Wording } from "./i18n";

const config = readJson<CaseMapConfig>("case-map-config");
if (config !== null) {
  const words = new Wording(config.language);
  for (const one of document.querySelectorAll<HTMLElement>("[data-case-map]")) void showCase(one, config, words);
  for (const one of document.querySelectorAll<HTMLElement>("[data-draw-area]")) drawArea(one, config, words);
  for (const one of document.querySelectorAll<HTMLElement>("[data-enquiry]")) showEnquiry(one, config);
}
for (const form of document.querySelectorAll<HTMLFormElement>("form[data-autosave]")) saveByItself(form);
