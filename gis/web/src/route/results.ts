/** The alternatives side by side, and what stands in the way where there is none. */

import type { Wording } from "../i18n";
import { alertBox, button, h } from "../ui/dom";
import { type Hop, publicId, type RouteAnswer, type RouteOption } from "./api";
import { blockerText, doubtTexts, narrowestText } from "./wording";

export interface ResultEvents {
  onChoose(index: number): void;
  onReserve(option: RouteOption): void;
}

export type Permission = "may" | "login" | "mayNot";

export interface ResultContext {
  readonly words: Wording;
  readonly permission: Permission;
  readonly loginUrl: string;
  readonly events: ResultEvents;
}

function fact(term: string, value: string | HTMLElement): HTMLElement[] {
  return [h("dt", {}, term), h("dd", {}, value)];
}

function countText(count: number, words: Wording): string {
  return count === 0 ? words.text("route.cutsNone") : words.number(count);
}

function ductLink(duct: { readonly id: string; readonly code: string }): HTMLElement {
  const id = publicId(duct.id);
  if (id === null) return h("span", {}, duct.code);
  const path = `/panel/duct/${id}/`;
  return h("a", { class: "kern-link kern-link--small", href: path, "data-panel": path }, duct.code);
}

function hopItem(hop: Hop, words: Wording): HTMLElement {
  const from = hop.fromSite?.code ?? "–";
  const to = hop.toSite?.code ?? "–";
  const links = hop.ducts.flatMap((duct) => [ductLink(duct), " "]);
  return h("li", {}, ...links, `${words.text("route.ductWay", { from, to })}, ${words.metres(hop.lengthM)}`);
}

/** The ducts hop by hop; whoever may not see them gets the number of hops only. */
function ductList({ hops }: RouteOption, { words }: ResultContext): HTMLElement {
  const ducts = new Set(hops.flatMap((hop) => hop.ducts.map(({ id }) => id))).size;
  if (ducts === 0) return h("p", { class: "kern-hint" }, words.text("route.hops", { count: words.number(hops.length) }));
  const summary = h("summary", {}, `${words.text("route.ducts")}: ${words.number(ducts)}`);
  return h("details", { class: "route-ducts" }, summary, h("ol", {}, ...hops.map((hop) => hopItem(hop, words))));
}

function doubts(option: RouteOption, words: Wording): HTMLElement[] {
  const texts = doubtTexts(option, words);
  return texts.length === 0 ? [] : fact(words.text("route.uncertain"), texts.join(", "));
}

function reserveControl(option: RouteOption, context: ResultContext): HTMLElement {
  const { words, permission, loginUrl, events } = context;
  if (permission === "may") return button(words.text("route.reserve"), "primary", () => events.onReserve(option));
  if (permission === "login") return h("a", { class: "kern-link", href: loginUrl }, words.text("route.loginToReserve"));
  return h("p", { class: "kern-hint" }, words.text("route.mayNot"));
}

function card(option: RouteOption, index: number, chosen: boolean, context: ResultContext): HTMLElement {
  const { words, events } = context;
  const show = button(words.text(chosen ? "route.shown" : "route.show"), "secondary", () => events.onChoose(index));
  show.setAttribute("aria-pressed", String(chosen));
  return h("li", { class: "route-card", "data-chosen": chosen },
    h("h3", { class: "kern-title" }, h("span", { class: `route-key route-key--${index % 5}`, "aria-hidden": "true" }), words.text("route.option", { number: index + 1 })),
    h("dl", { class: "facts" },
      ...fact(words.text("route.length"), words.metres(option.lengthM)),
      ...fact(words.text("route.cuts"), countText(option.plannedCuts.length, words)),
      ...fact(words.text("route.couplings"), countText(option.plannedCouplings.length, words)),
      ...fact(words.text("route.narrowest"), narrowestText(option, words)),
      ...doubts(option, words)),
    ductList(option, context),
    h("div", { class: "route-actions" }, show, reserveControl(option, context)));
}

function nothing(answer: RouteAnswer, { words }: ResultContext): HTMLElement {
  const blockers = answer.blockers.map((blocker) => h("li", {}, blockerText(blocker, words)));
  const list = blockers.length === 0 ? [h("p", {}, words.text("route.notJoined"))] : [h("p", {}, words.text("route.noneHint")), h("ul", {}, ...blockers)];
  return alertBox("warning", words.text("route.none"), ...list, h("p", {}, words.text("route.noneAdvice")));
}

/** The answer as one element. */
export function resultView(answer: RouteAnswer, chosen: number, context: ResultContext): HTMLElement {
  if (answer.routes.length === 0) return nothing(answer, context);
  const { words } = context;
  const count = answer.routes.length;
  const title = count === 1 ? words.text("route.foundOne") : words.text("route.found", { count });
  return h("div", {},
    h("h3", { class: "kern-heading-small", role: "status" }, title),
    h("ol", { class: "route-cards" }, ...answer.routes.map((option, index) => card(option, index, index === chosen, context))));
}
