// Which screens an applicant walks through, from what is due and which document they chose.
import { CLAIM_FIELDS, type ClaimField, type Session, type Step } from '../lib/api/types';

export type Screen = 'intro' | 'type' | Step | 'send';

export const DOCUMENT_TYPES = ['passport', 'resident_id_cn', 'permit', 'hkid', 'id_card'] as const;
export type DocumentType = (typeof DOCUMENT_TYPES)[number];

const ONE_SIDED: readonly DocumentType[] = ['passport', 'hkid'];

/** Width over height of what is photographed: the passport's data page is 125 × 88 mm, a card 85.6 × 53.98 mm (ICAO 9303-3, -4, -5). */
export function frameAspect(type: DocumentType | null): number {
  return type === 'passport' ? 125 / 88 : 85.6 / 53.98;
}

export function hasBack(type: DocumentType | null): boolean {
  return type === null || !ONE_SIDED.includes(type);
}

/** What the document prints and can be held against: no resident card prints a nationality, and the HKID no date of expiry. */
export function claimFieldsFor(type: DocumentType | null): readonly ClaimField[] {
  const absent: readonly ClaimField[] = type === 'hkid' ? ['nationality', 'expiry_date'] : type === 'resident_id_cn' ? ['nationality'] : [];
  return CLAIM_FIELDS.filter((field) => !absent.includes(field));
}

/**
 * A first submission asks for the type, and the back where that type has one: the server cannot know yet. A later one asks
 * for what is due, whatever was chosen.
 */
export function screensFor(session: Session, type: DocumentType | null): Screen[] {
  const first = session.latest === null;
  const wanted: Step[] = ['front', 'back', 'selfie', 'claims'];
  const due = wanted.filter((step) => (first && step === 'back' ? hasBack(type) : session.steps_due.includes(step)));
  return ['intro', ...(first ? (['type'] as const) : []), ...due, 'send'];
}
