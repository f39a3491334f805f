// A ticket before it is sent: its photographs, its words, and what is still missing. A reload loses nothing of it.
import type { ClientApi } from '../../lib/api/client';
import { asProblem, type Problem } from '../../lib/api/problem';
import { ATTACHMENTS, type Attachment, type May, type NewTicket, type Ticket, type TicketKind } from '../../lib/api/ticket-types';
import type { OwnTicketsApi } from '../../lib/api/tickets';
import type { Hint, Role, Session } from '../../lib/api/types';
import { charactersOf, tidyWords, WORDS_CHARS_MAX } from '../../lib/ticket-way';
import { Shot } from '../../verify/shot.svelte';

/** What keeps a ticket from being sent. */
export type Gap = Attachment | 'uploading' | 'wanted' | 'words' | 'long';

export const WANTED = ['name', 'document_number'] as const;
type Wanted = Record<(typeof WANTED)[number], string>;

const ROLES: Record<Attachment, Role> = { front: 'front', back: 'back', holder: 'selfie', old_front: 'front' };
const SLOT = 'bonafide.ticket';

interface Remembered {
  sessionId: string;
  kind: TicketKind;
  evidence: Partial<Record<Attachment, string>>;
  description: string;
  wanted: Wanted;
}

export class TicketDraft {
  description = $state('');
  wanted = $state<Wanted>({ name: '', document_number: '' });
  /** What would be hard to read on the front. */
  hints = $state.raw<Hint[]>([]);
  looking = $state(false);
  sending = $state(false);
  problem = $state.raw<Problem | null>(null);
  /** Shown once somebody has tried to send it. */
  gaps = $state.raw<Gap[]>([]);
  readonly attachments: readonly Attachment[];
  readonly shots: Record<Attachment, Shot>;

  #touched = new Set<string>();
  #readings = 0;
  #sent: { body: string; key: string } | null = null;

