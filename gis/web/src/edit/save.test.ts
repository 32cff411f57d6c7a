import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Done, EditApi } from "./api";
import { Refused } from "./api";
import { Drafts } from "./drafts";
import { Saver } from "./save";
import type { Meaning } from "./undo";

const MEANING = { way: "save", title: "", back: null, said: {} } as unknown as Meaning;
const DONE = {} as Done;

/** A server whose answers the test gives, in the order in which it was asked. */
function server(): { api: EditApi; asked: string[]; answer: (how: Done | Error) => Promise<void> } {
  const asked: string[] = [];
  const open: ((how: Done | Error) => void)[] = [];
  const save = (key: string): Promise<Done> =>
    new Promise((resolve, reject) => {
      asked.push(key);
      open.push((how) => (how instanceof Error ? reject(how) : resolve(how)));
    });
  const answer = async (how: Done | Error): Promise<void> => {
    open.shift()!(how);
    await vi.waitFor(() => undefined);
  };
  return { api: { save } as unknown as EditApi, asked, answer };
}

describe("Saver", () => {
  let drafts: Drafts;

  beforeEach(() => {
    const kept = new Map<string, string>();
    const shelf = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
      removeItem: (key: string) => void kept.delete(key),
      key: (index: number) => [...kept.keys()][index] ?? null,
      get length() { return kept.size; },
    };
    drafts = new Drafts(shelf, "ada");
    vi.stubGlobal("window", { addEventListener: () => undefined, setTimeout, clearTimeout });
    vi.stubGlobal("navigator", { locks: { request: (_name: string, run: () => unknown) => run() } });
  });

  it("keeps what waits for its answer, and sends the next one behind it", async () => {
    const { api, asked, answer } = server();
    const saver = new Saver(api, drafts, () => undefined);
    const first = saver.send("site-change:1", [], MEANING, "one");
    const second = saver.send("site-change:2", [], MEANING, "two");
    await vi.waitFor(() => expect(asked).toEqual(["one"]));
    expect(drafts.pending.map(({ key }) => key)).toEqual(["one"]);
    await answer(DONE);
    await first;
    await vi.waitFor(() => expect(asked).toEqual(["one", "two"]));
    expect(drafts.pending.map(({ key }) => key)).toEqual(["two"]);
    await answer(DONE);
    await second;
    expect(drafts.pending).toEqual([]);
  });

  it("sends the next one when the one before was refused", async () => {
    const { api, asked, answer } = server();
    const saver = new Saver(api, drafts, () => undefined);
    const first = saver.send("site-change:1", [], MEANING, "one");
    const second = saver.send("site-change:2", [], MEANING, "two");
    await vi.waitFor(() => expect(asked).toEqual(["one"]));
    const refused = expect(first).rejects.toBeInstanceOf(Refused);
    await answer(new Refused([], null, false));
    await refused;
    await vi.waitFor(() => expect(asked).toEqual(["one", "two"]));
    await answer(DONE);
    await expect(second).resolves.toBe(DONE);
  });

  it.each([["save", "unsaved"], ["undo", "idle"], ["redo", "idle"]] as const)("says after a refused %s that it is %s", async (way, state) => {
    const { api, asked, answer } = server();
    const states: string[] = [];
    const sent = new Saver(api, drafts, (now) => states.push(now)).send("", [], { ...MEANING, way } as Meaning, "one");
    await vi.waitFor(() => expect(asked).toEqual(["one"]));
    const refused = expect(sent).rejects.toBeInstanceOf(Refused);
    await answer(new Refused([], null, false));
    await refused;
    expect(states).toEqual(["saving", state]);
  });
});
