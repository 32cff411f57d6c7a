import { expect, it } from "vitest";
import { objectionTo } from "./check";

const of = (name: string, size: number) => objectionTo({ name, size }, 50_000_000, [".jpg", ".pdf"]);

it("refuses 200 MB before they are sent", () => {
  expect([of("plan.pdf", 200_000_000), of("plan.pdf", 50_000_000), of("plan.pdf", 0)]).toEqual(["tooLarge", null, "empty"]);
});

it("goes by the last ending, whatever its case", () => {
  expect([of("IMG_1.JPG", 1), of("plan.pdf.exe", 1), of("plan", 1)]).toEqual([null, "ending", "ending"]);
});
