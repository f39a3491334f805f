// Uploading one picture with progress. XMLHttpRequest, because fetch does not tell how much has been sent.
import { Problem, problemFrom } from './problem';
import type { Evidence, Role } from './types';

/** A slow connection may take its time, but a dead one must not hang for ever. */
const TIMEOUT_MS = 180_000;

/** Sends the picture; `onProgress` hears the share that has left, 0–1. */
export function uploadEvidence(
  token: string,
  role: Role,
  picture: Blob,
  onProgress: (share: number) => void,
  signal?: AbortSignal,
): Promise<Evidence> {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    xhr.open('POST', `/v1/client/evidence/${role}`);
    xhr.timeout = TIMEOUT_MS;
    xhr.setRequestHeader('Authorization', `Bearer ${token}`);
    xhr.setRequestHeader('Content-Type', picture.type);
    xhr.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    xhr.onload = () => (xhr.status === 201 ? resolve(JSON.parse(xhr.responseText) as Evidence) : reject(problemFrom(xhr.status, xhr.responseText)));
    xhr.onerror = () => reject(new Problem('page.offline', 0));
    xhr.ontimeout = () => reject(new Problem('page.timeout', 0));
    signal?.addEventListener('abort', () => xhr.abort());
    xhr.send(picture);
  });
}
