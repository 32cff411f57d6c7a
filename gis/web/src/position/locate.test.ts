import { expect, it } from "vitest";

import { de } from "../i18n/de";
import { refusalOf } from "./locate";

it("explains each refusal of the browser, also of a kind that does not exist yet", () => {
  expect([1, 2, 3, 9].map(refusalOf)).toEqual(["locate.denied", "locate.unavailable", "locate.timeout", "locate.unavailable"]);
  expect(de[refusalOf(1)]).toContain("Einstellungen der Seite");
});
