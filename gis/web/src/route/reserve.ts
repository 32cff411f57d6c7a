/** Asking once more, then reserving; a repeated attempt carries the same key and so never books twice. */

import { GraphqlError } from "../graphql";
import type { Key, Wording } from "../i18n";
import { alertBox, button, h } from "../ui/dom";
import type { Problem, Reservation, ReserveResult, RouteOption } from "./api";
import type { Period } from "./requirement";
import { conflictText, lengthText } from "./wording";

export type Reserve = (option: RouteOption, period: Period, key: string) => Promise<ReserveResult>;

/** One key per route and period until it succeeded, also when the dialog is closed and opened again. */
export class IdempotencyKeys {
  private readonly keys = new Map<string, string>();

  constructor(private readonly make: () => string = () => crypto.randomUUID()) {}

  keyFor(option: RouteOption, period: Period): string {
    const purpose = `${option.token}|${period.from}|${period.until}`;
    const key = this.keys.get(purpose) ?? this.make();
    this.keys.set(purpose, key);
    return key;
  }

  done(option: RouteOption, period: Period): void {
    this.keys.delete(`${option.token}|${period.from}|${period.until}`);
  }
}

function question(option: RouteOption, period: Period, words: Wording, rounded: boolean): string {
  return words.text("route.confirmText", {
    length: lengthText(option.lengthM, words, rounded), hops: words.number(option.hops.length),
    start: words.date(period.from), end: words.date(period.until),
  });
}

function success(result: Extract<ReserveResult, { reservation: unknown }>, words: Wording): HTMLElement {
  const { number, expiresAt } = result.reservation;
  const until = expiresAt === null ? "" : words.text("route.reservedUntil", { date: words.date(expiresAt) });
  return alertBox("success", words.text("route.reserved"), h("p", {}, words.text("route.reservedText", { until, number })));
}

function conflictList(problem: Problem, words: Wording): HTMLElement | null {
  const conflicts = problem.details?.conflicts ?? [];
  return conflicts.length < 2 ? null : h("ul", {}, ...conflicts.map((one) => h("li", {}, conflictText(one, words))));
}

function refusal(problems: readonly Problem[], words: Wording): HTMLElement {
  const lines = problems.flatMap((problem) => [h("p", {}, problem.message), conflictList(problem, words)]);
  return alertBox("danger", words.text("route.conflict"), ...lines, h("p", {}, words.text("route.conflictHint")));
}

function failure(error: unknown, words: Wording): HTMLElement {
  if (error instanceof GraphqlError && error.message !== "") return refusal(error.problems.map((one) => ({ ...one, details: null })), words);
  return alertBox("danger", words.text("route.failed"), h("p", {}, words.text("route.offline")));
}

export class ReserveDialog {
  private readonly keys = new IdempotencyKeys();

  constructor(
    private readonly words: Wording,
    private readonly reserve: Reserve,
    private readonly onDone: (option: RouteOption, reservation: Reservation) => void,
    private readonly rounded: boolean,
  ) {}

  open(option: RouteOption, period: Period): void {
    const body = h("div", { class: "kern-dialog__body" }, h("p", { class: "kern-body" }, question(option, period, this.words, this.rounded)));
    const dialog = h("dialog", { class: "kern-dialog", "aria-labelledby": "reserve-title" });
    const confirm = button(this.words.text("route.confirm"), "primary", () => void this.run(option, period, dialog, body, confirm));
    const cancel = button(this.words.text("route.cancel"), "secondary", () => dialog.close());
    dialog.append(
      h("header", { class: "kern-dialog__header" }, h("h2", { class: "kern-title kern-title--large", id: "reserve-title" }, this.words.text("route.confirmTitle"))),
      body, h("footer", { class: "kern-dialog__footer" }, cancel, confirm));
    dialog.addEventListener("close", () => dialog.remove());
    // Esc belongs to the dialog while it is open, not to the panel behind it.
    dialog.addEventListener("keydown", (event) => event.stopPropagation());
    document.body.append(dialog);
    dialog.showModal();
  }

  private async run(option: RouteOption, period: Period, dialog: HTMLDialogElement, body: HTMLElement, confirm: HTMLButtonElement): Promise<void> {
    confirm.disabled = true;
    body.replaceChildren(h("p", { role: "status" }, this.words.text("route.reserving")));
    try {
      const result = await this.reserve(option, period, this.keys.keyFor(option, period));
      if ("problems" in result) body.replaceChildren(refusal(result.problems, this.words));
      else {
        this.keys.done(option, period);
        body.replaceChildren(success(result, this.words));
        this.onDone(option, result.reservation);
      }
      this.finish(dialog, "problems" in result ? "route.conflict" : "route.reserved");
    } catch (error) {
      body.replaceChildren(failure(error, this.words));
      confirm.disabled = false;
    }
  }

  private finish(dialog: HTMLDialogElement, title: Key): void {
    const heading = dialog.querySelector("#reserve-title");
    if (heading !== null) heading.textContent = this.words.text(title);
    const close = button(this.words.text("panel.close"), "primary", () => dialog.close());
    dialog.querySelector(".kern-dialog__footer")?.replaceChildren(close);
    close.focus();
  }
}
