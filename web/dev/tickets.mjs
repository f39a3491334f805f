// Tickets as the fake plays them: kept in memory, answered by whoever asks, with the rules that a page can see.
const DAY_MS = 864e5;
const TEMPLATES = {
  another_account: { en: 'This document is verified on another account. Is that account yours too?', 'zh-Hans': '该证件已在另一个账户完成认证。那个账户也是您的吗？', 'zh-Hant': '該證件已在另一個帳戶完成認證。那個帳戶也是您的嗎？' },
  granted: { en: 'We have looked again and were mistaken. Your verification is complete.', 'zh-Hans': '我们重新核对后发现判断有误。您的认证已完成。', 'zh-Hant': '我們重新核對後發現判斷有誤。您的驗證已完成。' },
};
const REQUIRED = { appeal: ['front', 'holder'], correction: ['front', 'holder', 'old_front'] };

/** The reviewers: two keys, so that a second person can agree. */
export const OPERATORS = ['bfo_fake', 'bfo_other'];

/** Routes of tickets, in the shape of the fake's own. `reportOf` makes the report of a session. */
export function ticketRoutes({ sessions, later, now, id, Refused, reportOf }) {
  const tickets = new Map();
  const isOpen = ({ status }) => status === 'open' || status === 'waiting_for_applicant';
  const of = (session) => [...tickets.values()].filter((ticket) => ticket.session_id === session.id);
  const coded = (session, code) => session.latest?.decision?.codes.some((one) => one.code === code) ?? false;
  const shown = ({ granted_by, holder, happened, ...ticket }) => ticket;

  function may(session, kind) {
    const answer = (reason) => ({ possible: reason === null, reason, attachments: REQUIRED[kind], working_days: [3, 5] });
    if (of(session).some(isOpen)) return answer('ticket.open_already');
    if (kind === 'correction') return answer(session.status === 'approved' ? null : 'session.wrong_status');
    if (session.status !== 'declined') return answer('session.wrong_status');
    return answer(coded(session, 'E031') ? null : 'ticket.not_appealable');
  }

  function open(session, { kind, evidence, description, wanted = null }) {
    const missing = REQUIRED[kind].filter((attachment) => !evidence[attachment]);
    if (missing.length) throw new Refused(422, 'ticket.attachments_missing', { attachments_missing: missing });
    const { possible, reason } = may(session, kind);
    if (!possible) throw new Refused(409, reason);
    const ticket = { id: id('ticket'), session_id: session.id, kind, status: 'open', opened_at: now(), due_at: later(7 * DAY_MS), description, wanted, evidence, examined: true, messages: [], granted_by: [], holder: null, happened: [{ at: now(), what: 'ticket_opened', note: null, reviewer_id: null }] };
    tickets.set(ticket.id, ticket);
    look(session);
    return shown(ticket);
  }

  function look(session) {
    const ticket = of(session).find(isOpen);
    session.open_ticket = ticket ? { id: ticket.id, kind: ticket.kind, status: ticket.status, due_at: ticket.due_at } : null;
  }

  function known(name) {
    const ticket = tickets.get(name);
    if (!ticket) throw new Refused(404, 'ticket.unknown');
    return ticket;
  }

  function writable(name) {
    const ticket = known(name);
    if (!isOpen(ticket)) throw new Refused(409, 'ticket.closed');
    return ticket;
  }

  function held(name, token) {
    const ticket = writable(name);
    if (ticket.granted_by.includes(token)) throw new Refused(403, 'decision.reviewer_excluded');
    if (ticket.holder !== token) throw new Refused(409, 'case.not_held');
    return ticket;
  }

  const takenBy = (ticket) => (isOpen(ticket) && ticket.kind === 'appeal' ? ([...sessions.values()].find(({ external_id, status }) => external_id === 'first' && status === 'approved') ?? null) : null);

  function answer(name, token, { answer: way, message, note = null }) {
    const ticket = held(name, token);
    const session = sessions.get(ticket.session_id);
    if (!message) throw new Refused(422, 'ticket.answer_unexplained');
    if (way === 'grant' && ticket.granted_by.length === 1 && takenBy(ticket)) throw new Refused(409, 'decision.document_taken');
    ticket.holder = null;
    if (way === 'grant' && ticket.granted_by.length === 0) {
      ticket.granted_by.push(token);
      ticket.happened.push({ at: now(), what: 'ticket_opined', note, reviewer_id: token });
      return;
    }
    ticket.status = way === 'refuse' ? 'refused' : 'granted';
    ticket.messages.push({ from: 'reviewer', text: message, at: now() });
    ticket.happened.push({ at: now(), what: `ticket_${ticket.status}`, note, reviewer_id: token });
    if (way === 'grant' && ticket.kind === 'appeal') Object.assign(session, { status: 'approved', capabilities: ['fiat_deposit'], latest: { ...session.latest, decision: { ...session.latest.decision, outcome: 'approved', codes: [], by: 'reviewer', at: now(), retry: { kind: 'not_needed' } } } });
    look(session);
  }

  function file(ticket, token) {
    const session = sessions.get(ticket.session_id);
    const taker = takenBy(ticket);
    return {
      ticket: shown(ticket), external_id: session.external_id, held_until: ticket.holder ? later(9e5) : null, held_by_me: ticket.holder === token, version: 7,
      excluded: ticket.granted_by.includes(token), granted_count: ticket.granted_by.length, two_needed: true,
      taken_by: taker && { session_id: taker.id, external_id: taker.external_id },
      session, report: reportOf(session), ticket_report: reportOf(session), decisions: [session.latest.decision], trail: ticket.happened,
    };
  }

  const row = (ticket, token) => ({ id: ticket.id, session_id: ticket.session_id, external_id: sessions.get(ticket.session_id).external_id, kind: ticket.kind, status: ticket.status, opened_at: ticket.opened_at, due_at: ticket.due_at, held_until: ticket.holder ? later(9e5) : null, held_by_me: ticket.holder === token });

  function say(ticket, from, text, asks) {
    ticket.messages.push({ from, text, at: now() });
    if (from === 'applicant') ticket.status = 'open';
    else if (asks) ticket.status = 'waiting_for_applicant';
    look(sessions.get(ticket.session_id));
    return shown(ticket);
  }

  const client = /^\/v1\/client\/tickets/.source;
  const desk = /^\/v1\/console\/tickets/.source;
  return [
    ['GET', new RegExp(`${client}$`), ({ session }) => [200, { tickets: of(session()).map(shown), appeal: may(session(), 'appeal'), correction: may(session(), 'correction') }]],
    ['POST', new RegExp(`${client}$`), ({ session }, json) => [201, open(session(), json)]],
    ['POST', new RegExp(`${client}/([^/]+)/messages$`), ({ match }, { text }) => [200, say(writable(match[1]), 'applicant', text, false)]],
    ['POST', new RegExp(`${client}/([^/]+)/withdraw$`), ({ match, session }) => { const ticket = Object.assign(writable(match[1]), { status: 'withdrawn' }); look(session()); return [200, shown(ticket)]; }],
    ['GET', new RegExp(`${desk}$`), ({ url, token }) => [200, { tickets: [...tickets.values()].filter(({ status }) => status === (url.searchParams.get('status') ?? 'open')).map((ticket) => row(ticket, token)), next: null }]],
    ['GET', new RegExp(`${desk}/([^/]+)$`), ({ match, token }) => [200, file(known(match[1]), token)]],
    ['POST', new RegExp(`${desk}/([^/]+)/take$`), ({ match, token }) => { const ticket = writable(match[1]); if (ticket.holder && ticket.holder !== token) throw new Refused(409, 'ticket.held'); ticket.holder = token; return [200, { ticket_id: ticket.id, held_until: later(9e5) }]; }],
    ['POST', new RegExp(`${desk}/([^/]+)/messages$`), ({ match, token }, { text, asks }) => { say(held(match[1], token), 'reviewer', text, asks); return [204, null]; }],
    ['POST', new RegExp(`${desk}/([^/]+)/answer$`), ({ match, token }, json) => (answer(match[1], token, json), [204, null])],
    ['GET', /^\/v1\/console\/templates$/, () => [200, { templates: TEMPLATES }]],
    ['POST', /^\/v1\/console\/cases\/([^/]+)\/revoke$/, ({ match }) => (Object.assign(sessions.get(match[1]), { status: 'declined', capabilities: [] }), [204, null])],
  ];
}
