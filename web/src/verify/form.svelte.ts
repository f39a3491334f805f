// The applicant's details: prefilled from the document, checked before they are sent.
import { CLAIM_FIELDS, type ClaimField, type Claims, type ReadField, type Reading } from '../lib/api/types';
import { isDate, tidyDate } from '../lib/dates';
import type { Messages } from '../i18n/messages';
import { COUNTRY_CODES } from './countries';

/** Below this confidence a value is marked: the recogniser is wrong about one time in ten there. */
const SURE = 0.9;
const LENGTH_MAX = 200;

const EMPTY: Claims = { name: '', document_number: '', birth_date: '', sex: '', nationality: '', expiry_date: '' };

export class DetailsForm {
  values = $state<Claims>({ ...EMPTY });
  errors = $state<Partial<Record<ClaimField, string>>>({});
  /** What was read, best confidence for each field. */
  read = $state<Partial<Record<ClaimField, ReadField>>>({});
  /** Fields that the applicant has looked after. */
  touched = $state<Partial<Record<ClaimField, boolean>>>({});

  /** Takes what was read into every field that the applicant has not touched. */
  prefill(reading: Reading): void {
    for (const field of CLAIM_FIELDS) {
      const best = bestOf(reading.fields, field);
      if (!best || (field === 'nationality' && !COUNTRY_CODES.includes(best.value))) continue;
      this.read[field] = isZone(best, reading) ? { ...best, region: null } : best;
      if (!this.touched[field]) this.values[field] = best.value;
    }
  }

  needsCheck(field: ClaimField): boolean {
    const read = this.read[field];
    return read !== undefined && read.confidence < SURE && !this.touched[field];
  }

  set(field: ClaimField, value: string): void {
    this.values[field] = value;
    this.touched[field] = true;
    delete this.errors[field];
  }

  tidy(field: ClaimField): void {
    const isDay = field === 'birth_date' || field === 'expiry_date';
    this.values[field] = isDay ? tidyDate(this.values[field]) : this.values[field].trim();
  }

  /** Whether all of `fields` may be sent; `errors` holds what may not. `today` is YYYY-MM-DD. */
  check(fields: readonly ClaimField[], t: Messages, today: string): boolean {
    this.errors = {};
    for (const field of fields) {
      this.tidy(field);
      const error = errorOf(field, this.values[field], today, t);
      if (error) this.errors[field] = error;
    }
    return Object.keys(this.errors).length === 0;
  }
}

/** What was typed, without what is empty. */
export function filled(values: Claims, fields: readonly ClaimField[]): Partial<Claims> {
  return Object.fromEntries(fields.filter((field) => values[field] !== '').map((field) => [field, values[field]]));
}

/** A region that several fields share is a whole machine-readable zone: it helps nobody to find one of them. */
function isZone({ region }: ReadField, { fields }: Reading): boolean {
  const corners = JSON.stringify(region?.corners);
  return region !== null && fields.filter((other) => JSON.stringify(other.region?.corners) === corners).length > 1;
}

function bestOf(fields: ReadField[], field: ClaimField): ReadField | undefined {
  const named = (name: string) => fields.filter((read) => read.field === name).sort((a, b) => b.confidence - a.confidence)[0];
  return named(field) ?? (field === 'name' ? named('latin_name') : undefined);
}

function errorOf(field: ClaimField, value: string, today: string, t: Messages): string | undefined {
  const { errors } = t.verify.details;
  if (value === '') return errors.required(t.common.fields[field] ?? field);
  if (value.length > LENGTH_MAX) return errors.tooLong;
  if (field === 'birth_date') return !isDate(value) ? errors.date : value > today ? errors.future : undefined;
  if (field === 'expiry_date' && value !== 'permanent') return !isDate(value) ? errors.date : value < today ? errors.past : undefined;
  return undefined;
}
