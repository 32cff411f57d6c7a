import { PbfWriter } from "pbf";
import { describe, expect, it } from "vitest";

import { decodeTile } from "./decode";

const MOVE_TO = 9;
const LINE_TO = 10;
const zigzag = (value: number): number => (value << 1) ^ (value >> 31);

/** A tile with one line from (0, 0) to (2048, 4096) of 4096 units, as ST_AsMVT writes it. */
function tile(layer: string): ArrayBuffer {
  const writer = new PbfWriter();
  writer.writeMessage(3, (_: null, out: PbfWriter) => {
    out.writeVarintField(15, 2);
    out.writeStringField(1, layer);
    out.writeMessage(2, (__: null, feature: PbfWriter) => {
      feature.writePackedVarint(2, [0, 0, 1, 1]);
      feature.writeVarintField(3, 2);
      feature.writePackedVarint(4, [MOVE_TO, zigzag(0), zigzag(0), LINE_TO, zigzag(2048), zigzag(4096)]);
    }, null);
    out.writeStringField(3, "id");
    out.writeStringField(3, "cap");
    out.writeMessage(4, (__: null, value: PbfWriter) => value.writeStringField(1, "abc"), null);
    out.writeMessage(4, (__: null, value: PbfWriter) => value.writeVarintField(5, 3), null);
    out.writeVarintField(5, 4096);
  }, null);
  const bytes = writer.finish();
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
}

describe("decodeTile", () => {
  it("gives id, properties and coordinates from 0 to 1", async () => {
    const [line] = await decodeTile(tile("segments"), "segments");
    expect(line).toMatchObject({ id: "abc", geometry: "line", props: { cap: 3 }, box: [0, 0, 0.5, 1] });
    expect([...line!.parts[0]!]).toEqual([0, 0, 0.5, 1]);
  });

  it("takes an empty answer and another layer for nothing", async () => {
    expect(await decodeTile(new ArrayBuffer(0), "segments")).toEqual([]);
    expect(await decodeTile(tile("sites"), "segments")).toEqual([]);
  });

  it("refuses what is no tile", async () => {
    await expect(decodeTile(new Uint8Array([0x1a, 0xff, 0xff, 0xff, 0x7f]).buffer, "segments")).rejects.toThrow();
  });
});
