import { describe, expect, it } from "vitest";

import { lane } from "./lane";

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

describe("lane", () => {
  it("starts the next in order when one has ended, also badly", async () => {
    const started: string[] = [];
    const ends = new Map<string, (failure?: Error) => void>();
    const narrow = lane(2, (name: string) => {
      started.push(name);
      return new Promise<string>((resolve, reject) => ends.set(name, (failure) => (failure === undefined ? resolve(name) : reject(failure))));
    });
    const answers = ["a", "b", "c", "d"].map((name) => narrow(name).catch((failure: Error) => failure.message));
    await settle();
    expect(started).toEqual(["a", "b"]);
    ends.get("b")!(new Error("lost"));
    await settle();
    expect(started).toEqual(["a", "b", "c"]);
    ends.get("a")!();
    await settle();
    expect(started).toEqual(["a", "b", "c", "d"]);
    ends.get("c")!();
    ends.get("d")!();
    expect(await Promise.all(answers)).toEqual(["a", "lost", "c", "d"]);
    void narrow("e");
    await settle();
    expect(started).toHaveLength(5);
  });
});
