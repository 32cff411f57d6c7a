/** What can be refused before a file is sent; the server decides everything again. */

export type Objection = "tooLarge" | "empty" | "ending";

export function objectionTo(file: { readonly name: string; readonly size: number }, mostBytes: number, endings: readonly string[]): Objection | null {
  if (file.size > mostBytes) return "tooLarge";
  if (file.size === 0) return "empty";
  const name = file.name.toLowerCase();
  return endings.some((ending) => name.endsWith(ending)) ? null : "ending";
}
