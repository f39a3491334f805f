// Short signals for those who do not look at the screen: a soft tone and a vibration.

let audio: AudioContext | null = null;

/** To be called while a click is handled: browsers let a page sound only then. */
export function allowTones(): void {
  try {
    audio ??= new AudioContext();
    void audio.resume();
  } catch {
    // Without sound the vibration and the screen remain.
  }
}

/** One movement is complete. */
export function signalHeld(): void {
  tone(660, 0);
  vibrate([60]);
}

/** All of it is complete. */
export function signalPassed(): void {
  tone(660, 0);
  tone(990, 0.16);
  vibrate([60, 80, 120]);
}

/** The shutter has fired. */
export function signalShot(): void {
  vibrate([40]);
}

function tone(frequency_hz: number, after_s: number): void {
  if (audio?.state !== 'running') return;
  const start_s = audio.currentTime + after_s;
  const [wave, volume] = [audio.createOscillator(), audio.createGain()];
  wave.frequency.value = frequency_hz;
  volume.gain.setValueAtTime(0, start_s);
  volume.gain.linearRampToValueAtTime(0.12, start_s + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.001, start_s + 0.22);
  wave.connect(volume).connect(audio.destination);
  wave.start(start_s);
  wave.stop(start_s + 0.25);
}

function vibrate(pattern: number[]): void {
  // Not every browser has it.
  (navigator as Partial<Navigator>).vibrate?.(pattern);
}
