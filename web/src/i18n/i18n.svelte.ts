// The language of the pages: found from the browser, switchable, remembered, and told to assistive technology.
import { en } from './en';
import type { Messages } from './messages';
import { zhHans } from './zh-hans';
import { zhHant } from './zh-hant';
import type { LocalisedText } from '../lib/api/types';

export type Locale = keyof LocalisedText;

export const LOCALES: readonly { locale: Locale; name: string }[] = [
  { locale: 'en', name: 'English' },
  { locale: 'zh-Hans', name: '简体' },
  { locale: 'zh-Hant', name: '繁體' },
];

const CATALOGUES: Record<Locale, Messages> = { en, 'zh-Hans': zhHans, 'zh-Hant': zhHant };
const SLOT = 'bonafide.locale';

class I18n {
  locale = $state<Locale>(remembered() ?? detected(navigator.languages));

  /** The catalogue of the present language. */
  get t(): Messages {
    return CATALOGUES[this.locale];
  }

  choose(locale: Locale): void {
    this.locale = locale;
    try {
      localStorage.setItem(SLOT, locale);
    } catch {
      // The choice then lasts as long as the page.
    }
  }

  /** A text of the policy in the present language. */
  pick(text: LocalisedText): string {
    return text[this.locale] || text.en;
  }

  /** `3 hours`, `3 小时`: the largest unit that fits, rounded up, so that nobody is told less than they wait. */
  duration(seconds: number): string {
    const [unit, size_s] = seconds >= 2 * 86_400 ? (['day', 86_400] as const) : seconds >= 2 * 3600 ? (['hour', 3600] as const) : seconds >= 90 ? (['minute', 60] as const) : (['second', 1] as const);
    const format = new Intl.NumberFormat(this.locale, { style: 'unit', unit, unitDisplay: 'long' });
    return format.format(Math.max(1, Math.ceil(seconds / size_s)));
  }

  /** `1–2 hours`: both ends in the larger one's unit. */
  span(from_s: number, to_s: number): string {
    const [unit, size_s] = to_s >= 2 * 86_400 ? (['day', 86_400] as const) : to_s >= 3600 ? (['hour', 3600] as const) : to_s >= 60 ? (['minute', 60] as const) : (['second', 1] as const);
    const format = new Intl.NumberFormat(this.locale, { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 0 });
    const [low, high] = [Math.max(1, Math.round(from_s / size_s)), Math.max(1, Math.round(to_s / size_s))];
    return low >= high ? format.format(high) : format.formatRange(low, high);
  }

  /** One sentence after the other: Chinese ones have no space between them. */
  sentences(...all: string[]): string {
    return all.join(this.locale === 'en' ? ' ' : '');
  }

  number(value: number, digits = 0): string {
    return new Intl.NumberFormat(this.locale, { maximumFractionDigits: digits }).format(value);
  }

  percent(share: number): string {
    const digits = share > 0 && share < 0.1 ? 1 : 0;
    return new Intl.NumberFormat(this.locale, { style: 'percent', maximumFractionDigits: digits }).format(share);
  }
}

/** The best of our languages for the browser's list: Chinese by script where it says so, by region where not. */
export function detected(languages: readonly string[]): Locale {
  for (const language of languages) {
    const tag = language.toLowerCase();
    if (tag.startsWith('zh')) return /hant|tw|hk|mo/.test(tag) ? 'zh-Hant' : 'zh-Hans';
    if (tag.startsWith('en')) return 'en';
  }
  return 'en';
}

function remembered(): Locale | null {
  try {
    const kept = localStorage.getItem(SLOT);
    return LOCALES.find(({ locale }) => locale === kept)?.locale ?? null;
  } catch {
    return null;
  }
}

export const i18n = new I18n();
