import { describe, expect, it, vi } from "vitest";

import { PaintQueue, type Steps } from "./paint-queue";

/** A queue whose frames come when the test says so, and whose steps take so many milliseconds. */
function queueOf(cost = 5) {
  const frames: ((now: number) => void)[] = [];
  const onBusy = vi.fn();
  const queue = new PaintQueue<object>(onBusy, (then) => frames.push(then), () => (clock += cost));
  let now = 1;
  let clock = 0;
  const frame = (took = 16): void => frames.splice(0).forEach((then) => then((now += took)));
  return { queue, frame, onBusy };
}

function steps(count: number, done: string[], name: string): () => Steps {
  return function* () {
    for (let step = 0; step < count; step += 1) yield;
    done.push(name);
  };
}

describe("PaintQueue", () => {
  it("spreads a long painting over frames and says when all is done", () => {
    const { queue, frame, onBusy } = queueOf();
    const done: string[] = [];
    queue.add({}, steps(30, done, "a"));
    frame();
    expect(done).toEqual([]);
    for (let i = 0; i < 10; i += 1) frame();
    expect(done).toEqual(["a"]);
    expect(onBusy.mock.calls).toEqual([[true], [false]]);
  });

  it("takes smaller bites while frames are slow", () => {
    const counted = (took: number): number => {
      const { queue, frame } = queueOf();
      const done: string[] = [];
      queue.add({}, steps(60, done, "a"));
      let frames = 0;
      for (; done.length === 0; frames += 1) frame(took);
      return frames;
    };
    expect(counted(40)).toBeGreaterThan(4 * counted(16));
  });

  it("goes on within a frame while steps are tiny, unless frames are slow", () => {
    const { queue, frame } = queueOf(0.1);
    const done: string[] = [];
    queue.add({}, steps(30, done, "a"));
    frame();
    expect(done).toEqual(["a"]);
    queue.add({}, steps(90, done, "b"));
    frame();
    for (let i = 0; i < 3; i += 1) frame(40);
    expect(done).toEqual(["a"]);
    frame();
    frame();
    expect(done).toEqual(["a", "b"]);
  });

  it("begins anew what is added again, and drops what went out of view", () => {
    const { queue, frame } = queueOf();
    const done: string[] = [];
    const [a, b] = [{}, {}];
    queue.add(a, steps(8, done, "old"));
    frame();
    queue.add(a, steps(1, done, "new"));
    queue.add(b, steps(1, done, "b"));
    queue.drop(b);
    for (let i = 0; i < 5; i += 1) frame();
    expect(done).toEqual(["new"]);
  });

  it("paints all at once for paper", () => {
    const { queue } = queueOf();
    const done: string[] = [];
    queue.add({}, steps(100, done, "a"));
    queue.add({}, steps(100, done, "b"));
    queue.flush();
    expect(done).toEqual(["a", "b"]);
  });
});
