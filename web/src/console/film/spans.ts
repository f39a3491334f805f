// What a film of the face check shows over time: the person at rest, each movement beside that, and for how long it was held.
import { ASKS, type Ask } from '../../lib/api/live-types';
import type { FaceMoment, FilmMoment } from '../../lib/api/console-types';

/** What movements are seen by: `[liveness.movements]` of the policy `exchange`; a test compares them. The server judges, this draws. */
export const DEMANDS = { turn_deg_min: 17, shut_share_max: 0.6, mouth_min: 0.12, hold_ms: 1000, blink_ms: 600 } as const;

/** An eye that is open further than this is not shut, whatever the other does. */
const AJAR_SHARE = 0.8;

/** From how long the person at rest is taken: the first frames with a face. */
const REST_MS = 1000;
/** No frame counts for longer than this, as when the server judges: what happened in between was not seen. */
const GAP_MS_MAX = 400;
/** Shorter spans that nobody asked for are the flicker of a measure. */
const UNASKED_MS_MIN = 200;

/** The person at rest, in the units of a moment. */
export interface Rest {
  yaw_deg: number;
  eyes: [number, number];
  mouth: number;
}

/** One frame beside the person at rest: degrees to their own left, shares of their own eyes' opening, lengths of the nose. */
export interface Sight {
  turn_deg: number;
  eyes: [number, number];
  mouth: number;
}

/** A frame of the film by its time since the first one; `sight` is null where no face was seen. */
export interface Frame {
  at_ms: number;
  colour: number | null;
  sight: Sight | null;
}

export interface Span {
  ask: Ask;
  from_ms: number;
  to_ms: number;
  /** Less than its length where frames are missing in it. */
  held_ms: number;
}

/** A movement that was asked, and where it was seen. */
export interface Asked {
  ask: Ask;
  span: Span | null;
}

export interface Stretch {
  from_ms: number;
  to_ms: number;
}

export interface ColourStretch extends Stretch {
  index: number;
}

/** The medians of the first second with a face; null where the film shows none. */
export function restOf(moments: FilmMoment[]): Rest | null {
  const seen = moments.filter((moment): moment is FilmMoment & { face: FaceMoment } => moment.face !== null);
  const first_ms = seen[0]?.at_ms;
  if (first_ms === undefined) return null;
  const faces = seen.filter(({ at_ms }) => at_ms - first_ms <= REST_MS).map(({ face }) => face);
  const of = (value: (face: FaceMoment) => number) => median(faces.map(value));
  return { yaw_deg: of(({ pose }) => pose.yaw_deg), eyes: [of(({ eyes }) => eyes[0]), of(({ eyes }) => eyes[1])], mouth: of(({ mouth }) => mouth) };
}

/** The film as curves are drawn of it. */
export function framesOf(moments: FilmMoment[]): Frame[] {
  const rest = restOf(moments);
  const start_ms = moments[0]?.at_ms ?? 0;
  return moments.map(({ at_ms, colour, face }) => ({ at_ms: at_ms - start_ms, colour, sight: face && rest && beside(face, rest) }));
}

/** Every stretch in which a movement was held, by time. A frame without a face neither adds to one nor ends it. */
export function spansOf(frames: Frame[]): Span[] {
  return ASKS.flatMap((ask) => spansOfOne(frames, ask)).sort((a, b) => a.from_ms - b.from_ms);
}

/** Each movement in the order that was asked, with the first span after the one before that is long enough, or else the longest. */
export function matchAsks(asks: Ask[], spans: Span[]): Asked[] {
  let after_ms = 0;
  return asks.map((ask) => {
    const rest = spans.filter((span) => span.ask === ask && span.from_ms >= after_ms);
    const span = rest.find(({ held_ms }) => held_ms >= demanded(ask)) ?? longest(rest);
    after_ms = span?.to_ms ?? after_ms;
    return { ask, span };
  });
}

/** Movements that nobody asked for at that moment. */
export function unasked(asked: Asked[], spans: Span[]): Span[] {
  return spans.filter((span) => span.held_ms >= UNASKED_MS_MIN && !asked.some((one) => one.span === span));
}

/** Where no face was seen: from the last frame with one to the next. */
export function gapsOf(frames: Frame[]): Stretch[] {
  return runs(frames, ({ sight }) => (sight ? null : 0)).map(({ first, last }) => ({
    from_ms: frames[Math.max(first - 1, 0)]!.at_ms,
    to_ms: frames[Math.min(last + 1, frames.length - 1)]!.at_ms,
  }));
}

/** Which of the plan's colours filled the screen when: each until the next frame. */
export function coloursOf(frames: Frame[]): ColourStretch[] {
  return runs(frames, ({ colour }) => colour).map(({ value, first, last }) => ({
    index: value,
    from_ms: frames[first]!.at_ms,
    to_ms: frames[Math.min(last + 1, frames.length - 1)]!.at_ms,
  }));
}

function beside({ pose, eyes, mouth }: FaceMoment, rest: Rest): Sight {
  const share = (value: number, own: number) => (own > 0 ? value / own : 1);
  return { turn_deg: pose.yaw_deg - rest.yaw_deg, eyes: [share(eyes[0], rest.eyes[0]), share(eyes[1], rest.eyes[1])], mouth: mouth - rest.mouth };
}

function shows({ turn_deg, eyes, mouth }: Sight, ask: Ask): boolean {
  const { turn_deg_min, shut_share_max, mouth_min } = DEMANDS;
  switch (ask) {
    case 'turn_left':
      return turn_deg >= turn_deg_min;
    case 'turn_right':
      return turn_deg <= -turn_deg_min;
    // A turned head hides an eye.
    case 'blink':
      return (eyes[0] + eyes[1]) / 2 < shut_share_max && Math.max(...eyes) < AJAR_SHARE && Math.abs(turn_deg) < turn_deg_min;
    case 'open_mouth':
      return mouth >= mouth_min;
  }
}

function spansOfOne(frames: Frame[], ask: Ask): Span[] {
  const spans: Span[] = [];
  let open: Span | null = null;
  let before_ms = 0;
  for (const { at_ms, sight } of frames) {
    const passed_ms = Math.min(at_ms - before_ms, GAP_MS_MAX);
    before_ms = at_ms;
    if (!sight) continue;
    if (!shows(sight, ask)) {
      open = null;
    } else if (open) {
      open.to_ms = at_ms;
      open.held_ms += passed_ms;
    } else {
      open = { ask, from_ms: at_ms - passed_ms, to_ms: at_ms, held_ms: passed_ms };
      spans.push(open);
    }
  }
  return spans;
}

const demanded = (ask: Ask) => (ask === 'blink' ? DEMANDS.blink_ms : DEMANDS.hold_ms);

const longest = (spans: Span[]) => spans.reduce<Span | null>((best, span) => (best && best.held_ms >= span.held_ms ? best : span), null);

/** The middle one, the upper of two. */
function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** Neighbours of one value, those of null left out. */
function runs(frames: Frame[], value: (frame: Frame) => number | null): { value: number; first: number; last: number }[] {
  const found: { value: number; first: number; last: number }[] = [];
  frames.forEach((frame, index) => {
    const here = value(frame);
    const last = found.at(-1);
    if (here === null) return;
    if (last?.last === index - 1 && last.value === here) last.last = index;
    else found.push({ value: here, first: index, last: index });
  });
  return found;
}
