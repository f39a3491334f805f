// A film of a face check as the fake's reviewer sees it: made-up curves of a person who does what is asked, one movement after the other.

const START_MS = 420;
const FRAME_MS = 130;
const END_MS = 18_500;
const COLOURS = { from_ms: 14_300, each_ms: 900 };
const PLAN = { asks: ['turn_right', 'blink', 'turn_left', 'open_mouth'], colours: [[255, 59, 48], [52, 199, 89], [10, 132, 255], [255, 255, 255]] };

/** When each movement begins and ends, how far it goes, and how long it takes to come and go. */
const ACTS = [
  { of: 'turn', from: 2900, to: 4700, by: -27, ease: 450 },
  { of: 'shut', from: 1900, to: 2150, by: 0.7, ease: 120 },
  { of: 'shut', from: 6300, to: 7500, by: 0.74, ease: 150 },
  { of: 'turn', from: 8900, to: 10_600, by: 25, ease: 400 },
  { of: 'mouth', from: 11_900, to: 13_600, by: 0.3, ease: 350 },
];
/** The face leaves the picture for a moment. */
const AWAY = { from: 7900, to: 8400 };
const BEST_MS = 1300;

export const FILM = {
  plan: PLAN,
  moments: moments(),
  best: Math.round(BEST_MS / FRAME_MS),
  camera: 'FaceTime HD Camera (Built-in)',
  measures: Object.entries({ depth: 5.83, framed: 0.02, same_person: 0.71, reflection: 0.44, repeated: 0, unevenness: 0.118 }).map(([kind, value]) => ({ kind, value })),
};

function moments() {
  const made = [];
  for (let t_ms = 0, index = 0; t_ms < END_MS; t_ms += FRAME_MS, index += 1) made.push(moment(t_ms + wobble(index, 7) * 18, index));
  return made;
}

function moment(t_ms, index) {
  const colour = Math.floor((t_ms - COLOURS.from_ms) / COLOURS.each_ms);
  const away = t_ms > AWAY.from && t_ms < AWAY.to;
  return { at_ms: Math.round(START_MS + Math.max(t_ms, 0)), colour: colour in PLAN.colours ? colour : null, faces_count: away ? 0 : 1, face: away ? null : face(t_ms, index) };
}

function face(t_ms, index) {
  const doing = (what) => ACTS.filter((act) => act.of === what).reduce((sum, act) => sum + act.by * share(act, t_ms), 0);
  const yaw_deg = 2.1 + doing('turn') + wobble(index, 3) * 0.9;
  const open = (seed) => 0.31 * (1 - doing('shut') - Math.abs(doing('turn')) * 0.004) + wobble(index, seed) * 0.011;
  return {
    bounds: [0.31 + yaw_deg / 400, 0.22, 0.38, 0.5], width_share: 0.5, pose: { yaw_deg, pitch_deg: -4 + wobble(index, 11), roll_deg: 1 + wobble(index, 13) },
    eyes: [open(17), open(19)], mouth: 0.03 + doing('mouth') + wobble(index, 23) * 0.012, brightness: 131, behind: 118,
  };
}

/** How much of a movement shows at a time, 0–1. */
function share({ from, to, ease }, t_ms) {
  const ramp = (x) => { const in01 = Math.min(1, Math.max(0, x)); return in01 * in01 * (3 - 2 * in01); };
  return ramp((t_ms - from) / ease) * ramp((to - t_ms) / ease);
}

/** −1–1, the same on every day. */
function wobble(index, seed) {
  const x = Math.sin((index + 1) * 12.9898 + seed * 78.233) * 43_758.5453;
  return (x - Math.floor(x)) * 2 - 1;
}
