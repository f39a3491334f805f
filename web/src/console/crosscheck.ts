// A row of the cross-check: each value in runs, so that what sets it apart can be marked by character.
import type { CrossCheck } from '../lib/api/console-types';
import { differences, type Run } from './diff';

/** The runs of every value of the row, in its order. What agrees with most of the others is what the rest is held against. */
export function markedValues(check: CrossCheck): Run[][] {
  const { values } = check;
  const whole = values.map(({ value }): Run[] => (value ? [{ text: value, same: true }] : []));
  const reference = referenceOf(check);
  if (check.agrees || reference === null) return whole;
  const apart = values.map((_, index) => index !== reference && !agree(check, index, reference));
  const against = (index: number) => differences(values[index]?.value ?? '', values[reference]?.value ?? '');
  const other = apart.indexOf(true);
  return values.map((_, index) => {
    if (apart[index]) return against(index)[0];
    return index === reference && other >= 0 ? against(other)[1] : (whole[index] ?? []);
  });
}

function agree({ pairs }: CrossCheck, a: number, b: number): boolean {
  return pairs.some((pair) => pair.agrees && ((pair.a === a && pair.b === b) || (pair.a === b && pair.b === a)));
}

/** The value that most others agree with; among equals one of the document, not what was typed. */
function referenceOf(check: CrossCheck): number | null {
  const ranked = check.values.map(({ source, reliable }, index) => {
    const friends = check.values.filter((_, other) => other !== index && agree(check, index, other)).length;
    return { index, rank: 4 * friends + (source === 'claims' ? 0 : 2) + (reliable ? 1 : 0) };
  });
  ranked.sort((a, b) => b.rank - a.rank || a.index - b.index);
  return ranked[0]?.index ?? null;
}
