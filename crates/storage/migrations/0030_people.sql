-- People who work at the console. Passwords are argon2id, second factors sealed, everything else that opens something is a hash.

CREATE TABLE people (
    id              BLOB    NOT NULL PRIMARY KEY,
    name            TEXT    NOT NULL,
    sign_in_name    TEXT    NOT NULL UNIQUE,
    role            TEXT    NOT NULL,
    password        TEXT,
    totp            BLOB,
    totp_step       INTEGER NOT NULL,
    enrolment       BLOB    UNIQUE,
    enrolment_until INTEGER,
    created_at      INTEGER NOT NULL,
    signed_in_at    INTEGER,
    disabled_at     INTEGER
) STRICT;

CREATE TABLE recovery_codes (
    person BLOB NOT NULL REFERENCES people (id),
    hash   BLOB NOT NULL,
    PRIMARY KEY (person, hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE console_sessions (
    hash       BLOB    NOT NULL PRIMARY KEY,
    person     BLOB    NOT NULL REFERENCES people (id),
    created_at INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX console_sessions_by_person ON console_sessions (person, created_at);
CREATE INDEX console_sessions_by_expiry ON console_sessions (expires_at);

-- Of a person by their id; of names that nobody has by two bytes of a keyed hash, so that guessing cannot fill the disk.
CREATE TABLE sign_in_tries (
    subject  BLOB    NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL,
    last_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sign_in_tries_by_age ON sign_in_tries (last_at);

-- Console keys could do everything so far that a person may do to a case.
ALTER TABLE keys ADD COLUMN role TEXT;
UPDATE keys SET role = 'senior' WHERE kind = 'console';
