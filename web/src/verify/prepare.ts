// Making a chosen file fit to send: the original bytes where the server takes them, a JPEG of our own where it does not.
import { Problem } from '../lib/api/problem';

const ACCEPTED = ['image/jpeg', 'image/png', 'image/webp'];
/** The server's bound for one picture. */
const SIZE_BYTES_MAX = 20 * 1024 * 1024;
/** Longer side of a re-encoded picture: small print stays readable. */
const LONG_SIDE_PX_MAX = 4096;

/** The file itself, or re-encoded if its kind (HEIC, AVIF, BMP) or size is not taken. Rejects with a Problem. */
export async function prepare(file: Blob): Promise<Blob> {
  if (file.size === 0) throw new Problem('image.empty', 0);
  if (ACCEPTED.includes(file.type) && file.size <= SIZE_BYTES_MAX) return file;
  try {
    return await reencode(file);
  } catch {
    throw new Problem('page.not_a_picture', 0);
  }
}

async function reencode(file: Blob): Promise<Blob> {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  const scale = Math.min(1, LONG_SIDE_PX_MAX / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return toJpeg(canvas);
}

/** High quality: compression must not blur what has to be read. */
export function toJpeg(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('canvas is empty'))), 'image/jpeg', 0.94);
  });
}
