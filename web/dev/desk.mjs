// The fake's part for reviewers: a queue, holds, verdicts. How a case stands is played by words in its applicant's name:
// `late`, `taken`, `excluded`, `nobody`, `senior`, `second`, `again`, `short` (a hold of two minutes).

const HOUR_MS = 3_600_000;
const HOLD_MS = 15 * 60_000;
const ANOTHER = '0190aaaa-0000-7000-8000-00000000c0de';
const ME = '0190aaaa-0000-7000-8000-000000000001';

/** `refuse(status, code)` answers an error; `decide(session, verdict)` changes the session; `reportOf(session)` is its report. */
export function deskRoutes({ sessions, advance, reportOf, decide, refuse }) {
  const holds = new Map();
  const trails = new Map();
  const at = (ms) => new Date(ms).toISOString();
  const plays = (session, word) => session.external_id.includes(word);
  const waits = () => [...sessions.values()].filter((session) => session.latest && advance(session).status === 'in_review');
  const heldUntil = ({ id }) => ((holds.get(id) ?? 0) > Date.now() ? at(holds.get(id)) : null);

  function waiting(session) {
    if (advance(session).status !== 'in_review') return null;
    const entered = Date.parse(session.latest.submitted_at) - (plays(session, 'late') ? 26 : plays(session, 'soon') ? 20 : 3) * HOUR_MS;
    const taken = plays(session, 'taken');
    return {
      lane: plays(session, 'chinese') ? 'chinese' : 'general', level: plays(session, 'senior') ? 'senior' : 'reviewer', risk: plays(session, 'senior') ? 231 : plays(session, 'late') ? 121 : 21,
      entered_at: at(entered), due_at: at(entered + 24 * HOUR_MS), held_until: taken ? at(Date.now() + 9 * 60_000) : heldUntil(session),
      held_by_me: !taken && heldUntil(session) !== null, kept_for: null, excluded: plays(session, 'excluded') || plays(session, 'nobody'), nobody: plays(session, 'nobody'),
    };
  }

  const mayTake = (session) => !['taken', 'excluded', 'nobody'].some((word) => plays(session, word));
  const due = (session) => Date.parse(waiting(session).due_at);
  const row = (session) => ({
    session_id: session.id, applicant_id: session.applicant_id, external_id: session.external_id, status: session.status,
    submitted_at: session.latest.submitted_at, outcome: session.latest.decision?.outcome ?? null,
    codes: waiting(session) ? ['E005', 'E013'] : (session.latest.decision?.codes.map(({ code }) => code) ?? []), waiting: waiting(session),
  });

  function list({ url }) {
    const asked = url.searchParams;
    const status = asked.get('status') ?? 'in_review';
    if (status !== 'in_review') return [...sessions.values()].filter((session) => session.latest && advance(session).status === status).map(row);
    const kept = waits().filter((session) => {
      const { lane, held_by_me, due_at } = waiting(session);
      return (!asked.get('lane') || lane === asked.get('lane')) && (!asked.get('mine') || held_by_me) && (!asked.get('overdue') || Date.parse(due_at) < Date.now());
    });
    return kept.sort((a, b) => due(a) - due(b)).map(row);
  }

  function hold(session) {
    for (const id of holds.keys()) holds.delete(id);
    holds.set(session.id, Date.now() + (plays(session, 'short') ? 2 * 60_000 : HOLD_MS));
    return { session_id: session.id, held_until: heldUntil(session) };
  }

  function mustHold(match) {
    const session = sessions.get(match[1]);
    if (!heldUntil(session)) refuse(409, 'case.not_held');
    return session;
  }

  const blank = { session_id: null, attempt_id: null, reviewer_id: null, by_me: false, outcome: null, codes: [], note: null, message: null, withheld: false };
  function happened(session, what, more = {}) {
    trails.set(session.id, [...(trails.get(session.id) ?? []), { ...blank, at: at(Date.now()), session_id: session.id, what, ...more }]);
  }

  function trailOf(session) {
    const base = { ...blank, session_id: session.id };
    const said = [
      { ...base, at: session.opened_at, what: 'session_opened' },
      ...(plays(session, 'again') ? [{ ...base, at: session.opened_at, what: 'decided', outcome: 'rejected', codes: ['E001/glare'], reviewer_id: ANOTHER, message: 'Please photograph it again by a window.' }] : []),
      { ...base, at: session.latest.submitted_at, what: 'submitted' },
      { ...base, at: session.latest.submitted_at, what: 'decided', outcome: 'review' },
      { ...base, at: session.latest.submitted_at, what: 'queued' },
      ...(plays(session, 'senior') ? [{ ...base, at: session.latest.submitted_at, what: 'escalated', reviewer_id: ANOTHER, note: 'The zone is worn in two places; I would not decide this alone.' }] : []),
      ...(plays(session, 'second') ? [{ ...base, at: session.latest.submitted_at, what: 'opined', reviewer_id: ANOTHER, withheld: true }] : []),
    ];
    return [...said, ...(trails.get(session.id) ?? [])];
  }

  function whole(session) {
    const earlier = { session_id: session.id, attempt_id: `${session.id}-before`, submitted_at: session.opened_at, evidence: session.latest?.evidence ?? {} };
    const decision = { outcome: 'rejected', codes: [{ code: 'E001', reason: 'glare', region: null }], policy: session.policy, by: 'reviewer', at: session.opened_at, retry: { kind: 'now' } };
    return {
      session, external_id: session.external_id, version: 3 + (trails.get(session.id)?.length ?? 0), waiting: waiting(session), opinions_count: plays(session, 'second') ? 1 : 0,
      trail: trailOf(session), earlier: plays(session, 'again') ? [{ ...earlier, decision }] : [], report: reportOf(session), decisions: [session.latest.decision],
    };
  }

  function verdict({ match }, json) {
    const session = mustHold(match);
    if (json.version !== whole(session).version) refuse(409, 'case.moved');
    holds.delete(session.id);
    happened(session, json.second ? 'opined' : 'decided', { by_me: true, reviewer_id: ME, outcome: json.verdict === 'approve' ? 'approved' : 'rejected', codes: json.codes.map(({ code, reason }) => `${code}/${reason}`), note: json.note ?? null, message: json.message ?? null });
    if (!json.second) return [200, decide(session, json)];
    session.external_id += '-excluded';
    return [200, session];
  }

  return [
    ['GET', /^\/v1\/console\/queue$/, () => {
      const [all, held] = [waits(), waits().filter((session) => waiting(session).held_until)];
      return [200, { waiting: all.length, overdue: all.filter((session) => due(session) < Date.now()).length, held: held.length, decided_a_day: 37, peak: false, target_hours: 24, lanes: ['chinese', 'general'] }];
    }],
    ['POST', /^\/v1\/console\/queue\/next$/, (_, json) => {
      const mine = waits().find((session) => heldUntil(session));
      const free = waits().filter((session) => mayTake(session) && (!json?.lanes || json.lanes.includes(waiting(session).lane)));
      const next = mine ?? free.sort((a, b) => due(a) - due(b))[0];
      return [200, { held: next ? hold(next) : null }];
    }],
    ['GET', /^\/v1\/console\/cases$/, (asked) => [200, { cases: list(asked), next: null }]],
    ['GET', /^\/v1\/console\/cases\/([^/]+)$/, ({ match }) => [200, whole(sessions.get(match[1]))]],
    ['POST', /^\/v1\/console\/cases\/([^/]+)\/take$/, ({ match }) => {
      const session = sessions.get(match[1]);
      if (!waiting(session)) refuse(409, 'case.not_waiting');
      if (plays(session, 'taken')) refuse(409, 'case.held');
      if (!mayTake(session)) refuse(403, 'decision.reviewer_excluded');
      return [200, hold(session)];
    }],
    ['POST', /^\/v1\/console\/cases\/([^/]+)\/keep$/, ({ match }) => {
      const session = mustHold(match);
      holds.set(session.id, Date.now() + HOLD_MS);
      return [200, { session_id: session.id, held_until: heldUntil(session) }];
    }],
    ['POST', /^\/v1\/console\/cases\/([^/]+)\/release$/, ({ match }) => { holds.delete(mustHold(match).id); return [204, '']; }],
    ['POST', /^\/v1\/console\/cases\/([^/]+)\/escalate$/, ({ match }, json) => {
      const session = mustHold(match);
      holds.delete(session.id);
      session.external_id += '-taken';
      happened(session, 'escalated', { by_me: true, reviewer_id: ME, note: json.note });
      return [204, ''];
    }],
    ['POST', /^\/v1\/console\/cases\/([^/]+)\/decision$/, verdict],
  ];
}
