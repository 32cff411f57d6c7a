/** The own bookmarks on the server. */

import { HttpError, send, type Sent } from "../net";
import { csrfHeaders } from "../session";

export interface Bookmark {
  readonly id: string;
  readonly name: string;
  /** The query of the map's address, with its question mark. */
  readonly address: string;
}

/** The server said why not; the sentence is for people. */
export class BookmarkRefused extends Error {}

export class BookmarkClient {
  constructor(private readonly language: string) {}

  async list(signal: AbortSignal): Promise<readonly Bookmark[]> {
    const answer = await this.send("/bookmarks/", { signal });
    return ((await answer.json()) as { bookmarks: Bookmark[] }).bookmarks;
  }

  async keep(name: string, address: string): Promise<Bookmark> {
    const body = JSON.stringify({ name, address });
    return (await (await this.send("/bookmarks/", { method: "POST", body })).json()) as Bookmark;
  }

  async remove(id: string): Promise<void> {
    await this.send(`/bookmarks/${id}/`, { method: "DELETE" });
  }

  private async send(url: string, options: Sent): Promise<Response> {
    const headers = { "Content-Type": "application/json", ...csrfHeaders() };
    const answer = await send(`${url}?lang=${this.language}`, { headers, ...options });
    if (answer.status === 400) throw new BookmarkRefused(((await answer.json()) as { message: string }).message);
    if (!answer.ok) throw new HttpError(answer.status);
    return answer;
  }
}
