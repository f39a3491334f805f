// Calendar dates as people type them, and as the project writes them: YYYY-MM-DD.

const LOOSE = /^(\d{4})\s*[-./年 ]?\s*(\d{1,2})\s*[-./月 ]?\s*(\d{1,2})\s*日?$/;

/** `1984.1.2`, `19840102`, `1984年1月2日` become `1984-01-02`; what is not a date stays as it is. */
export function tidyDate(text: string): string {
  const parts = LOOSE.exec(text.trim());
  if (!parts) return text.trim();
  const [, year, month, day] = parts;
  return `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`;
}

/** Whether the text is a day that the calendar has, written YYYY-MM-DD. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.valueOf()) && date.toISOString().startsWith(text);
}

/** A moment in the reader's own time zone: `2026-11-23 14:05`. */
export function localMoment(timestamp: string): string {
  const at = new Date(timestamp);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** `23:04:09` for what is left; never negative. */
export function clockFace(left_ms: number): string {
  const seconds = Math.max(0, Math.ceil(left_ms / 1000));
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/**
 * By when, in the reader's own time zone: `Wednesday, 2026-12-02 23:59 GMT+8`. The end of a day is told as its last minute,
 * because 00:00 reads like the day after.
 */
export function deadline(timestamp: string, locale: string): string {
  const end = new Date(timestamp);
  const midnight = end.getHours() === 0 && end.getMinutes() === 0;
  const at = midnight ? new Date(end.getTime() - 60_000) : end;
  const parts = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZoneName: 'short' }).formatToParts(at);
  const part = (type: string) => parts.find((found) => found.type === type)?.value ?? '';
  return `${part('weekday')}${locale === 'en' ? ', ' : ' '}${localMoment(at.toISOString())} ${part('timeZoneName')}`.trim();
}
