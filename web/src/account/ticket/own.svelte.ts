// The applicant's tickets as the account centre sees them: loaded with the link's token, kept current while one is open.
import { asProblem, Problem } from '../../lib/api/problem';
import type { OwnTickets, Ticket } from '../../lib/api/ticket-types';
import { OwnTicketsApi } from '../../lib/api/tickets';
import { poll, type Pace } from '../../lib/poll';
import { isOpen } from '../../lib/ticket-way';

/** While people write to each other: sooner than for a decision that takes hours. */
const ATTENTIVE: Pace = { first_ms: 5_000, factor: 1.25, slowest_ms: 60_000 };

export class TicketStore {
  all = $state.raw<OwnTickets | null>(null);
  problem = $state.raw<Problem | null>(null);
  readonly api: OwnTicketsApi;

  constructor(
    token: string,
    /** Something was answered: the session may stand elsewhere now. */
    private readonly onAnswered: () => void,
  ) {
    this.api = new OwnTicketsApi(token);
  }

  /** The newest comes first. */
  get tickets(): Ticket[] {
    return [...(this.all?.tickets ?? [])].reverse();
  }

  get open(): Ticket | undefined {
    return this.tickets.find(isOpen);
  }

  load = async (): Promise<void> => {
    if (!this.api.token) return;
    try {
      const before = this.open?.id;
      this.all = await this.api.list();
      this.problem = null;
      if (before && !this.open) this.onAnswered();
    } catch (error) {
      this.problem = asProblem(error);
    }
  };

  /** Asks again while a ticket is open. Answers how to stop. */
  follow(): () => void {
    if (!this.open) return () => undefined;
    return poll(async () => (await this.load(), !this.open), ATTENTIVE);
  }

  /** Sends a message, or takes the ticket back. A refusal is thrown. */
  async change(changed: Promise<Ticket>): Promise<void> {
    const ticket = await changed;
    if (this.all) this.all = { ...this.all, tickets: this.all.tickets.map((known) => (known.id === ticket.id ? ticket : known)) };
    if (!isOpen(ticket)) {
      this.onAnswered();
      await this.load();
    }
  }
}
