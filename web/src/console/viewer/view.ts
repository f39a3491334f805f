// What part of a picture is looked at: how large, around which point, turned by how many quarters. Points are fractions 0–1 of the
// picture as it is turned.
import type { Corner, Region } from '../../lib/api/types';
import type { Box, Size } from '../../lib/geometry';

export interface View {
  /** 1 shows the whole picture. */
  scale: number;
  /** The middle of what is shown. */
  x: number;
  y: number;
  /** Quarter turns clockwise, 0–3. */
  turns: number;
}

export const WHOLE: View = { scale: 1, x: 0.5, y: 0.5, turns: 0 };
export const SCALE_MAX = 12;

/** The picture's size once it is turned. */
export function turnedSize({ width, height }: Size, turns: number): Size {
  return turns % 2 === 0 ? { width, height } : { width: height, height: width };
}

/** Within the picture, and not larger than there is anything to see. */
export function bounded(view: View): View {
  const scale = Math.min(SCALE_MAX, Math.max(1, view.scale));
  const half = 0.5 / scale;
  const within = (value: number) => Math.min(1 - half, Math.max(half, value));
  return { ...view, scale, x: within(view.x), y: within(view.y) };
}

/** Larger by `factor`, with the point of the picture that lies at `at` (fractions of what is shown) staying where it is. */
export function zoomed(view: View, factor: number, at: Corner = [0.5, 0.5]): View {
  const scale = Math.min(SCALE_MAX, Math.max(1, view.scale * factor));
  const moved = (middle: number, place: number) => middle + (place - 0.5) * (1 / view.scale - 1 / scale);
  return bounded({ ...view, scale, x: moved(view.x, at[0]), y: moved(view.y, at[1]) });
}

/** Moved by fractions of what is shown. */
export function panned(view: View, dx: number, dy: number): View {
  return bounded({ ...view, x: view.x + dx / view.scale, y: view.y + dy / view.scale });
}

/** Turned by a quarter; what was in the middle stays there. */
export function turned(view: View): View {
  const [x, y] = turnedPoint([view.x, view.y], 1);
  return bounded({ ...view, x, y, turns: (view.turns + 1) % 4 });
}

/** A point of the upright picture, where it lies once the picture is turned. */
export function turnedPoint([x, y]: Corner, turns: number): Corner {
  return ([[x, y], [1 - y, x], [1 - x, 1 - y], [y, 1 - x]] as Corner[])[turns % 4] ?? [x, y];
}

/** Close to a region, which then fills a good half of what is shown. */
export function closeTo(region: Region, turns: number): View {
  const corners = region.corners.map((corner) => turnedPoint(corner, turns));
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const span = Math.max(right - left, bottom - top, 0.01);
  return bounded({ scale: 0.6 / span, x: (left + right) / 2, y: (top + bottom) / 2, turns });
}

/** The part to show, in pixels of the turned picture. */
export function boxOf(view: View, size: Size): Box {
  const { width, height } = turnedSize(size, view.turns);
  const [w, h] = [width / view.scale, height / view.scale];
  return { x: view.x * width - w / 2, y: view.y * height - h / 2, width: w, height: h };
}

/** The `transform` that turns the picture within its turned frame. */
export function turning({ width, height }: Size, turns: number): string {
  return ['', `translate(${height} 0) rotate(90)`, `translate(${width} ${height}) rotate(180)`, `translate(0 ${width}) rotate(270)`][turns % 4] ?? '';
}
