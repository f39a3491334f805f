// One sitting over the live socket: hello, the server's bounds, then frame and answer in turn until it ends.
import type { DocumentSeen, FaceEnd, FaceSeen, Hello, Ready, ServerMessage } from '../lib/api/live-types';
import { problemFrom, type Problem } from '../lib/api/problem';
import { Pump } from './pump';

const PATH = '/v1/client/live';
/** A line that has been silent for this long while an answer is due is dead, whatever it says of itself. */
const SILENCE_MS = 12_000;
const TYPES = ['ready', 'document', 'face', 'end', 'error'];

export interface SittingEvents {
  /** One frame as it may be sent, or nothing while there is no picture. */
  grab: (bounds: Ready) => Promise<ArrayBuffer | null>;
  onReady?: () => void;
  onDocument?: (seen: DocumentSeen) => void;
  onFace?: (seen: FaceSeen) => void;
  onEnd?: (end: FaceEnd) => void;
  onProblem: (problem: Problem) => void;
  /** The line went without a last word. */
  onCut: () => void;
}

export type SocketLike = Pick<WebSocket, 'send' | 'close' | 'binaryType' | 'onopen' | 'onmessage' | 'onclose' | 'onerror'>;

export class Sitting {
  #pump: Pump | null = null;
  #over = false;
  #silence: ReturnType<typeof setTimeout> | undefined;
  readonly #socket: SocketLike;

  constructor(
    private readonly hello: Hello,
    private readonly events: SittingEvents,
    connect: () => SocketLike = () => new WebSocket(liveUrl(location.href)),
  ) {
    this.#socket = connect();
    this.#socket.binaryType = 'arraybuffer';
    this.#socket.onopen = () => this.#socket.send(JSON.stringify(this.hello));
    this.#socket.onmessage = ({ data }) => this.#heard(data);
    this.#socket.onclose = () => this.#finish(() => this.events.onCut());
    this.#listen();
  }

  /** Leaves without another word from either side. */
  close(): void {
    this.#finish(() => undefined);
  }

  #heard(data: unknown): void {
    const message = readMessage(data);
    if (!message || this.#over) return;
    clearTimeout(this.#silence);
    if (message.type === 'ready') return this.#begin(message);
    if (message.type === 'end') return this.#finish(() => this.events.onEnd?.(message));
    if (message.type === 'error') return this.#finish(() => this.events.onProblem(problemOf(message.problem)));
    if (message.type === 'document') this.events.onDocument?.(message);
    else this.events.onFace?.(message);
    this.#pump?.answered();
  }

  #begin(bounds: Ready): void {
    this.#pump?.stop();
    this.#pump = new Pump({
      perSecond_max: bounds.per_second_max,
      grab: () => this.events.grab(bounds),
      send: (frame) => {
        this.#socket.send(frame);
        this.#listen();
      },
    });
    this.events.onReady?.();
    this.#pump.start();
  }

  /** From now on an answer is due. */
  #listen(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#finish(() => this.events.onCut()), SILENCE_MS);
  }

  #finish(tell: () => void): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#silence);
    this.#pump?.stop();
    this.#socket.close();
    tell();
  }
}

/** The socket's address on the page's own server. */
export function liveUrl(page: string): string {
  const url = new URL(PATH, page);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

/** A message of the server; what is none of ours is nothing. */
export function readMessage(data: unknown): ServerMessage | null {
  if (typeof data !== 'string') return null;
  try {
    const message = JSON.parse(data) as ServerMessage | null;
    return message !== null && TYPES.includes(message.type) ? message : null;
  } catch {
    return null;
  }
}

function problemOf(problem: unknown): Problem {
  const status = (problem as { status?: unknown } | null)?.status;
  return problemFrom(typeof status === 'number' ? status : 500, JSON.stringify(problem ?? {}));
}
