/** Sends one file with its progress; sent again it carries the same id, so that no second document is made. */

export class UploadRefused extends Error {}

/** No answer came: nobody knows whether it arrived. */
export class UploadLost extends Error {}

export interface Upload {
  readonly done: Promise<void>;
  cancel(): void;
}

interface Answer {
  readonly message?: string;
}

function read(text: string): Answer {
  try {
    return JSON.parse(text) as Answer;
  } catch {
    return {};
  }
}

/** `onProgress` gets the part that is sent, 0 to 1. `done` rejects with UploadRefused, UploadLost or an AbortError. */
export function send(address: string, csrf: string, id: string, file: File, onProgress: (part: number) => void): Upload {
  const request = new XMLHttpRequest();
  const done = new Promise<void>((resolve, reject) => {
    request.upload.addEventListener("progress", ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0));
    request.addEventListener("load", () => {
      if (request.status >= 200 && request.status < 300) return resolve();
      const { message } = read(request.responseText);
      reject(message === undefined ? new UploadLost() : new UploadRefused(message));
    });
    request.addEventListener("error", () => reject(new UploadLost()));
    request.addEventListener("abort", () => reject(new DOMException("", "AbortError")));
  });
  const form = new FormData();
  form.set("id", id);
  form.set("file", file);
  request.open("POST", address);
  request.setRequestHeader("X-CSRFToken", csrf);
  request.send(form);
  return { done, cancel: () => request.abort() };
}