  constructor(
    private readonly client: ClientApi,
    private readonly api: OwnTicketsApi,
    readonly session: Session,
    readonly kind: TicketKind,
    readonly may: May,
  ) {
    const shot = (attachment: Attachment) => new Shot(ROLES[attachment], client, () => this.#arrived(attachment));
    this.shots = { front: shot('front'), back: shot('back'), holder: shot('holder'), old_front: shot('old_front') };
    this.attachments = ATTACHMENTS.filter((attachment) => may.attachments.includes(attachment) || (attachment === 'back' && (kind === 'correction' || this.#hadBack)));
    this.#restore();
  }

  /** The new document of a correction may have no back; that of an appeal is the one that was judged. */
  optional(attachment: Attachment): boolean {
    return attachment === 'back' && this.kind === 'correction';
  }

  /** What was marked by the last try to send it, or refused by the server. */
  lacks(gap: Gap): boolean {
    const come = gap in this.shots && this.shots[gap as Attachment].state !== 'empty';
    return (this.gaps.includes(gap) && !come) || this.#refused.includes(gap);
  }

  setDescription(text: string): void {
    this.description = text;
    this.remember();
  }

  setWanted(field: keyof Wanted, text: string): void {
    this.#touched.add(field);
    this.wanted[field] = text;
    this.remember();
  }

  check(): Gap[] {
    const all = this.attachments.map((attachment) => [attachment, this.shots[attachment]] as const);
    const gaps: Gap[] = all.flatMap(([attachment, shot]) => (shot.state === 'sent' || under(shot) || this.optional(attachment) ? [] : [attachment]));
    if (all.some(([, shot]) => under(shot))) gaps.push('uploading');
    if (this.kind === 'correction' && WANTED.every((field) => this.wanted[field].trim() === '')) gaps.push('wanted');
    const characters = charactersOf(this.description);
    if (characters === 0) gaps.push('words');
    if (characters > WORDS_CHARS_MAX) gaps.push('long');
    return gaps;
  }

  /** Opens the ticket, where nothing is missing; nothing is lost where it is refused. */
  async send(): Promise<Ticket | null> {
    if (this.sending) return null;
    this.problem = null;
    this.gaps = this.check();
    if (this.gaps.length > 0) return null;
    this.sending = true;
    try {
      const asked = this.#asked();
      const ticket = await this.api.open(asked, this.#keyFor(asked));
      forget();
      return ticket;
    } catch (error) {
      this.problem = asProblem(error);
      if (!this.problem.transient) this.#sent = null;
      return null;
    } finally {
      this.sending = false;
    }
  }

  discard(): void {
    for (const shot of Object.values(this.shots)) shot.clear();
  }

  remember(): void {
    const kept: Remembered = { sessionId: this.session.id, kind: this.kind, evidence: this.#evidence(), description: this.description, wanted: { ...this.wanted } };
    try {
      sessionStorage.setItem(SLOT, JSON.stringify(kept));
    } catch {
      // Without storage a reload starts over; nothing else breaks.
    }
  }

  /** What the server found missing, or knows no more. */
  get #refused(): string[] {
    const { attachments_missing = [], field } = this.problem?.extras ?? {};
    return field ? [...attachments_missing, field] : attachments_missing;
  }

  get #hadBack(): boolean {
    return this.session.latest?.evidence.back !== undefined;
  }

  #arrived(attachment: Attachment): void {
    this.remember();
    if (this.#refused.includes(attachment)) this.problem = null;
    if (attachment === 'front') void this.#look();
  }

  /** Looks at the new front while there is time to take it again, and reads from it what should be recorded. */
  async #look(): Promise<void> {
    const mine = ++this.#readings;
    this.looking = true;
    const read = await this.client.read().catch(() => null);
    if (mine !== this.#readings) return;
    this.looking = false;
    this.hints = read?.hints.filter(({ image, reason }) => image === 'front' && reason !== 'side_missing') ?? [];
    for (const field of this.kind === 'correction' ? WANTED : []) {
      const best = read?.fields.filter((one) => one.field === field).sort((a, b) => b.confidence - a.confidence)[0];
      if (best && !this.#touched.has(field)) this.wanted[field] = best.value;
    }
  }

  #evidence(): NewTicket['evidence'] {
    const sent = this.attachments.flatMap((attachment) => {
      const id = this.shots[attachment].evidenceId;
      return id ? [[attachment, id] as const] : [];
    });
    return Object.fromEntries(sent);
  }

  #asked(): NewTicket {
    const asked = { kind: this.kind, evidence: this.#evidence(), description: tidyWords(this.description) };
    if (this.kind === 'appeal') return asked;
    return { ...asked, wanted: Object.fromEntries(WANTED.flatMap((field) => (this.wanted[field].trim() ? [[field, this.wanted[field].trim()]] : []))) };
  }

  #keyFor(asked: NewTicket): string {
    const body = JSON.stringify(asked);
    if (this.#sent?.body !== body) this.#sent = { body, key: this.client.newKey() };
    return this.#sent.key;
  }

  #restore(): void {
    const kept = recall();
    if (kept?.sessionId !== this.session.id || kept.kind !== this.kind) return;
    this.description = kept.description;
    this.wanted = kept.wanted;
    for (const field of WANTED) if (kept.wanted[field]) this.#touched.add(field);
    for (const attachment of this.attachments) {
      const id = kept.evidence[attachment];
      if (id) this.shots[attachment].restore(id).catch(() => this.shots[attachment].clear());
    }
  }
}

const under = (shot: Shot) => shot.state === 'sending' || shot.state === 'checking';

function recall(): Remembered | null {
  try {
    return JSON.parse(sessionStorage.getItem(SLOT) ?? 'null') as Remembered | null;
  } catch {
    return null;
  }
}

function forget(): void {
  try {
    sessionStorage.removeItem(SLOT);
  } catch {
    // Storage is switched off: there was nothing to forget.
  }
}
