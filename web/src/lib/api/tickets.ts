// What an applicant's token and an operator's key may do with tickets.
import type { CaseFile } from './console-types';
import { request, requestJson } from './http';
import type { NewAnswer, NewTicket, OwnTickets, Templates, Ticket, TicketFile, TicketPage, TicketStatus } from './ticket-types';

const part = encodeURIComponent;

/** The applicant's side. */
export class OwnTicketsApi {
  constructor(readonly token: string) {}

  list(): Promise<OwnTickets> {
    return requestJson(this.token, '/v1/client/tickets');
  }

  /** `key` stays the same while the same ticket is tried again, so that it opens only once. */
  open(ticket: NewTicket, key: string): Promise<Ticket> {
    return requestJson(this.token, '/v1/client/tickets', { method: 'POST', json: ticket, headers: { 'Idempotency-Key': key } });
  }

  say(id: string, text: string): Promise<Ticket> {
    return requestJson(this.token, `/v1/client/tickets/${part(id)}/messages`, { method: 'POST', json: { text } });
  }

  withdraw(id: string): Promise<Ticket> {
    return requestJson(this.token, `/v1/client/tickets/${part(id)}/withdraw`, { method: 'POST' });
  }
}

/** The desk's side. */
export class TicketDeskApi {
  constructor(readonly key: string) {}

  /** One page of tickets, the most urgent first; `after` is the `next` of the page before. */
  list(status: TicketStatus, after: string | null = null): Promise<TicketPage> {
    return requestJson(this.key, `/v1/console/tickets?${new URLSearchParams({ status, ...(after ? { after } : {}) })}`);
  }

  show(id: string): Promise<TicketFile> {
    return requestJson(this.key, `/v1/console/tickets/${part(id)}`);
  }

  /** Holds it from now on, or for longer. */
  take(id: string): Promise<{ held_until: string }> {
    return requestJson(this.key, `/v1/console/tickets/${part(id)}/take`, { method: 'POST' });
  }

  async say(id: string, text: string, asks: boolean): Promise<void> {
    await request(this.key, `/v1/console/tickets/${part(id)}/messages`, { method: 'POST', json: { text, asks } });
  }

  async answer(id: string, answer: NewAnswer): Promise<void> {
    await request(this.key, `/v1/console/tickets/${part(id)}/answer`, { method: 'POST', json: answer });
  }

  async templates(): Promise<Templates> {
    return (await requestJson<{ templates: Templates }>(this.key, '/v1/console/templates')).templates;
  }

  case(sessionId: string): Promise<CaseFile> {
    return requestJson(this.key, `/v1/console/cases/${part(sessionId)}`);
  }

  async revoke(sessionId: string, note: string): Promise<void> {
    await request(this.key, `/v1/console/cases/${part(sessionId)}/revoke`, { method: 'POST', json: { note } });
  }
}
