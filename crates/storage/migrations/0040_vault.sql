-- What says something about a person is sealed (`src/vault`), and lies in BLOB columns. Rows of earlier versions are moved as
-- they are, plain, and sealed by `bonafide admin seal`; until then the store refuses to open. Foreign keys are off meanwhile.

-- Whether everything is sealed: a folder without applicants has nothing to seal.
CREATE TABLE vault (
    one    INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    sealed INTEGER NOT NULL
) STRICT;
INSERT INTO vault (one, sealed) SELECT 1, NOT EXISTS (SELECT 1 FROM applicants);

-- The host's name for somebody, found by its keyed hash (32 bytes; of a plain row, the applicant's own 16 bytes).
CREATE TABLE applicants_new (
    id             BLOB    NOT NULL PRIMARY KEY,
    external_hash  BLOB    NOT NULL UNIQUE,
    external_name  BLOB    NOT NULL,
    version        INTEGER NOT NULL,
    created_at     INTEGER NOT NULL,
    held_since     INTEGER,
    erasing_since  INTEGER
) STRICT;
INSERT INTO applicants_new (id, external_hash, external_name, version, created_at)
    SELECT id, id, CAST(external_id AS BLOB), version, created_at FROM applicants;
DROP TABLE applicants;
ALTER TABLE applicants_new RENAME TO applicants;
CREATE INDEX applicants_by_age ON applicants (created_at);
CREATE INDEX applicants_erasing ON applicants (erasing_since) WHERE erasing_since IS NOT NULL;

CREATE TABLE events_new (
    applicant BLOB    NOT NULL REFERENCES applicants (id),
    version   INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    body      BLOB    NOT NULL,
    PRIMARY KEY (applicant, version)
) STRICT, WITHOUT ROWID;
INSERT INTO events_new SELECT applicant, version, at, CAST(body AS BLOB) FROM events;
DROP TABLE events;
ALTER TABLE events_new RENAME TO events;

CREATE TABLE examinations_new (
    attempt BLOB    NOT NULL PRIMARY KEY REFERENCES attempts (id),
    at      INTEGER NOT NULL,
    body    BLOB    NOT NULL
) STRICT;
INSERT INTO examinations_new SELECT attempt, at, CAST(body AS BLOB) FROM examinations;
DROP TABLE examinations;
ALTER TABLE examinations_new RENAME TO examinations;

CREATE TABLE ticket_examinations_new (
    ticket BLOB    NOT NULL PRIMARY KEY REFERENCES tickets (id),
    at     INTEGER NOT NULL,
    body   BLOB    NOT NULL
) STRICT;
INSERT INTO ticket_examinations_new SELECT ticket, at, CAST(body AS BLOB) FROM ticket_examinations;
DROP TABLE ticket_examinations;
ALTER TABLE ticket_examinations_new RENAME TO ticket_examinations;

CREATE TABLE outbox_new (
    seq       INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    applicant BLOB    NOT NULL REFERENCES applicants (id),
    body      BLOB    NOT NULL,
    at        INTEGER NOT NULL
) STRICT;
INSERT INTO outbox_new SELECT seq, applicant, CAST(body AS BLOB), at FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_new RENAME TO outbox;
CREATE INDEX outbox_by_applicant ON outbox (applicant);

-- A picture lies under `place`, a keyed hash (of a plain row, its SHA-256); its own SHA-256 is within the sealed facts.
CREATE TABLE evidence_new (
    id          BLOB    NOT NULL PRIMARY KEY,
    session     BLOB    NOT NULL REFERENCES sessions (id),
    role        TEXT    NOT NULL,
    place       BLOB    NOT NULL,
    width_px    INTEGER NOT NULL,
    height_px   INTEGER NOT NULL,
    size_bytes  INTEGER NOT NULL,
    facts       BLOB    NOT NULL,
    uploaded_at INTEGER NOT NULL
) STRICT;
INSERT INTO evidence_new
    SELECT id, session, role, digest, width_px, height_px, size_bytes, CAST(facts AS BLOB), uploaded_at FROM evidence;
DROP TABLE evidence;
ALTER TABLE evidence_new RENAME TO evidence;
CREATE INDEX evidence_by_session ON evidence (session, uploaded_at);

-- Kept for a day alone, so those of the earlier shape are forgotten. The key is a keyed hash: hosts put names into keys.
DROP TABLE answers;
CREATE TABLE answers (
    scope       TEXT    NOT NULL,
    key         BLOB    NOT NULL,
    applicant   BLOB    NOT NULL,
    fingerprint BLOB    NOT NULL,
    status      INTEGER NOT NULL,
    body        BLOB    NOT NULL,
    token       BLOB,
    at          INTEGER NOT NULL,
    PRIMARY KEY (scope, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX answers_by_applicant ON answers (applicant);
CREATE INDEX answers_by_age ON answers (at);

CREATE INDEX document_keys_by_applicant ON document_keys (applicant);
CREATE INDEX jobs_by_applicant ON jobs (applicant);
CREATE INDEX client_tokens_by_session ON client_tokens (session);

-- Certificates of erasures, and the names that now answer "erased".
CREATE TABLE erasures (
    applicant  BLOB    NOT NULL PRIMARY KEY,
    at         INTEGER NOT NULL,
    reason     TEXT    NOT NULL,
    items      TEXT    NOT NULL,
    audit_seq  INTEGER NOT NULL,
    audit_hash BLOB    NOT NULL
) STRICT;
CREATE TABLE erased_names (
    name      BLOB NOT NULL PRIMARY KEY,
    applicant BLOB NOT NULL
) STRICT, WITHOUT ROWID;
