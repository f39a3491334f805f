// A code and its sub-reason in words: from the policy, in the present language.
import { i18n } from '../i18n/i18n.svelte';
import type { PolicyCode } from '../lib/api/types';
import { policyCode } from '../lib/session.svelte';

export interface ReasonWords {
  /** The code's own title, such as “Document photo unusable”. */
  family: string;
  /** The sub-reason's title, or the code's where it has none. */
  title: string;
  remedy: string;
}

/** The words for a code; a code that the policy does not describe shows itself rather than nothing. */
export function reasonWords(codes: PolicyCode[], code: string, reason: string): ReasonWords {
  const known = policyCode(codes, code);
  if (!known) return { family: code, title: reason || code, remedy: '' };
  const detail = known.reasons.find((candidate) => candidate.reason === reason);
  const family = i18n.pick(known.title);
  return {
    family,
    title: detail ? i18n.pick(detail.title) : family,
    remedy: i18n.pick(detail?.remedy ?? known.remedy),
  };
}
