// A measured value against its threshold in plain words, and as two numbers on one scale for the gauge.
import { i18n } from '../i18n/i18n.svelte';
import type { CodedReason } from '../lib/api/types';

export interface Gauge {
  value: number;
  threshold: number;
  /** End of the scale, which starts at 0. */
  top: number;
  /** Which side of the threshold is fine. */
  fine: 'above' | 'below';
  /** Value and threshold as text. */
  texts: [value: string, threshold: string];
}

export interface Measure {
  sentence: string;
  gauge: Gauge | null;
}

type Reading = Pick<CodedReason, 'code' | 'reason' | 'value' | 'threshold'>;
type Describe = (value: number, threshold: number) => Measure;

/** Nothing where the decision rests on no number, or on one that means nothing to a layman. */
export function measureOf({ code, reason, value, threshold }: Reading): Measure | null {
  if (value === null) return null;
  const describe = BY_REASON[`${code}.${reason}`];
  return describe ? describe(value, threshold ?? NaN) : null;
}

const BY_REASON: Record<string, Describe> = {
  'E001.glare': share('glare'),
  'E001.too_bright': share('too_bright'),
  'E001.cut_off': share('cut_off'),
  'E001.blur': (value, threshold) => {
    const outOf100 = (x: number) => i18n.t.outcome.measures.outOf100(Math.round(x * 100));
    return atLeast('blur', value, threshold, 1, outOf100);
  },
  'E001.too_dark': luminance,
  'E012.too_dark': luminance,
  'E001.too_small': (value, threshold) => atLeast('too_small', value, threshold, threshold * 1.6, (x) => i18n.t.outcome.measures.pixels(i18n.number(x))),
  'E012.head_angle': (value, threshold) => atMost('head_angle', value, threshold, 90, (x) => i18n.t.outcome.measures.degrees(i18n.number(x))),
  'E012.several_faces': (value) => words(i18n.t.outcome.measures.faces(Math.round(value))),
  'E013.': (value, threshold) => atLeast('similarity', value, threshold, 1, (x) => i18n.percent(x)),
  'E018.expired': (value) => words(i18n.t.outcome.measures.expiredSince(days(value))),
  'E018.expires_soon': (value, threshold) => words(i18n.t.outcome.measures.daysLeft(days(value), days(threshold))),
  'E020.': (value, threshold) => words(i18n.t.outcome.measures.age(years(value), years(threshold))),
};

function share(name: 'glare' | 'too_bright' | 'cut_off'): Describe {
  return (value, threshold) => {
    const { measures } = i18n.t.outcome;
    const texts: [string, string] = [i18n.percent(value), i18n.percent(threshold)];
    return {
      sentence: measures[name](...texts),
      gauge: gaugeOf(value, threshold, Math.min(1, Math.max(value * 1.25, threshold * 3)), 'below', texts),
    };
  };
}

/** Mean luminance 0–255, told in percent. */
function luminance(value: number, threshold: number): Measure {
  return atLeast('too_dark', value / 255, threshold / 255, 1, (x) => i18n.percent(x));
}

type Name = keyof (typeof i18n.t.outcome.measures)['names'];

function atLeast(name: Name, value: number, threshold: number, top: number, text: (x: number) => string): Measure {
  const { measures } = i18n.t.outcome;
  const texts: [string, string] = [text(value), text(threshold)];
  return { sentence: measures.atLeast(measures.names[name], ...texts), gauge: gaugeOf(value, threshold, top, 'above', texts) };
}

function atMost(name: Name, value: number, threshold: number, top: number, text: (x: number) => string): Measure {
  const { measures } = i18n.t.outcome;
  const texts: [string, string] = [text(value), text(threshold)];
  return { sentence: measures.atMost(measures.names[name], ...texts), gauge: gaugeOf(value, threshold, top, 'below', texts) };
}

function gaugeOf(value: number, threshold: number, top: number, fine: Gauge['fine'], texts: Gauge['texts']): Gauge | null {
  return Number.isFinite(threshold) && top > 0 ? { value, threshold, top, fine, texts } : null;
}

function words(sentence: string): Measure {
  return { sentence, gauge: null };
}

function days(count: number): string {
  return new Intl.NumberFormat(i18n.locale, { style: 'unit', unit: 'day', unitDisplay: 'long', maximumFractionDigits: 0 }).format(Math.abs(count));
}

function years(count: number): string {
  return i18n.t.outcome.measures.years(Math.round(count));
}
