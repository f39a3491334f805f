// The words for a problem: by its own code where we have them, else by its family.
import type { Problem } from '../lib/api/problem';
import type { Messages } from '../i18n/messages';

export function wordsFor(problem: Problem, t: Messages, operator = false): { title: string; help: string } {
  if (operator && problem.linkIsDead && !problem.code.startsWith('sign_in.')) return t.problems.operatorKey;
  return t.problems.byCode[problem.code] ?? t.problems.fallback[family(problem)];
}

function family({ status }: Problem): keyof Messages['problems']['fallback'] {
  if (status === 401 || status === 403) return 'unauthorised';
  if (status === 404 || status === 410) return 'missing';
  if (status === 409) return 'conflict';
  if (status === 408 || status === 429 || status === 503) return 'busy';
  return status >= 400 && status < 500 ? 'refused' : 'broken';
}
