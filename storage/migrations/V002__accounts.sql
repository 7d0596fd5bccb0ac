-- The life of an account: second factors, recovery codes, invitations, and sessions that carry a code of
-- authentication. Rows that exist only while an account has the thing, so that no column is NULL for long.

CREATE TABLE second_factors(
    user      BLOB PRIMARY KEY,
    secret    BLOB,                     -- sealed; NULL until the first code was typed
    pending   BLOB,                     -- sealed; shown to the member, not yet confirmed
    last_step INTEGER NOT NULL,         -- newest step (30 s since 1970) whose code was used
    sum BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE recovery_slots(
    user      BLOB PRIMARY KEY,
    secrets   BLOB NOT NULL,            -- sealed
    confirmed INTEGER NOT NULL,         -- 1 once the code was typed back
    made_at   INTEGER NOT NULL,
    sum BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE invitations(
    user         BLOB PRIMARY KEY,
    id           BLOB NOT NULL UNIQUE,  -- hash of the invitation
    username     TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    roles        TEXT NOT NULL,         -- as in a member's entry: "officer,lead", "-" for none
    units        TEXT NOT NULL,
    invited_by   BLOB NOT NULL,
    token        BLOB NOT NULL,         -- sealed
    expires_at   INTEGER NOT NULL,
    sum BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- What the invited person gave, until the admin who invited has checked and signed it.
CREATE TABLE activations(
    user       BLOB PRIMARY KEY,
    box_key    BLOB NOT NULL,
    sign_key   BLOB NOT NULL,
    mac        BLOB NOT NULL,           -- under the invitation, over the public keys
    salt       BLOB NOT NULL,
    passes     INTEGER NOT NULL,
    memory_kib INTEGER NOT NULL,
    auth       BLOB NOT NULL,
    secrets    BLOB NOT NULL,           -- sealed
    recovery   BLOB NOT NULL,           -- sealed
    at         INTEGER NOT NULL,
    sum BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Sessions of before carry no code of authentication: everybody logs in again.
DROP TABLE sessions;
CREATE TABLE sessions(
    id         BLOB PRIMARY KEY,        -- hash of the token
    user       BLOB NOT NULL,
    secrets    BLOB NOT NULL,           -- sealed
    created_at INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL,
    proved_at  INTEGER NOT NULL,
    mac        BLOB NOT NULL,           -- under the token, over the columns above
    sum BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_user ON sessions(user);
