/** The alternatives side by side, and what stands in the way where there is none. */

import type { Wording } from "../i18n";
import { alertBox, button, h } from "../ui/dom";
import type { RouteAnswer, RouteOption } from "./api";

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

function cutsText(option: RouteOption, words: Wording): string {
  return option.plannedCuts === 0 ? words.text("route.cutsNone") : words.number(option.plannedCuts);
}

function ductList(option: RouteOption, { words }: ResultContext): HTMLElement {
  const items = option.ducts.map((duct) => {
    const name = duct.id === null
      ? h("span", {}, duct.code)
      : h("a", { class: "kern-link kern-link--small", href: `/panel/duct/${duct.id}/`, "data-panel": `/panel/duct/${duct.id}/` }, duct.code);
    return h("li", {}, name, ` ${words.text("route.ductWay", { from: duct.from, to: duct.to })}`);
  });
  const summary = h("summary", {}, `${words.text("route.ducts")}: ${words.number(option.ducts.length)}`);
  return h("details", { class: "route-ducts" }, summary, h("ol", {}, ...items));
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
      ...fact(words.text("route.cuts"), cutsText(option, words)),
      ...(option.narrowest === null ? [] : fact(words.text("route.narrowest"), option.narrowest))),
    ductList(option, context),
    h("div", { class: "route-actions" }, show, reserveControl(option, context)));
}

function nothing(answer: RouteAnswer, { words }: ResultContext): HTMLElement {
  const blockers = answer.blockers.map((text) => h("li", {}, text));
  const list = blockers.length === 0 ? [] : [h("p", {}, words.text("route.noneHint")), h("ul", {}, ...blockers)];
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
