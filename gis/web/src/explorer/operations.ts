/** The documented operations as the explorer offers them: name, kind, what the head says, variables. */

export interface Operation {
  readonly name: string;
  readonly kind: "query" | "mutation";
  /** The head's comment as plain sentences. */
  readonly about: string;
  /** What is put into the editor: the text without the line of variables. */
  readonly query: string;
  readonly variables: string;
}

const VARIABLES = /^# variables: (.*)$/m;
const START = /^(query|mutation) (\w+)/m;

/** Reads the text of a file in graphql/operations; throws for one that holds no named operation. */
export function readOperation(text: string): Operation {
  const start = START.exec(text);
  if (start === null) throw new Error(`This is no documented operation: ${text.slice(0, 80)}`);
  const variables = VARIABLES.exec(text)?.[1] ?? "{}";
  const query = text.replace(VARIABLES, "").replace(/\n#?\s*\n(?=query|mutation)/, "\n");
  const about = query.slice(0, START.exec(query)?.index).replace(/^#[ \t]?/gm, "").trim().replace(/(?<!\n)\n(?!\n)/g, " ");
  return { name: start[2]!, kind: start[1] as Operation["kind"], about, query, variables: JSON.stringify(JSON.parse(variables), null, 2) };
}

/** Whether all words stand in the name or the head. */
export function matches({ name, about }: Operation, text: string): boolean {
  const haystack = `${name} ${about}`.toLowerCase();
  return text.toLowerCase().split(/\s+/).every((word) => haystack.includes(word));
}
