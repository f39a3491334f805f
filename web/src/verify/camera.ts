// The device's camera: opening it, taking one frame, and letting go of it.
import { toJpeg } from './prepare';

/** Why there is no picture; each has words that say what to do. */
export type CameraFailure = 'denied' | 'missing' | 'busy' | 'insecure';

/** The stream of the wanted camera at the best size that it offers. Rejects with a {@link CameraFailure}. */
export async function openCamera(facing: 'user' | 'environment'): Promise<MediaStream> {
  // Browsers hide the camera on pages that are not served securely.
  const devices = (navigator as Partial<Navigator>).mediaDevices;
  if (!devices) throw 'insecure' satisfies CameraFailure;
  try {
    return await devices.getUserMedia({
      audio: false,
      video: { facingMode: { ideal: facing }, width: { ideal: 3840 }, height: { ideal: 2160 } },
    });
  } catch (error) {
    throw failureOf(error);
  }
}

export function stopCamera(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

/** The present frame at full size, unmirrored. */
export function grab(video: HTMLVideoElement): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  return toJpeg(canvas);
}

function failureOf(error: unknown): CameraFailure {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'missing';
  return 'busy';
}
