/** A minimal GraphQL client. */

import { send } from "./net";
import { csrfHeaders } from "./session";

export interface GraphqlProblem {
  readonly code: string;
  readonly message: string;
}

/** The operation as a whole was refused; the messages are written for people by the server. */
export class GraphqlError extends Error {
  constructor(readonly problems: readonly GraphqlProblem[]) {
    super(problems.map((problem) => problem.message).join(" "));
  }
}

interface Answer<T> {
  readonly data?: T | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

export class GraphqlClient {
  constructor(private readonly url: string, private readonly language: string) {}

  /** Runs an operation. Throws GraphqlError when refused, TypeError when the server cannot be reached. */
  async run<T>(query: string, variables: Readonly<Record<string, unknown>>, signal?: AbortSignal): Promise<T> {
    const response = await send(`${this.url}?lang=${this.language}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", ...csrfHeaders() },
      body: JSON.stringify({ query, variables }),
      signal: signal ?? null,
    });
    const answer = (await response.json().catch(() => ({}))) as Answer<T>;
    if (answer.errors !== undefined || answer.data === undefined || answer.data === null) {
      const problems = (answer.errors ?? []).map(({ message, extensions }) => ({ message, code: extensions?.code ?? "" }));
      throw new GraphqlError(problems.length > 0 ? problems : [{ code: `HTTP_${response.status}`, message: "" }]);
    }
    return answer.data;
  }
}
