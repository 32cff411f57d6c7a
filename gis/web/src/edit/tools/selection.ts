/** What a change of many would do: which objects, which attributes, from what to what. No browser needed. */

export interface Row {
  readonly id: string;
  readonly code: string;
  readonly version: number;
  /** Attributes as the form sends them, and as people read them. */
  readonly values: Readonly<Record<string, string>>;
  readonly words: Readonly<Record<string, string>>;
}

type Wanted = Readonly<Record<string, string>>;

/** The attributes that something is chosen for. */
export function wanted(form: Wanted, names: readonly string[]): Wanted {
  return Object.fromEntries(names.filter((name) => (form[name] ?? "") !== "").map((name) => [name, form[name]!]));
}

/** Rows that the change would really touch. */
export function touchedBy(rows: readonly Row[], wishes: Wanted): Row[] {
  return rows.filter(({ values }) => Object.entries(wishes).some(([name, value]) => values[name] !== value));
}

export function chosen(rows: readonly Row[]): string {
  return rows.map(({ id, version }) => `${id}:${version}`).join(",");
}

/** What the way back needs: for each object the attributes from what they become to what they were. */
export function before(rows: readonly Row[], wishes: Wanted): string {
  const old = ({ values }: Row): Wanted => Object.fromEntries(Object.keys(wishes).map((name) => [name, values[name] ?? ""]));
  return JSON.stringify(rows.map((row) => ({ id: row.id, from: wishes, to: old(row) })));
}
