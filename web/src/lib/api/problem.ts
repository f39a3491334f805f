// What can go wrong with a request, as one type: an RFC 9457 answer of the server, or no answer at all.

/** Codes of our own for what happens before the server is reached. They never travel. */
export type LocalCode = 'page.offline' | 'page.timeout' | 'page.no_token' | 'page.unexpected' | 'page.not_a_picture' | 'page.live_cut';

export class Problem extends Error {
  constructor(
    /** The stable code of the server's answer, or one of {@link LocalCode}. */
    readonly code: string,
    /** HTTP status, 0 where there was no answer. */
    readonly status: number,
    /** What the server adds for developers; never shown as the main sentence. */
    readonly detail: string = '',
    readonly extras: { next_allowed_at?: string; locked_until?: string; steps_missing?: string[]; attachments_missing?: string[]; field?: string } = {},
  ) {
    super(`${code} (${status})`);
    this.name = 'Problem';
  }

  /** Trying the same again may work without the person changing anything. */
  get transient(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }

  /** The link itself no longer opens anything. */
  get linkIsDead(): boolean {
    return this.status === 401 || ['session.unknown', 'key.forbidden', 'page.no_token'].includes(this.code);
  }
}

/** Reads a problem answer; bodies that are not one (a proxy's error page) keep only their status. */
export function problemFrom(status: number, body: string): Problem {
  try {
    const parsed: unknown = JSON.parse(body);
    if (isProblemBody(parsed)) {
      const { next_allowed_at, locked_until, steps_missing, attachments_missing, field } = parsed;
      const extras = {
        ...(next_allowed_at ? { next_allowed_at } : {}),
        ...(locked_until ? { locked_until } : {}),
        ...(steps_missing ? { steps_missing } : {}),
        ...(attachments_missing ? { attachments_missing } : {}),
        ...(field ? { field } : {}),
      };
      return new Problem(parsed.code, status, parsed.detail ?? '', extras);
    }
  } catch {
    // Not JSON: fall through to the status alone.
  }
  return new Problem('page.unexpected', status);
}

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem(navigator.onLine ? 'page.unexpected' : 'page.offline', 0);
}

interface ProblemBody {
  code: string;
  detail?: string;
  next_allowed_at?: string;
  locked_until?: string;
  steps_missing?: string[];
  attachments_missing?: string[];
  field?: string;
}

function isProblemBody(value: unknown): value is ProblemBody {
  return typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string';
}
