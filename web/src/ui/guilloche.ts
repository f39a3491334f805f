// Guilloche: the interlaced line work of banknotes and passports, drawn by rule. It is the one ornament of these pages.

export interface Rosette {
  /** Waves around one turn. */
  petals: number;
  /** How many lines interlace, evenly out of phase. */
  rings: number;
  /** Least and greatest radius. */
  inner: number;
  outer: number;
}

/** One closed path for each line of a rosette around the origin. */
export function rosette({ petals, rings, inner, outer }: Rosette): string[] {
  const middle = (inner + outer) / 2;
  const swing = (outer - inner) / 2;
  const points = petals * 24;
  return Array.from({ length: rings }, (_, ring) => {
    const phase = (ring / rings) * 2 * Math.PI;
    const at = (index: number) => {
      const angle = (index / points) * 2 * Math.PI;
      const radius = middle + swing * Math.sin(petals * angle + phase);
      return `${(radius * Math.cos(angle)).toFixed(2)} ${(radius * Math.sin(angle)).toFixed(2)}`;
    };
    return `M${Array.from({ length: points }, (_, index) => at(index)).join('L')}Z`;
  });
}

/** Interlaced waves from x = 0 to `width` around y = 0. */
export function waves(width: number, height: number, lines: number): string[] {
  const step = 4;
  return Array.from({ length: lines }, (_, line) => {
    const phase = (line / lines) * 2 * Math.PI;
    const at = (x: number) => {
      const envelope = 0.6 + 0.4 * Math.sin(x / 173);
      return `${x} ${(height * envelope * Math.sin(x / 31 + phase)).toFixed(2)}`;
    };
    return `M${Array.from({ length: Math.ceil(width / step) + 1 }, (_, index) => at(index * step)).join('L')}`;
  });
}
