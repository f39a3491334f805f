// From fractions of a frame to the place on the screen where the video shows them.
import type { Corner } from '../lib/api/types';
import type { Box, Size } from '../lib/geometry';

/** Where `object-fit: contain` puts a picture of size `media` inside a box of size `box`. */
export function containBox(media: Size, box: Size): Box {
  const scale = Math.min(box.width / media.width, box.height / media.height);
  const [width, height] = [media.width * scale, media.height * scale];
  return { x: (box.width - width) / 2, y: (box.height - height) / 2, width, height };
}

/** Corners in pixels of the screen. A mirrored video mirrors what is drawn on it. */
export function place(corners: Corner[], shown: Box, mirrored: boolean): Corner[] {
  return corners.map(([x, y]) => [shown.x + (mirrored ? 1 - x : x) * shown.width, shown.y + y * shown.height]);
}

/** `x,y x,y …` for a polygon. */
export function points(corners: Corner[]): string {
  return corners.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
}
