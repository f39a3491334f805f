-- Cases: events are the truth, everything else about a case is a projection that can be made again from them.
-- Identifiers are 16-byte UUIDs, moments are microseconds since 1970-01-01T00:00Z, hashes are 32 bytes.

CREATE TABLE applicants (
    id          BLOB    NOT NULL PRIMARY KEY,
    external_id TEXT    NOT NULL UNIQUE,
    version     INTEGER NOT NULL,
    created_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE events (
    applicant BLOB    NOT NULL REFERENCES applicants (id),
    version   INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    body      TEXT    NOT NULL,
    PRIMARY KEY (applicant, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
    id         BLOB    NOT NULL PRIMARY KEY,
    applicant  BLOB    NOT NULL REFERENCES applicants (id),
    status     TEXT    NOT NULL,
    opened_at  INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_by_status ON sessions (status, changed_at);
CREATE INDEX sessions_by_applicant ON sessions (applicant, opened_at);

CREATE TABLE attempts (
    id           BLOB    NOT NULL PRIMARY KEY,
    session      BLOB    NOT NULL REFERENCES sessions (id),
    submitted_at INTEGER NOT NULL,
    outcome      TEXT,
    decided_by   TEXT,
    decided_at   INTEGER,
    codes        TEXT    NOT NULL
) STRICT;
CREATE INDEX attempts_by_session ON attempts (session, submitted_at);
CREATE INDEX attempts_by_decision ON attempts (decided_by, decided_at);

CREATE TABLE examinations (
    attempt BLOB    NOT NULL PRIMARY KEY REFERENCES attempts (id),
    at      INTEGER NOT NULL,
    body    TEXT    NOT NULL
) STRICT;

CREATE TABLE document_keys (
    key       BLOB    NOT NULL PRIMARY KEY,
    applicant BLOB    NOT NULL REFERENCES applicants (id),
    attempt   BLOB    NOT NULL,
    at        INTEGER NOT NULL
) STRICT;

CREATE TABLE evidence (
    id          BLOB    NOT NULL PRIMARY KEY,
    session     BLOB    NOT NULL REFERENCES sessions (id),
    role        TEXT    NOT NULL,
    digest      BLOB    NOT NULL,
    width_px    INTEGER NOT NULL,
    height_px   INTEGER NOT NULL,
    size_bytes  INTEGER NOT NULL,
    facts       TEXT    NOT NULL,
    uploaded_at INTEGER NOT NULL
) STRICT;
CREATE INDEX evidence_by_session ON evidence (session, digest);

CREATE TABLE jobs (
    id          INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    applicant   BLOB    NOT NULL REFERENCES applicants (id),
    body        TEXT    NOT NULL,
    state       TEXT    NOT NULL,
    run_at      INTEGER NOT NULL,
    tries       INTEGER NOT NULL,
    fence       INTEGER NOT NULL,
    lease_until INTEGER,
    created_at  INTEGER NOT NULL,
    ended_at    INTEGER,
    reason      TEXT
) STRICT;
CREATE INDEX jobs_by_state ON jobs (state, run_at);

CREATE TABLE answers (
    scope       TEXT    NOT NULL,
    key         TEXT    NOT NULL,
    fingerprint BLOB    NOT NULL,
    status      INTEGER NOT NULL,
    body        TEXT    NOT NULL,
    token       BLOB,
    at          INTEGER NOT NULL,
    PRIMARY KEY (scope, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE keys (
    id         BLOB    NOT NULL PRIMARY KEY,
    hash       BLOB    NOT NULL UNIQUE,
    kind       TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;

CREATE TABLE client_tokens (
    hash       BLOB    NOT NULL PRIMARY KEY,
    session    BLOB    NOT NULL REFERENCES sessions (id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX client_tokens_by_expiry ON client_tokens (expires_at);

-- Each entry's hash covers the entry before it, so that a change, a gap or a swap shows.
CREATE TABLE audit (
    seq       INTEGER NOT NULL PRIMARY KEY,
    at        INTEGER NOT NULL,
    actor     TEXT    NOT NULL,
    action    TEXT    NOT NULL,
    applicant BLOB,
    session   BLOB,
    attempt   BLOB,
    detail    TEXT    NOT NULL,
    hash      BLOB    NOT NULL
) STRICT;

CREATE TABLE outbox (
    seq       INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    applicant BLOB    NOT NULL REFERENCES applicants (id),
    body      TEXT    NOT NULL,
    at        INTEGER NOT NULL
) STRICT;
