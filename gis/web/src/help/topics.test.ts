import { describe, expect, it } from "vitest";

import { TOPICS, topicOf, TOUR } from "./topics";
import { de } from "./words-de";
import { en } from "./words-en";

describe("the topic of what is being done", () => {
  it("is the tool, and while editing the edit", () => {
    expect(topicOf({ tool: "measure", edit: null })).toBe("measure");
    expect(topicOf({ tool: "edit", edit: "segment-create" })).toBe("segment-create");
  });

  it("is editing as a whole where an edit has no help of its own", () => {
    expect(topicOf({ tool: "edit", edit: null })).toBe("edit");
    expect(topicOf({ tool: "edit", edit: "site-change:0190-a" })).toBe("edit");
  });
});

describe("the words of the help", () => {
  it.each(TOPICS)("explain %s in both languages with as many steps and the same keys", (topic) => {
    expect(de.topics[topic].steps.length).toBeGreaterThan(0);
    expect(en.topics[topic].steps).toHaveLength(de.topics[topic].steps.length);
    expect(en.topics[topic].keys).toHaveLength(de.topics[topic].keys.length);
  });

  it.each(TOUR)("show %s on the tour in both languages, in few words", (step) => {
    for (const words of [de, en]) {
      expect(words.tour[step].title).not.toBe("");
      expect(words.tour[step].text.length).toBeLessThan(220);
    }
  });
});
