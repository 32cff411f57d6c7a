/** Sends files with their progress; sent again with the same id they are taken once. */

import { csrfHeaders, noteStatus, sessionHeaders } from "../session";

export class UploadRefused extends Error {
  /** `field` is the one that the sentence is about. */
  constructor(message: string, readonly field: string | null = null) {
    super(message);
  }
}

/** No answer came that could be read: nobody knows whether it arrived. */
export class UploadLost extends Error {}

export interface Upload {
  readonly done: Promise<Answer>;
  cancel(): void;
}

export interface Answer {
  readonly message?: string;
  readonly field?: string | null;
  /** The document that was made of a file for an object. */
  readonly id?: string;
  readonly version?: number;
  /** Where it goes on. */
  readonly address?: string;
}

function read(text: string): Answer | null {
  try {
    return JSON.parse(text) as Answer;
  } catch {
    return null;
  }
}

/** `onProgress` gets the part that is sent, 0 to 1. `done` rejects with UploadRefused, UploadLost or an AbortError. */
export function post(address: string, form: FormData, onProgress: (part: number) => void, headers: Readonly<Record<string, string>> = {}): Upload {
  const request = new XMLHttpRequest();
  const done = new Promise<Answer>((resolve, reject) => {
    request.upload.addEventListener("progress", ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0));
    request.addEventListener("load", () => {
      noteStatus(request.status);
      const answer = read(request.responseText);
      if (answer !== null && request.status >= 200 && request.status < 300) return resolve(answer);
      reject(answer?.message === undefined ? new UploadLost() : new UploadRefused(answer.message, answer.field));
    });
    request.addEventListener("error", () => reject(new UploadLost()));
    request.addEventListener("abort", () => reject(new DOMException("", "AbortError")));
  });
  request.open("POST", address);
  for (const [name, value] of Object.entries({ Accept: "application/json", ...sessionHeaders(), ...headers })) request.setRequestHeader(name, value);
  request.send(form);
  return { done, cancel: () => request.abort() };
}

/** One file; `id` names the document that it becomes. */
export function send(address: string, id: string, file: File, onProgress: (part: number) => void): Upload {
  const form = new FormData();
  form.set("id", id);
  form.set("file", file);
  return post(address, form, onProgress, csrfHeaders());
}
