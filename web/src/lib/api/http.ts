// One way to ask the server: bearer token or cookie, time limit, and every failure as a Problem.
import { Problem, problemFrom } from './problem';

/** Reading a document takes seconds; nothing should take longer than this. */
const TIMEOUT_MS = 60_000;
/** Sent to the window when the session of the console has ended while somebody worked. */
export const SIGNED_OUT = 'bonafide:signed-out';

export interface Request {
  method?: 'GET' | 'POST';
  json?: unknown;
  headers?: Record<string, string>;
}

export async function request(token: string, path: string, { method = 'GET', json, headers = {} }: Request = {}): Promise<Response> {
  const body = json === undefined ? null : JSON.stringify(json);
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      body,
      cache: 'no-store',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: { ...headers, ...credentials(token), ...(body ? { 'Content-Type': 'application/json' } : {}) },
    });
  } catch (error) {
    const timedOut = error instanceof DOMException && error.name === 'TimeoutError';
    throw new Problem(timedOut ? 'page.timeout' : 'page.offline', 0);
  }
  if (!response.ok) {
    const problem = problemFrom(response.status, await response.text());
    if (problem.code === 'sign_in.expired') window.dispatchEvent(new Event(SIGNED_OUT));
    throw problem;
  }
  return response;
}

/** Without a token the browser's cookie says who asks, and the header that it is a page of ours. */
function credentials(token: string): Record<string, string> {
  return token ? { Authorization: `Bearer ${token}` } : { 'X-Bonafide-Console': '1' };
}

export async function requestJson<T>(token: string, path: string, options?: Request): Promise<T> {
  const response = await request(token, path, options);
  return (await response.json()) as T;
}

/** A picture that needs the bearer token, as an address that `<img>` can show. The caller revokes it. */
export async function requestImage(token: string, path: string): Promise<string> {
  const response = await request(token, path);
  return URL.createObjectURL(await response.blob());
}

/** A random key for `Idempotency-Key`: also on plain HTTP, where `crypto.randomUUID` does not exist. */
export function idempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
