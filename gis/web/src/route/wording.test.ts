import { describe, expect, it } from "vitest";

import { Wording } from "../i18n";
import { findRoutesVariables, publicId, type RouteOption } from "./api";
import { blockerText, conflictText, doubtTexts, narrowestText } from "./wording";

const german = new Wording("de");
const site = (code: string) => ({ id: code, code });
const OPTION: RouteOption = {
  token: "t", lengthM: 812.4, geometry: { type: "LineString", coordinates: [] }, uncertain: ["DEPTH_UNKNOWN", "NEW_DOUBT"],
  hops: [{ lengthM: 812.4, fromSite: site("S-1"), toSite: site("S-9"), ducts: [] }],
  plannedCuts: [], plannedCouplings: [], narrowestHop: { hop: 0, innerMm: 5.5, roomLeftMm2: null },
};

describe("sentences", () => {
  it("say what is in the way, until when and whose", () => {
    const blocker = { reason: "RESERVED", until: "2027-03-31", duct: site("RV-1.07"), segment: site("T-0012"), holders: [{ name: "Tallicht" }] };
    expect(blockerText(blocker, german)).toBe("Rohr RV-1.07 in T-0012: reserviert bis 31.03.2027 (Tallicht)");
    expect(blockerText({ ...blocker, duct: null, segment: null, until: null, holders: [] }, german)).toBe("Eine Stelle auf dem Weg: reserviert");
  });

  it("say which ducts a reservation met", () => {
    const conflict = { unit: "RV-1.07", from: "S-104", to: "S-118", effect: "reserved", until: "2027-03-31" };
    expect(conflictText(conflict, german)).toBe("RV-1.07, S-104 – S-118: reserviert bis 31.03.2027");
    expect(conflictText({ effect: "occupied", until: null }, german)).toBe("Eine Stelle auf dem Weg: belegt");
  });

  it("say how narrow it gets", () => {
    expect(narrowestText(OPTION, german)).toBe("5,5\u00a0mm innen (S-1 – S-9)");
    const cable = { ...OPTION, hops: [], narrowestHop: { hop: 0, innerMm: 10, roomLeftMm2: 42 } };
    expect(narrowestText(cable, german)).toBe("danach noch Platz bis Ø 6,4\u00a0mm");
    expect(narrowestText({ ...cable, narrowestHop: { hop: 0, innerMm: null, roomLeftMm2: null } }, german)).toBe("Innendurchmesser unbekannt");
  });

  it("leave out doubts they have no words for", () => {
    expect(doubtTexts(OPTION, german)).toEqual(["Tiefe unbekannt"]);
  });
});

describe("the API", () => {
  const request = { from: { lon: 7.1, lat: 51.2 }, to: { lon: 7.2, lat: 51.3 }, period: { from: "2027-01-01", until: "2027-12-31" }, maxOptions: 3 };

  it("gets either tubes or a cable", () => {
    expect(findRoutesVariables({ ...request, requirement: { kind: "cable", outerMm: 6 } })).toMatchObject({ requirement: { cableOuterMm: 6 }, alternatives: 3 });
    expect(findRoutesVariables({ ...request, requirement: { kind: "tubes", count: 2, innerMm: null } })).toMatchObject({
      from: { point: { type: "Point", coordinates: [7.1, 51.2] } }, requirement: { tubes: 2, minInnerMm: null },
    });
  });

  it("finds the public id inside a global one", () => {
    expect(publicId(btoa("Duct:0b6f2d9e-0000-4000-8000-000000000001"))).toBe("0b6f2d9e-0000-4000-8000-000000000001");
    expect(publicId("not base64 at all!")).toBeNull();
    expect(publicId(btoa("Duct:17"))).toBeNull();
  });
});
