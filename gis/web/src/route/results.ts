/** The alternatives side by side, and what stands in the way where there is none. */

import type { Key, Wording } from "../i18n";
import { alertBox, button, h } from "../ui/dom";
import { type Hop, publicId, type Reservation, type RouteAnswer, type RouteOption } from "./api";
import { blockerText, doubtTexts, lengthText, narrowestShort, narrowestText } from "./wording";

export interface ResultEvents {
  onChoose(index: number): void;
  onReserve(option: RouteOption): void;
}

export type Permission = "may" | "login" | "mayNot";

export interface ResultContext {
  readonly words: Wording;
  readonly permission: Permission;
  readonly loginUrl: string;
  /** Partners get lengths to the nearest 50 m, and they are shown as such. */
  readonly rounded: boolean;
  readonly reserved: ReadonlyMap<string, Reservation>;
  readonly events: ResultEvents;
}

function fact(term: string, value: string | HTMLElement): HTMLElement[] {
  return [h("dt", {}, term), h("dd", {}, value)];
}

function countText(count: number, words: Wording): string {
  return count === 0 ? words.text("route.cutsNone") : words.number(count);
}

/** The rows of the comparison: what people weigh one way against another by. */
const ROWS: readonly (readonly [Key, (option: RouteOption, words: Wording, rounded: boolean) => string])[] = [
  ["route.length", (option, words, rounded) => lengthText(option.lengthM, words, rounded)],
  ["route.cuts", (option, words) => countText(option.plannedCuts.length, words)],
  ["route.couplings", (option, words) => countText(option.plannedCouplings.length, words)],
  ["route.narrowest", narrowestShort],
];

function columnHead(index: number, chosen: boolean, { words, events }: ResultContext): HTMLElement {
  const key = h("span", { class: `route-key route-key--${index % 5}`, "aria-hidden": "true" });
  const label = words.text("route.option", { number: index + 1 });
  const choose = h("button", { type: "button", class: "route-choose", "aria-pressed": String(chosen), title: words.text("route.show") }, key, label);
  choose.addEventListener("click", () => events.onChoose(index));
  return h("th", { scope: "col", "data-chosen": chosen }, choose);
}

function comparison(options: readonly RouteOption[], chosen: number, context: ResultContext): HTMLElement {
  const { words } = context;
  const heads = options.map((_, index) => columnHead(index, index === chosen, context));
  const rows = ROWS.map(([key, say]) => h("tr", {},
    h("th", { scope: "row" }, words.text(key)),
    ...options.map((option, index) => h("td", { "data-chosen": index === chosen }, say(option, words, context.rounded)))));
  return h("div", { class: "route-compare", tabindex: 0, role: "region", "aria-label": words.text("route.compare") },
    h("table", {}, h("thead", {}, h("tr", {}, h("td", {}), ...heads)), h("tbody", {}, ...rows)));
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
  return h("li", {}, ...links, h("span", { class: "contents__detail" }, `${words.text("route.ductWay", { from, to })}, ${words.metres(hop.lengthM)}`));
}

/** The ducts hop by hop; whoever may not see them gets the number of hops only. */
function ductList({ hops }: RouteOption, { words }: ResultContext): HTMLElement {
  const ducts = new Set(hops.flatMap((hop) => hop.ducts.map(({ id }) => id))).size;
  if (ducts === 0) return h("p", { class: "kern-hint" }, words.text("route.hops", { count: hops.length }));
  const summary = h("summary", {}, `${words.text("route.ducts")}: ${words.number(ducts)}`);
  return h("details", { class: "route-ducts" }, summary, h("ol", { class: "contents" }, ...hops.map((hop) => hopItem(hop, words))));
}

function doubts(option: RouteOption, words: Wording): HTMLElement[] {
  const texts = doubtTexts(option, words);
  return texts.length === 0 ? [] : fact(words.text("route.uncertain"), texts.join(", "));
}

function reserveControl(option: RouteOption, context: ResultContext): HTMLElement {
  const { words, permission, loginUrl, events } = context;
  const reservation = context.reserved.get(option.token);
  if (reservation !== undefined) return alertBox("success", words.text("route.reservedAs", { number: reservation.number }));
  if (permission === "may") return button(words.text("route.reserve"), "primary", () => events.onReserve(option));
  if (permission === "login") return h("a", { class: "kern-link", href: loginUrl }, words.text("route.loginToReserve"));
  return h("p", { class: "kern-hint" }, words.text("route.mayNot"));
}

function details(option: RouteOption, index: number, context: ResultContext): HTMLElement {
  const { words } = context;
  return h("section", { class: "route-details", "aria-label": words.text("route.option", { number: index + 1 }) },
    h("h3", { class: "kern-title" }, words.text("route.option", { number: index + 1 })),
    h("dl", { class: "facts" },
      ...fact(words.text("route.narrowest"), narrowestText(option, words)),
      ...doubts(option, words)),
    ductList(option, context),
    h("div", { class: "route-actions" }, reserveControl(option, context)));
}

function nothing(answer: RouteAnswer, { words }: ResultContext): HTMLElement {
  const blockers = answer.blockers.map((blocker) => h("li", {}, blockerText(blocker, words)));
  const list = blockers.length === 0 ? [h("p", {}, words.text("route.notJoined"))] : [h("p", {}, words.text("route.noneHint")), h("ul", {}, ...blockers)];
  return alertBox("warning", words.text("route.none"), ...list, h("p", {}, words.text("route.noneAdvice")));
}

/** The answer as one element. */
export function resultView(answer: RouteAnswer, chosen: number, context: ResultContext): HTMLElement {
  const option = answer.routes[chosen];
  if (option === undefined) return nothing(answer, context);
  const { words } = context;
  const count = answer.routes.length;
  const title = words.text("route.found", { count });
  return h("div", {},
    h("h3", { class: "kern-heading-small" }, title),
    comparison(answer.routes, chosen, context),
    details(option, chosen, context));
}
