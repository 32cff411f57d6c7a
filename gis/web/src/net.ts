/** Talking to the server. */

import { noteStatus, sessionHeaders } from "./session";
import type { TileAddress } from "./tiles/address";

/** The server answered, but not with what was asked for. */
export class HttpError extends Error {
  constructor(readonly status: number) {
    super(`HTTP ${status}`);
  }
}

export interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal | null;
}

/** As `fetch`, to our own server. */
export async function send(url: string, { headers, ...options }: Sent = {}): Promise<Response> {
  const response = await fetch(url, { credentials: "same-origin", ...options, headers: { ...headers, ...sessionHeaders() } });
  noteStatus(response.status);
  return response;
}

async function get(url: string, signal?: AbortSignal): Promise<Response> {
  const response = await send(url, { signal: signal ?? null });
  if (!response.ok) throw new HttpError(response.status);
  return response;
}

export async function getText(url: string, signal?: AbortSignal): Promise<string> {
  return (await get(url, signal)).text();
}

export async function getJson<T>(url: string, signal?: AbortSignal): Promise<T> {
  return (await (await get(url, signal)).json()) as T;
}

/** Bytes of one tile of a layer, or of `layer?filter`; empty where nothing lies. */
export async function getTile(source: string, { z, x, y }: TileAddress): Promise<ArrayBuffer> {
  const [layer, filter] = source.split("?", 2);
  return (await get(`/tiles/${layer}/${z}/${x}/${y}.mvt${filter === undefined ? "" : `?${filter}`}`)).arrayBuffer();
}

export interface Debounced<A extends unknown[]> {
  (...args: A): void;
  /** What waits is not wanted any more. */
  cancel(): void;
}

/** Tells the caller only of the last of several calls in quick succession. */
export function debounce<A extends unknown[]>(milliseconds: number, action: (...args: A) => void): Debounced<A> {
  let timer = 0;
  const cancel = (): void => window.clearTimeout(timer);
  const soon = (...args: A): void => {
    cancel();
    timer = window.setTimeout(() => action(...args), milliseconds);
  };
  return Object.assign(soon, { cancel });
}
