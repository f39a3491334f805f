// Pictures as the pages hold them: an address that the browser can show, and the size once it is known.
import type { Size } from './geometry';

/** Width and height in pixels, upright. */
export function sizeOf(src: string): Promise<Size> {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve({ width: image.naturalWidth, height: image.naturalHeight });
    image.onerror = () => reject(new Error('not a picture'));
    image.src = src;
  });
}

/** Evidence of the server as blob addresses, each fetched once and let go together. */
export class PictureShelf {
  readonly #load: (id: string) => Promise<string>;
  readonly #kept = new Map<string, Promise<string>>();

  constructor(load: (id: string) => Promise<string>) {
    this.#load = load;
  }

  get(id: string): Promise<string> {
    const known = this.#kept.get(id);
    if (known) return known;
    const fetched = this.#load(id);
    this.#kept.set(id, fetched);
    fetched.catch(() => this.#kept.delete(id));
    return fetched;
  }

  release(): void {
    for (const fetched of this.#kept.values()) fetched.then((src) => URL.revokeObjectURL(src)).catch(() => undefined);
    this.#kept.clear();
  }
}
