// One photograph on its way: chosen, sent, answered. It stays in memory until it has arrived, whatever the network does.
import type { ClientApi } from '../lib/api/client';
import { asProblem, type Problem } from '../lib/api/problem';
import type { Evidence, Role } from '../lib/api/types';
import { prepare } from './prepare';

export type ShotState = 'empty' | 'sending' | 'checking' | 'sent' | 'failed';

export class Shot {
  state = $state<ShotState>('empty');
  /** Share that has left, 0–1. */
  progress = $state(0);
  /** Address of the picture for `<img>`. */
  src = $state<string | null>(null);
  evidence = $state<Evidence | null>(null);
  /** Known also after a reload, when the answer itself is gone. */
  evidenceId = $state<string | null>(null);
  problem = $state<Problem | null>(null);
  /** The server took it itself, in a face check that was passed: there is nothing to send. */
  faceChecked = $state(false);

  #picture: Blob | null = null;
  #abort: AbortController | null = null;

  constructor(
    readonly role: Role,
    private readonly api: ClientApi,
    private readonly onArrived: (shot: Shot) => void,
  ) {}

  async take(file: Blob): Promise<void> {
    this.clear();
    this.#picture = file;
    this.src = URL.createObjectURL(file);
    await this.send();
  }

  /** Sends what was taken; called again after a failure, with the same picture. */
  async send(): Promise<void> {
    const picture = this.#picture;
    if (!picture || this.state === 'sending' || this.state === 'checking') return;
    const abort = new AbortController();
    this.#abort = abort;
    this.problem = null;
    this.progress = 0;
    this.state = 'sending';
    try {
      const evidence = await this.api.upload(this.api.token, this.role, await prepare(picture), (share) => this.#advance(share), abort.signal);
      if (abort.signal.aborted) return;
      this.evidence = evidence;
      this.evidenceId = evidence.id;
      this.state = 'sent';
      this.onArrived(this);
    } catch (error) {
      if (abort.signal.aborted) return;
      this.problem = asProblem(error);
      this.state = 'failed';
    }
  }

  /** Takes up a picture that was sent before the page was reloaded. */
  async restore(evidenceId: string): Promise<void> {
    this.evidenceId = evidenceId;
    this.state = 'sent';
    this.src = await this.api.image(evidenceId);
  }

  /** Takes a passed face check for the photograph. Its picture is shown where the server gives one, and is no condition. */
  passed(evidenceId: string): void {
    this.clear();
    this.faceChecked = true;
    this.evidenceId = evidenceId;
    this.state = 'sent';
    void this.#showIfThere(evidenceId);
  }

  async #showIfThere(evidenceId: string): Promise<void> {
    const src = await this.api.image(evidenceId).catch(() => null);
    if (src && this.evidenceId === evidenceId) this.src = src;
    else if (src) URL.revokeObjectURL(src);
  }

  clear(): void {
    this.#abort?.abort();
    if (this.src) URL.revokeObjectURL(this.src);
    this.#picture = null;
    this.src = null;
    this.evidence = null;
    this.evidenceId = null;
    this.problem = null;
    this.faceChecked = false;
    this.state = 'empty';
  }

  #advance(share: number): void {
    this.progress = share;
    if (share >= 1) this.state = 'checking';
  }
}
