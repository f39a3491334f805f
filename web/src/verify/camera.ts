// The device's camera: opening it, taking one frame, and letting go of it.
import type { Size } from '../lib/geometry';
import { toJpeg } from './prepare';

/** Why there is no picture; each has words that say what to do. */
export type CameraFailure = 'denied' | 'missing' | 'busy' | 'insecure' | 'lost';

/** For a photograph: the best that the camera has. */
export const LARGEST: Size = { width: 3840, height: 2160 };
/** For moving pictures that leave the device small: more would only cost warmth. */
export const MODEST: Size = { width: 1280, height: 720 };

/** The stream of the wanted camera, as near to the wanted size as it offers. Rejects with a {@link CameraFailure}. */
export async function openCamera(facing: 'user' | 'environment', size: Size = LARGEST): Promise<MediaStream> {
  // Browsers hide the camera on pages that are not served securely.
  const devices = (navigator as Partial<Navigator>).mediaDevices;
  if (!devices) throw 'insecure' satisfies CameraFailure;
  try {
    return await devices.getUserMedia({
      audio: false,
      video: { facingMode: { ideal: facing }, width: { ideal: size.width }, height: { ideal: size.height } },
    });
  } catch (error) {
    throw failureOf(error);
  }
}

/** The camera's name, as the device calls it. */
export function cameraName(stream: MediaStream): string {
  return stream.getVideoTracks()[0]?.label ?? '';
}

/** Hears when the camera is taken away: unplugged, or withdrawn by the browser or the system. */
export function onCameraLost(stream: MediaStream, lost: () => void): void {
  for (const track of stream.getVideoTracks()) track.addEventListener('ended', lost, { once: true });
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
