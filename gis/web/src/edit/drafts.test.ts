import { describe, expect, it } from "vitest";
import { Drafts } from "./drafts";

function shelf(): Storage {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
    key: (index: number) => [...kept.keys()][index] ?? null,
    get length() { return kept.size; },
  } as Storage;
}

describe("drafts", () => {
  it("are found again by the edit, and are each person's own", () => {
    const store = shelf();
    new Drafts(store, "a@x").keep("site-create", { code: "S" }, null);
    expect(new Drafts(store, "a@x").find("site-create")).toMatchObject({ values: { code: "S" }, version: null });
    expect(new Drafts(store, "b@x").find("site-create")).toBeNull();
    expect(new Drafts(store, "a@x").find("segment-create")).toBeNull();
  });

  it("are gone when they are dropped or a month old", () => {
    let now = 0;
    const drafts = new Drafts(shelf(), "a", () => now);
    drafts.keep("x", {}, 1);
    now = 31 * 24 * 3600 * 1000;
    expect(drafts.find("x")).toBeNull();
    drafts.keep("y", {}, 1);
    drafts.drop("y");
    expect(drafts.find("y")).toBeNull();
  });

  it("are the latest twenty", () => {
    let now = 0;
    const drafts = new Drafts(shelf(), "a", () => (now += 1));
    for (let index = 0; index < 25; index += 1) drafts.keep(`edit-${index}`, {}, null);
    expect(drafts.find("edit-4")).toBeNull();
    expect(drafts.find("edit-5")).not.toBeNull();
  });

  it("do not fail where the browser keeps nothing, or nonsense", () => {
    const full = { getItem: () => "{", setItem: () => { throw new Error("full"); }, removeItem: () => undefined, key: () => "trassenbuch.pending.a.k", length: 1 };
    const drafts = new Drafts(full, "a");
    drafts.keep("x", {}, null);
    expect(drafts.find("x")).toBeNull();
    expect(drafts.pending).toEqual([]);
  });

  it("keep what was sent without an answer, also what another tab sent", () => {
    let now = 0;
    const store = shelf();
    const [one, other] = [new Drafts(store, "a@x", () => (now += 1)), new Drafts(store, "a@x", () => (now += 1))];
    const sent = { steps: [], edit: "site-create", meaning: { way: "undo" } as const };
    one.await({ ...sent, key: "k" });
    other.await({ ...sent, key: "j" });
    new Drafts(store, "a@x.y").await({ ...sent, key: "foreign" });
    expect(one.pending.map(({ key }) => key)).toEqual(["k", "j"]);
    one.answered("k");
    expect([other.isPending("k"), other.isPending("j")]).toEqual([false, true]);
    expect(other.pending).toEqual([{ ...sent, key: "j", at: 2 }]);
  });
});
