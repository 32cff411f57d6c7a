/** A file that was sent, as a step that can be taken back and done again: it is removed, not deleted. */

import type { Entry, Step } from "../edit/undo";

export interface Stored {
  readonly id: string;
  readonly version: number;
  readonly name: string;
}

export function attaching({ id, version }: Stored, title: string): Entry {
  const step = (edit: string): Step => ({ edit, object: id, version: null, values: {} });
  return { title, steps: [step("document-bring-back")], back: [step("document-remove")], touched: [{ name: "document", kind: "document", id, version }] };
}
