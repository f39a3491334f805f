// Regions of a picture, from fractions to what an SVG draws.
import type { Corner, Region } from './api/types';

export interface Size {
  width: number;
  height: number;
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** `x,y x,y …` in pixels for a polygon. */
export function polygonPoints(region: Region, size: Size): string {
  return outline(region, size)
    .map(([x, y]) => `${round(x)},${round(y)}`)
    .join(' ');
}

/** A path that covers the picture and leaves the regions open, for dimming what does not matter. */
export function shade(regions: Region[], size: Size): string {
  const frame = `M0 0H${size.width}V${size.height}H0Z`;
  const hole = (region: Region) =>
    `M${outline(region, size)
      .map(([x, y]) => `${round(x)} ${round(y)}`)
      .join('L')}Z`;
  return frame + regions.map(hole).join('');
}

/** The part of the picture to show so that the region is large but its surroundings are still known. */
export function closeUp(region: Region, size: Size, margin = 0.6): Box {
  const bounds = boundsOf(region);
  const share = Math.min(1, Math.max(0.12, Math.max(bounds.width, bounds.height) * (1 + 2 * margin)));
  const left = clamp(bounds.x + bounds.width / 2 - share / 2, 0, 1 - share);
  const top = clamp(bounds.y + bounds.height / 2 - share / 2, 0, 1 - share);
  return { x: left * size.width, y: top * size.height, width: share * size.width, height: share * size.height };
}

/** Only the region with a little air around it: a line of print beside its field. */
export function cropBox(region: Region, size: Size): Box {
  const bounds = boundsOf(region);
  const air = bounds.height * size.height * 0.35;
  const x = Math.max(0, bounds.x * size.width - air);
  const y = Math.max(0, bounds.y * size.height - air);
  return {
    x,
    y,
    width: Math.min(size.width - x, bounds.width * size.width + 2 * air),
    height: Math.min(size.height - y, bounds.height * size.height + 2 * air),
  };
}

/** A square around the region's middle, in pixels, larger than it by `air` on all sides: a face with its hair and chin. */
export function squareAround(region: Region, size: Size, air = 0.35): Box {
  const bounds = boundsOf(region);
  const side = Math.max(bounds.width * size.width, bounds.height * size.height) * (1 + 2 * air);
  const x = (bounds.x + bounds.width / 2) * size.width - side / 2;
  const y = (bounds.y + bounds.height / 2) * size.height - side / 2;
  return { x, y, width: side, height: side };
}

export function viewBox({ x, y, width, height }: Box): string {
  return `${round(x)} ${round(y)} ${round(width)} ${round(height)}`;
}

/** The region's corners in pixels, moved outwards a little, so that the line does not run over what it marks. */
function outline({ corners }: Region, size: Size): Corner[] {
  const air = size.width * 0.008;
  const mean = (axis: 0 | 1) => corners.reduce((sum, corner) => sum + corner[axis], 0) / corners.length;
  const [cx, cy] = [mean(0), mean(1)];
  return corners.map(([x, y]) => [x * size.width + Math.sign(x - cx) * air, y * size.height + Math.sign(y - cy) * air]);
}

function boundsOf({ corners }: Region): Box {
  const xs = corners.map(([x]) => clamp(x, 0, 1));
  const ys = corners.map(([, y]) => clamp(y, 0, 1));
  const x = Math.min(...xs);
  const y = Math.min(...ys);
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
