// Small frames from the camera: scaled, compressed, and packed as the socket wants them.
import type { Size } from '../lib/geometry';

/** Byte 4 of a frame that was grabbed while no colour filled the screen. */
export const NO_COLOUR = 255;
const HEAD_BYTES = 5;
/** From good to just enough: the next is tried where a frame comes out too large. */
const QUALITIES = [0.7, 0.5, 0.3] as const;

/** Milliseconds since the camera started (u32, little endian), index of the colour, JPEG. */
export function pack(since_ms: number, colour: number, jpeg: ArrayBuffer): ArrayBuffer {
  const frame = new Uint8Array(HEAD_BYTES + jpeg.byteLength);
  new DataView(frame.buffer).setUint32(0, Math.min(0xffff_ffff, Math.max(0, Math.floor(since_ms))), true);
  frame[4] = colour;
  frame.set(new Uint8Array(jpeg), HEAD_BYTES);
  return frame.buffer;
}

/** The size with a long side of at most `longSide_px`, never enlarged. */
export function scaledSize({ width, height }: Size, longSide_px: number): Size {
  const scale = Math.min(1, longSide_px / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

export interface FrameBounds {
  long_side_px: number;
  bytes_max: number;
}

/** Takes frames of one video. The canvas is kept: a new one for each frame would be thrown away eight times a second. */
export class FrameSource {
  readonly #canvas = document.createElement('canvas');
  readonly #started_ms = performance.now();

  constructor(private readonly video: HTMLVideoElement) {}

  /** The present picture, or nothing while the camera gives none. `colour` is asked for at the moment of the picture. */
  async grab(bounds: FrameBounds, colour: () => number = () => NO_COLOUR): Promise<ArrayBuffer | null> {
    const { videoWidth, videoHeight } = this.video;
    const context = this.#canvas.getContext('2d', { alpha: false });
    if (!context || videoWidth === 0 || this.video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return null;
    const size = scaledSize({ width: videoWidth, height: videoHeight }, bounds.long_side_px);
    this.#canvas.width = size.width;
    this.#canvas.height = size.height;
    context.drawImage(this.video, 0, 0, size.width, size.height);
    const [at_ms, index] = [performance.now() - this.#started_ms, colour()];
    const jpeg = await this.#encode(bounds.bytes_max - HEAD_BYTES);
    return jpeg && pack(at_ms, index, jpeg);
  }

  async #encode(bytes_max: number): Promise<ArrayBuffer | null> {
    for (const quality of QUALITIES) {
      const blob = await new Promise<Blob | null>((resolve) => this.#canvas.toBlob(resolve, 'image/jpeg', quality));
      if (blob && blob.size <= bytes_max) return blob.arrayBuffer();
    }
    return null;
  }
}
