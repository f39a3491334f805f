// What travels over the live socket: one sitting of the viewfinder or of the face check.
import type { Corner } from './types';

export type DocumentSide = 'front' | 'back';

export type Hello =
  | { type: 'hello'; token: string; view: 'document'; role: DocumentSide; camera: string }
  | { type: 'hello'; token: string; view: 'face'; camera: string; colours: boolean };

export const DOCUMENT_HINTS = [
  'no_document',
  'several_documents',
  'cut_off',
  'too_far',
  'too_near',
  'tilted',
  'too_dark',
  'too_bright',
  'glare',
  'blurred',
  'covered',
  'wrong_side',
  'hold_still',
] as const;
export type DocumentHint = (typeof DOCUMENT_HINTS)[number];

export const FACE_HINTS = [
  'no_face',
  'several_faces',
  'too_far',
  'too_near',
  'off_centre',
  'too_dark',
  'too_bright',
  'backlit',
  'head_angle',
  'glasses',
  'mask',
  'hat',
  'hold_still',
  'not_this',
  'back_to_middle',
  'blink_again',
] as const;
export type FaceHint = (typeof FACE_HINTS)[number];

export const ASKS = ['turn_left', 'turn_right', 'blink', 'open_mouth'] as const;
export type Ask = (typeof ASKS)[number];

export type FacePhase = 'settle' | 'challenge' | 'colours';

/** The bounds of a sitting. */
export interface Ready {
  type: 'ready';
  long_side_px: number;
  bytes_max: number;
  per_second_max: number;
  seconds_max: number;
}

/** The answer to one frame of a document. Coordinates are fractions of the frame. */
export interface DocumentSeen {
  type: 'document';
  corners: Corner[] | null;
  hint: DocumentHint | null;
  region: Corner[] | null;
  /** Fills, 0–1, while all is well. */
  steady: number;
  shoot: boolean;
}

/** The answer to one frame of a face. */
export interface FaceSeen {
  type: 'face';
  frame: [x: number, y: number, width: number, height: number] | null;
  hint: FaceHint | null;
  phase: FacePhase;
  ask: Ask | null;
  /** How much of the present hold is done, 0–1. */
  held: number;
  done: number;
  total: number;
  colour: Colour | null;
}

/** What fills the screen around the face. */
export interface Colour {
  index: number;
  rgb: string;
}

export type FaceEnd =
  | { type: 'end'; passed: true; evidence_id: string }
  | { type: 'end'; passed: false; reason: string; tries_left: number; locked_until: string | null };

export interface LiveError {
  type: 'error';
  problem: unknown;
}

export type ServerMessage = Ready | DocumentSeen | FaceSeen | FaceEnd | LiveError;

/** How the face check stands for a session. */
export interface Liveness {
  /** Whether nothing else may stand in for it. */
  required: boolean;
  tries_left: number;
  locked_until: string | null;
}
