// What the fake answers for each specimen, found by the bytes of its front.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const box = (image, left, top, right, bottom) => ({ image, corners: [[left, top], [right, top], [right, bottom], [left, bottom]] });
const GLARE = box('front', 0.35, 0.355, 0.69, 0.655);

const coded = (code, reason, more = {}) => ({ code, reason, image: null, field: null, diagnosis: null, region: null, value: null, threshold: null, ...more });

export const ANSWERS = {
  e001_glare: { outcome: 'rejected', steps: ['front'], codes: [coded('E001', 'glare', { image: 'front', region: GLARE, value: 0.117, threshold: 0.03 })] },
  e005_birth_date: {
    outcome: 'rejected',
    steps: ['claims'],
    codes: [coded('E005', 'birth_date', { image: 'front', field: 'birth_date', diagnosis: 'day_month_swapped', region: box('front', 0.35, 0.485, 0.5, 0.525) })],
  },
  e018_expired: { outcome: 'rejected', steps: ['front'], codes: [coded('E018', 'expired', { image: 'front', value: 132, threshold: 0 })] },
  e020_minor: { outcome: 'rejected', steps: [], final: true, codes: [coded('E020', '', { image: 'front', value: 16, threshold: 18 })] },
  e031_duplicate: { outcome: 'rejected', steps: [], final: true, ticket: true, codes: [coded('E031', '', { image: 'front' })] },
  manual_review: { outcome: 'review', steps: [], codes: [] },
};

export const HINTS = { e001_glare: [coded('E001', 'glare', { image: 'front', region: GLARE, value: 0.117, threshold: 0.03 })] };

export const FIELDS = [
  ['name', 'PETROV, OLIVER KENJI', 0.97, [0.36, 0.225, 0.5, 0.4]],
  ['document_number', 'K27579923', 0.99, [0.6, 0.255, 0.72, 0.29]],
  ['birth_date', '1977-03-07', 0.72, [0.357, 0.485, 0.495, 0.52]],
  ['sex', 'M', 0.98, [0.355, 0.545, 0.38, 0.575]],
  ['nationality', 'UTO', 0.96, [0.36, 0.43, 0.455, 0.455]],
  ['expiry_date', '2034-04-06', 0.98, [0.595, 0.5, 0.725, 0.53]],
].map(([field, value, confidence, corners]) => ({ field, value, confidence, region: box('front', ...corners) }));

/** The scenario that a picture belongs to. */
export function catalogue(folder) {
  const known = new Map();
  for (const name of folder ? readdirSync(folder) : []) {
    const front = join(folder, name, 'front.jpg');
    if (existsSync(front)) known.set(digest(readFileSync(front)), name);
  }
  return (bytes) => known.get(digest(bytes)) ?? 'approved';
}

const digest = (bytes) => createHash('sha256').update(bytes).digest('hex');

const finding = (code, more = {}) => ({ code, image: 'front', field: null, value: null, threshold: null, region: null, diagnosis: null, witnesses: 1, ...more });
const says = (source, value, confidence = 0.98) => ({ source, value, confidence, reliable: true, region: null });

export const REPORT = {
  document: { kind: 'passport', issuer: 'UTO' },
  mrz: { format: 'TD3', valid: false, lines: ['P<UTOPETROV<<OLIVER<KENJI<<<<<<<<<<<<<<<<<<<', 'K275799230UTO7703078M3404067<<<<<<<<<<<<<<<0'] },
  face: { similarity: 0.31, match_min: 0.5, no_match_max: 0.05, portrait: box('front', 0.145, 0.23, 0.32, 0.62), selfie: box('selfie', 0.3, 0.2, 0.7, 0.7) },
  suspicions: [coded('E005', 'birth_date', { field: 'birth_date' }), coded('E013', ''), coded('E001', 'glare')],
  findings: [
    finding('mrz.check_digit', { value: 1, threshold: 0, region: box('front', 0.12, 0.71, 0.84, 0.83) }),
    finding('face.cannot_tell', { image: 'selfie', value: 0.31, threshold: 0.5, witnesses: 0, region: box('selfie', 0.3, 0.2, 0.7, 0.7) }),
    finding('field.inconsistent', { field: 'birth_date', region: box('front', 0.357, 0.485, 0.495, 0.52), witnesses: 2 }),
  ],
  crosschecks: [
    { field: 'name', agrees: true, diagnosis: null, pairs: [], values: [says('claims', 'PETROV OLIVER KENJI', 1), says('printed', 'PETROV OLIVER KENJI', 0.97), says('mrz', 'PETROV, OLIVER KENJI')] },
    { field: 'birth_date', agrees: false, diagnosis: 'day_month_swapped', pairs: [{ a: 0, b: 1, agrees: false, diagnosis: 'day_month_swapped' }, { a: 0, b: 2, agrees: false, diagnosis: 'day_month_swapped' }, { a: 1, b: 2, agrees: true, diagnosis: null }], values: [says('claims', '1977-07-03', 1), says('printed', '1977-03-07'), says('mrz', '1977-03-07')] },
    { field: 'document_number', agrees: true, diagnosis: null, pairs: [], values: [says('claims', 'K27579923', 1), says('printed', 'K27579923'), says('mrz', 'K27579923')] },
    { field: 'authority', agrees: true, diagnosis: null, pairs: [], values: [says('printed', 'PASSPORT OFFICE, UTOPIA', 0.93)] },
  ],
};
