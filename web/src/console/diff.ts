// Two texts side by side: which characters they share, in order, and which not.

export interface Run {
  text: string;
  same: boolean;
}

/** Beyond this many characters the whole is marked: nobody reads such a field by character. */
const LENGTH_MAX = 200;

/** Both texts in runs that they share, in order (a longest common subsequence), and runs that they do not. */
export function differences(text: string, other: string): [Run[], Run[]] {
  const [a, b] = [[...text], [...other]];
  if (text === other) return [joined(a, a.map(() => true)), joined(b, b.map(() => true))];
  if (a.length > LENGTH_MAX || b.length > LENGTH_MAX) return [joined(a, []), joined(b, [])];
  const [here, there] = sharedBy(a, b);
  return [joined(a, here), joined(b, there)];
}

function sharedBy(a: string[], b: string[]): [boolean[], boolean[]] {
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const [here, there] = [a.map(() => false), b.map(() => false)];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) [here[i], there[j], i, j] = [true, true, i + 1, j + 1];
    else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return [here, there];
}

function joined(characters: string[], shared: boolean[]): Run[] {
  const runs: Run[] = [];
  for (const [index, text] of characters.entries()) {
    const same = shared[index] ?? false;
    const last = runs.at(-1);
    if (last?.same === same) last.text += text;
    else runs.push({ text, same });
  }
  return runs;
}
