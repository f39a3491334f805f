// A camera for the walk whose person answers: it plays the clip of whatever the page asks for, and holds a document up
// where the page wants one. The frames are rendered specimens; the page knows nothing of it.
import { join } from 'node:path';
import { readFileSync } from 'node:fs';

/** Frames are served to the page from here, and from nowhere else. */
const PLACE = '/camera-of-the-walk';

/** Puts the camera into every page of the context: `clips` is a folder of `bonafide specimen --film clips`, `document` a photograph. */
export async function answeringCamera(page, base, clips, document) {
  const index = JSON.parse(readFileSync(join(clips, 'clips.json'), 'utf8'));
  await page.route(`${base}${PLACE}/**`, (route) => {
    const name = new URL(route.request().url()).pathname.slice(PLACE.length + 1);
    return route.fulfill({ path: name === 'document.jpg' ? document : join(clips, name), contentType: 'image/jpeg' });
  });
  await page.addInitScript(play, { place: PLACE, clips: index.clips, frame_ms: index.frame_ms, size_px: index.size_px });
}

/** Runs in the page, before the page's own scripts. */
function play({ place, clips, frame_ms, size_px }) {
  const load = (name) => {
    const image = new Image();
    image.src = `${place}/${name}`;
    return image;
  };
  const numbered = (clip) => Array.from({ length: clip.frames }, (_, i) => load(`${clip.name}/${String(i + 1).padStart(4, '0')}.jpg`));

  function stream(width, height, draw) {
    const canvas = Object.assign(document.createElement('canvas'), { width, height });
    const context = canvas.getContext('2d');
    const timer = setInterval(() => draw(context), frame_ms);
    const media = canvas.captureStream(30);
    media.getVideoTracks()[0].addEventListener('ended', () => clearInterval(timer));
    return media;
  }

  /** One clip after the other, each to its end: no cut within a movement. By the clock, so that a busy machine skips frames and
   * nobody acts in slow motion. */
  function person() {
    const films = Object.fromEntries(clips.map((clip) => [clip.name, numbered(clip)]));
    let [name, since_ms] = ['neutral', performance.now()];
    return stream(size_px[0], size_px[1], (context) => {
      const asked = document.querySelector('[data-live=face]')?.dataset.ask;
      let at = Math.floor((performance.now() - since_ms) / frame_ms);
      if (at >= films[name].length || (name === 'neutral' && asked)) [name, since_ms, at] = [asked ?? 'neutral', performance.now(), 0];
      const image = films[name][at];
      if (image.complete) context.drawImage(image, 0, 0);
    });
  }

  function held() {
    const image = load('document.jpg');
    let at = 0;
    return stream(1600, 1200, (context) => {
      // A hand is never quite still.
      const sway = 1.5 * Math.sin(at++ / 7);
      if (image.complete) context.drawImage(image, sway, sway / 2, 1600, 1200);
    });
  }

  navigator.mediaDevices.getUserMedia = async ({ video }) => (video.facingMode?.ideal === 'user' ? person() : held());
}
