-- Keys, wrapped: everything that is sealed in bonafide.sqlite and in evidence/ is opened by one of these. This database is
-- small, and is backed up apart and for a short time only: what is destroyed here must not come back from a backup.

-- One data key for each applicant, and the installation's own under sixteen zero bytes.
CREATE TABLE wrapped_keys (
    owner      BLOB NOT NULL PRIMARY KEY,
    id         BLOB NOT NULL UNIQUE,
    wrapped_by TEXT NOT NULL,
    body       BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX wrapped_keys_by_wrapper ON wrapped_keys (wrapped_by);

-- The name of the deployment key that new keys are wrapped by.
CREATE TABLE active (
    one        INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    wrapped_by TEXT    NOT NULL
) STRICT;

-- Whose key was destroyed, so that an old backup of the other database is told from a lost key.
CREATE TABLE destroyed (
    owner  BLOB    NOT NULL PRIMARY KEY,
    at     INTEGER NOT NULL,
    reason TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
