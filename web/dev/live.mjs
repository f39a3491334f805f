// The live socket of the fake: plays a plausible sitting by the clock, whatever the frames show.
// What the applicant is called (`external_id`) chooses the play: face-fail, face-lock, live-busy, live-cut.
import { WebSocketServer } from 'ws';

const HEAD_BYTES = 5;
const CARD = [[0.2, 0.25], [0.8, 0.24], [0.81, 0.77], [0.19, 0.76]];
const FAR = CARD.map(([x, y]) => [0.5 + (x - 0.5) * 0.6, 0.5 + (y - 0.5) * 0.6]);
const SHINE = [[0.5, 0.35], [0.66, 0.36], [0.63, 0.52], [0.48, 0.5]];

/** Document: until when (ms), and what is seen until then. */
const VIEWFINDER = [
  [1500, { hint: 'no_document' }],
  [3000, { hint: 'too_far', corners: FAR }],
  [4800, { hint: 'glare', corners: CARD, region: SHINE }],
  [5600, { hint: 'hold_still', corners: CARD }],
];
const STEADY_MS = 1500;

const ASKS = ['turn_right', 'blink', 'turn_left', 'open_mouth'];
const ASK_MS = 2600;
const COLOURS = ['#ff3b30', '#34c759', '#0a84ff', '#ffffff'];
const COLOUR_MS = 700;
const SETTLE = [
  [900, { hint: 'no_face' }],
  [1800, { hint: 'too_far' }],
  [2800, { hint: null }],
];
const SETTLE_MS = 2800;

const problem = (code, status, more = {}) => ({ type: 'error', problem: { type: `urn:bonafide:problem:${code}`, code, title: code, detail: '', status, ...more } });
const at = (play, t_ms) => play.find(([until_ms]) => t_ms < until_ms)?.[1];

function documentSeen(t_ms) {
  const last_ms = VIEWFINDER.at(-1)[0];
  const seen = at(VIEWFINDER, t_ms) ?? { hint: null, corners: CARD };
  const steady = Math.min(1, Math.max(0, (t_ms - last_ms) / STEADY_MS));
  return { type: 'document', corners: null, region: null, steady, shoot: steady === 1, ...seen };
}

function faceSeen(t_ms, colours) {
  const seen = { type: 'face', frame: [0.3, 0.2, 0.4, 0.6], hint: null, phase: 'settle', ask: null, held: 0, done: 0, total: ASKS.length, colour: null };
  if (t_ms < SETTLE_MS) return { ...seen, ...at(SETTLE, t_ms) };
  const asked_ms = t_ms - SETTLE_MS;
  const done = Math.min(ASKS.length, Math.floor(asked_ms / ASK_MS));
  if (done < ASKS.length) return { ...seen, phase: 'challenge', done, ...movement(ASKS[done], asked_ms % ASK_MS, done) };
  const index = Math.floor((asked_ms - ASKS.length * ASK_MS) / COLOUR_MS);
  if (!colours || index >= COLOURS.length) return null;
  return { ...seen, phase: 'colours', done, colour: { index, rgb: COLOURS[index] } };
}

function movement(ask, t_ms, done) {
  if (done > 0 && t_ms < 500) return { ask: null, hint: 'back_to_middle' };
  const held = Math.min(1, Math.max(0, (t_ms - 1500) / 1000));
  return { ask, held, hint: t_ms < 1500 && done === 1 ? 'blink_again' : held > 0 ? 'hold_still' : null };
}

/** One sitting: answers `[message, isLast]` for each frame. */
function playOf({ view, colours }, session, keepStill) {
  const start_ms = Date.now();
  const who = session.external_id ?? '';
  return (frame) => {
    const t_ms = Date.now() - start_ms;
    if (who.includes('live-cut') && t_ms > 1200) return ['cut', true];
    if (view === 'document') return [documentSeen(t_ms), false];
    if (/face-(fail|lock)/.test(who) && t_ms > SETTLE_MS + ASK_MS) return [failed(session, who), true];
    const seen = faceSeen(t_ms, colours);
    return seen ? [seen, false] : [{ type: 'end', passed: true, evidence_id: keepStill(frame.subarray(HEAD_BYTES)) }, true];
  };
}

function failed(session, who) {
  const { liveness } = session;
  liveness.tries_left = who.includes('face-lock') ? 0 : liveness.tries_left - 1;
  if (liveness.tries_left <= 0) liveness.locked_until = new Date(Date.now() + 864e5).toISOString();
  return { type: 'end', passed: false, reason: 'challenge_not_followed', tries_left: liveness.tries_left, locked_until: liveness.locked_until };
}

/** Why no sitting begins, if it does not. */
function refusal(hello, session) {
  if (hello.type !== 'hello') return problem('live.expected_hello', 400);
  if (!session) return problem('key.invalid', 401);
  if (session.external_id?.includes('live-busy')) return problem('live.busy', 409);
  const { locked_until } = session.liveness;
  return hello.view === 'face' && locked_until ? problem('live.locked', 423, { locked_until }) : null;
}

function sit(socket, sessionOf, keepStill) {
  let play = null;
  const say = (message) => socket.send(JSON.stringify(message));
  socket.on('message', (data, binary) => {
    if (!play && !binary) {
      const hello = JSON.parse(data.toString());
      const session = sessionOf(hello.token);
      const refused = refusal(hello, session);
      if (refused) return say(refused), socket.close();
      play = playOf(hello, session, keepStill);
      return say({ type: 'ready', long_side_px: hello.view === 'face' ? 512 : 640, bytes_max: 131072, per_second_max: 8, seconds_max: 90 });
    }
    if (!play || !binary) return;
    const [message, last] = play(data);
    if (message !== 'cut') say(message);
    if (last) socket.close();
  });
}

export function sitDown(server, sessionOf, keepStill) {
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, stream, head) => {
    if (new URL(request.url, 'http://fake').pathname !== '/v1/client/live') return stream.destroy();
    sockets.handleUpgrade(request, stream, head, (socket) => sit(socket, sessionOf, keepStill));
  });
}
