import { describe, expect, it } from "vitest";
import { Wording } from "../i18n";
import type { Reservation } from "./api";
import { deadlineText, isLive, periodText, stateText, unitText } from "./wording";

const words = new Wording("de");
const reservation: Reservation = {
  id: "x", number: "R-1", state: "HELD", purpose: "", expiresAt: "2026-12-09T10:00:00+01:00", lengthM: 100, version: 1,
  period: { from: "2026-12-01", until: "2027-11-30" }, organisation: null, geometry: null, units: [],
};

describe("a reservation in words", () => {
  it("says until when a hold waits", () => {
    expect(stateText(reservation, words)).toEqual({ text: "vorgemerkt", look: "warning" });
    expect(deadlineText(reservation, words)).toContain("09.12.2026");
    expect(deadlineText({ ...reservation, state: "CONFIRMED" }, words)).toBe("");
  });

  it("names the first and the last day", () => {
    expect(periodText(reservation, words)).toBe("01.12.2026 bis 30.11.2027");
    expect(periodText({ ...reservation, period: { from: "2026-12-01", until: null } }, words)).toBe("ab 01.12.2026");
  });

  it("may be given back while it holds something", () => {
    expect(["HELD", "CONFIRMED", "IN_USE", "ENDED", "RELEASED", "EXPIRED"].map((state) => isLive({ ...reservation, state })))
      .toEqual([true, true, true, false, false, false]);
  });

  it("keeps what is not open to the viewer to itself", () => {
    const nothing = { duct: null, fromSite: null, toSite: null, strand: null };
    expect(unitText(nothing, words)).toBeNull();
    expect(unitText({ ...nothing, duct: { id: "d", code: "RV.01" }, fromSite: { code: "A" }, toSite: { code: "C" } }, words)).toBe("RV.01, A – C");
    expect(unitText({ ...nothing, strand: { number: 3, cable: { code: "K-7" } } }, words)).toBe("K-7, Faser 3");
  });
});
