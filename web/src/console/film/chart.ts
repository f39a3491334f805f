// Places on the chart of a film: scales, ticks and curves, in pixels of the drawing.
import type { Frame, Sight } from './spans';

export type Scale = (value: number) => number;

/** From one range to the other, straight; what lies outside goes to the edge. */
export function scale([from, to]: readonly [number, number], [start, end]: readonly [number, number]): Scale {
  const per = to === from ? 0 : (end - start) / (to - from);
  const [low, high] = [Math.min(start, end), Math.max(start, end)];
  return (value) => Math.min(high, Math.max(low, start + (value - from) * per));
}

/** Round seconds from 0 to the end, no closer than `apart_px` to each other. */
export function secondTicks(duration_ms: number, width_px: number, apart_px: number): number[] {
  const fits = (step: number) => (step * 1000 * width_px) / Math.max(duration_ms, 1) >= apart_px;
  const step = [1, 2, 5, 10, 20, 30].find(fits) ?? 60;
  return Array.from({ length: Math.floor(duration_ms / 1000 / step) + 1 }, (_, index) => index * step);
}

/** The curve of one value, broken where no face was seen; a single frame between two gaps is a dot. */
export function curve(frames: Frame[], value: (sight: Sight) => number, x: Scale, y: Scale): string {
  let path = '';
  let pen = false;
  frames.forEach(({ at_ms, sight }, index) => {
    if (sight) path += `${pen ? 'L' : 'M'}${round(x(at_ms))} ${round(y(value(sight)))}`;
    if (sight && !pen && !frames[index + 1]?.sight) path += 'h0';
    pen = sight !== null;
  });
  return path;
}

/** A range that holds every value of the frames, and at least the given one. */
export function reach(frames: Frame[], values: (sight: Sight) => readonly number[], [low, high]: readonly [number, number]): [number, number] {
  const all = frames.flatMap(({ sight }) => (sight ? values(sight) : []));
  return [Math.min(low, ...all), Math.max(high, ...all)];
}

/** Where words about a place stand so that they stay inside the drawing. */
export function anchor(x_px: number, width_px: number, words_px: number): 'start' | 'middle' | 'end' {
  if (x_px < words_px / 2) return 'start';
  return x_px > width_px - words_px / 2 ? 'end' : 'middle';
}

const round = (value: number) => Math.round(value * 10) / 10;
