// A QR code's modules as one path: each run of dark modules in a row is one rectangle.

export function qrPath(rows: boolean[][]): string {
  return rows.map((row, y) => runs(row).map(([x, length]) => `M${x} ${y}h${length}v1h${-length}z`).join('')).join('');
}

function runs(row: boolean[]): [start: number, length: number][] {
  const found: [number, number][] = [];
  row.forEach((dark, x) => {
    const last = found.at(-1);
    if (!dark) return;
    if (last && last[0] + last[1] === x) last[1] += 1;
    else found.push([x, 1]);
  });
  return found;
}
