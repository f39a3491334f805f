-- When the documents of verified applicants expire, and whether the host was told.

CREATE TABLE identity_expiry (
    applicant  BLOB NOT NULL PRIMARY KEY REFERENCES applicants (id),
    session    BLOB NOT NULL,
    expires_on TEXT NOT NULL,
    told       INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX identity_expiry_next ON identity_expiry (expires_on) WHERE told = 0;

-- For the numbers of a period.
CREATE INDEX attempts_by_submission ON attempts (submitted_at);
CREATE INDEX sessions_by_opening ON sessions (opened_at);
