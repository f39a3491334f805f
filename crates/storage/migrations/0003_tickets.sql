-- Tickets: a projection of the cases for lists, beside who holds what. What a ticket says is in the events alone.

CREATE TABLE tickets (
    id         BLOB    NOT NULL PRIMARY KEY,
    applicant  BLOB    NOT NULL REFERENCES applicants (id),
    session    BLOB    NOT NULL REFERENCES sessions (id),
    kind       TEXT    NOT NULL,
    status     TEXT    NOT NULL,
    opened_at  INTEGER NOT NULL,
    due_at     INTEGER NOT NULL,
    holder     BLOB,
    held_until INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX tickets_by_status ON tickets (status, due_at, id);
CREATE INDEX tickets_by_applicant ON tickets (applicant);

-- What was measured on the pictures of a ticket.
CREATE TABLE ticket_examinations (
    ticket BLOB    NOT NULL PRIMARY KEY REFERENCES tickets (id),
    at     INTEGER NOT NULL,
    body   TEXT    NOT NULL
) STRICT;
