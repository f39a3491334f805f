// What a reload must not lose: names of uploaded pictures, never the pictures themselves, for this tab only.
import type { Role } from './api/types';

export interface Remembered {
  sessionId: string;
  /** The attempt that this draft follows, so that an old draft never mixes into a new one. */
  after: string | null;
  documentType: string | null;
  evidence: Partial<Record<Role, string>>;
  /** Whether the selfie is a face check that was passed, not a photograph. */
  faceChecked?: boolean;
}

const SLOT = 'bonafide.draft';

export function remember(draft: Remembered): void {
  try {
    sessionStorage.setItem(SLOT, JSON.stringify(draft));
  } catch {
    // Without storage a reload starts over; nothing else breaks.
  }
}

/** The draft of this session after this attempt, if there is one. */
export function recall(sessionId: string, after: string | null): Remembered | null {
  try {
    const draft = JSON.parse(sessionStorage.getItem(SLOT) ?? 'null') as Remembered | null;
    return draft?.sessionId === sessionId && draft.after === after ? draft : null;
  } catch {
    return null;
  }
}
