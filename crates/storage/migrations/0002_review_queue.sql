-- What waits for a person. A projection of the cases, beside who holds what: a hold is a lease and no part of the case.
-- `due_slot` is the quarter of an hour in which a case is due: within one, the graver goes first.

CREATE TABLE review_queue (
    session     BLOB    NOT NULL PRIMARY KEY REFERENCES sessions (id),
    applicant   BLOB    NOT NULL REFERENCES applicants (id),
    lane        TEXT    NOT NULL,
    level       INTEGER NOT NULL,
    risk        INTEGER NOT NULL,
    entered_at  INTEGER NOT NULL,
    due_at      INTEGER NOT NULL,
    due_slot    INTEGER NOT NULL,
    assigned_to BLOB,
    holder      BLOB,
    held_until  INTEGER NOT NULL
) STRICT;
-- Holds the whole row that a claim looks at, so that it passes over what is held or excluded without leaving the index.
CREATE INDEX review_queue_next ON review_queue (lane, level, due_slot, risk DESC, due_at, session, held_until, assigned_to) WHERE assigned_to IS NULL;
CREATE INDEX review_queue_assigned ON review_queue (assigned_to, due_slot, risk DESC, due_at, session) WHERE assigned_to IS NOT NULL;
CREATE INDEX review_queue_holder ON review_queue (holder) WHERE holder IS NOT NULL;
CREATE INDEX review_queue_by_due ON review_queue (due_at, session);

-- Who may not decide what waits.
CREATE TABLE review_exclusions (
    session  BLOB NOT NULL,
    reviewer BLOB NOT NULL,
    PRIMARY KEY (session, reviewer)
) STRICT, WITHOUT ROWID;

-- Every lane that a case ever waited in: few, and looked through at each claim.
CREATE TABLE review_lanes (
    name TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;
