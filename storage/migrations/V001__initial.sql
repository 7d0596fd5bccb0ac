-- Clear columns are those of the security design, section 1, and nothing else; what is `sealed` below holds
-- only ENV, WRAP or sealed-box bytes. A test lists every column as one or the other. `sum`, always the last
-- column, is the checksum of the others.

CREATE TABLE cases(
    number        INTEGER PRIMARY KEY,  -- two digits of the year, eight of the sequence
    id            BLOB NOT NULL UNIQUE, -- UUIDv7: new entries land at the right edge of its index
    state         INTEGER NOT NULL,
    class         TEXT NOT NULL,
    field         TEXT NOT NULL,
    area          TEXT NOT NULL,
    unit          TEXT NOT NULL,
    urgency       TEXT NOT NULL,
    channel       TEXT NOT NULL,
    flags         INTEGER NOT NULL,
    received_at   INTEGER NOT NULL,     -- times are Unix milliseconds, UTC
    due_at        INTEGER,
    open_due      INTEGER,              -- due_at while the state is open, else NULL
    updated_at    INTEGER NOT NULL,
    created_by    BLOB,
    assignee      BLOB,
    citizen_salt  BLOB NOT NULL,
    phone_token   INTEGER,
    awaits_token  INTEGER NOT NULL,     -- 1 until a desk session has looked for a telephone number
    version       INTEGER NOT NULL,
    manifest_leaf INTEGER NOT NULL,
    head          BLOB NOT NULL,        -- sealed: subject and the wraps of `report`
    sum BLOB NOT NULL
) STRICT;
CREATE INDEX cases_by_unit ON cases(unit, number);
-- open_due stands at the end of two indexes so that a list by deadline is decided without reading rows.
CREATE INDEX cases_open ON cases(number, open_due) WHERE open_due IS NOT NULL;
CREATE INDEX cases_by_unit_state ON cases(unit, state, number, open_due);
CREATE INDEX cases_by_due ON cases(unit, open_due) WHERE open_due IS NOT NULL;
CREATE INDEX cases_by_phone ON cases(phone_token) WHERE phone_token IS NOT NULL;
CREATE INDEX cases_awaiting ON cases(awaits_token) WHERE awaits_token = 1;

-- Apart from the rows, so that a list reads small rows only.
CREATE TABLE case_bodies(
    number INTEGER PRIMARY KEY,
    body   BLOB NOT NULL                -- sealed: every other part
) STRICT;

CREATE TABLE case_sequence(
    year INTEGER PRIMARY KEY,           -- two digits
    next INTEGER NOT NULL
) STRICT;

-- `unit` '*' is the sum over all units.
CREATE TABLE state_counters(
    unit  TEXT NOT NULL,
    state INTEGER NOT NULL,
    n     INTEGER NOT NULL,
    PRIMARY KEY(unit, state)
) STRICT, WITHOUT ROWID;
CREATE TABLE due_counters(
    unit TEXT NOT NULL,
    hour INTEGER NOT NULL,              -- whole hours since 1970 of open_due
    n    INTEGER NOT NULL,
    PRIMARY KEY(unit, hour)
) STRICT, WITHOUT ROWID;

CREATE TABLE wrap_cache(
    number      INTEGER NOT NULL,
    compartment INTEGER NOT NULL,
    unit        BLOB NOT NULL,          -- kid8 of the unit's key
    wrap        BLOB NOT NULL,          -- sealed: WRAP, algorithm 03
    sum BLOB NOT NULL,
    PRIMARY KEY(number, compartment, unit)
) STRICT, WITHOUT ROWID;

CREATE TABLE events(
    n              INTEGER PRIMARY KEY, -- index of the leaf, from 0, without gaps
    t              INTEGER NOT NULL,
    kind           TEXT NOT NULL,
    purpose        TEXT NOT NULL,
    case_id        BLOB,
    actor          BLOB,
    unit           TEXT NOT NULL,
    manifest       BLOB,
    shown_json     TEXT,                -- NULL once erased
    shown_salt     BLOB,
    staff_hash     BLOB NOT NULL,
    staff_wrap     BLOB,                -- sealed
    staff_envelope BLOB,                -- sealed
    leaf           BLOB NOT NULL,
    sum BLOB NOT NULL
) STRICT;
CREATE INDEX events_by_case ON events(case_id) WHERE case_id IS NOT NULL;
CREATE INDEX events_by_actor ON events(actor) WHERE actor IS NOT NULL;

CREATE TABLE idempotency(
    n           INTEGER PRIMARY KEY,    -- in order of arrival: old rows are the first
    id          BLOB NOT NULL UNIQUE,
    fingerprint BLOB NOT NULL,
    case_id     BLOB,
    leaf        INTEGER NOT NULL,
    answer      BLOB NOT NULL,          -- sealed
    at          INTEGER NOT NULL,
    sum BLOB NOT NULL
) STRICT;

CREATE TABLE users(
    id              BLOB PRIMARY KEY,
    username        TEXT NOT NULL UNIQUE,
    display_name    TEXT NOT NULL,
    alias           TEXT NOT NULL,
    state           INTEGER NOT NULL,
    entry           BLOB NOT NULL,
    entry_signature BLOB NOT NULL,
    salt            BLOB NOT NULL,
    passes          INTEGER NOT NULL,
    memory_kib      INTEGER NOT NULL,
    auth            BLOB NOT NULL,
    secrets         BLOB NOT NULL,      -- sealed
    sum BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE grants(
    unit         TEXT NOT NULL,
    unit_version INTEGER NOT NULL,
    user         BLOB NOT NULL,
    box          BLOB NOT NULL,         -- sealed
    sum BLOB NOT NULL,
    PRIMARY KEY(unit, unit_version, user)
) STRICT, WITHOUT ROWID;
CREATE INDEX grants_by_user ON grants(user);

CREATE TABLE unit_keys(
    unit           TEXT NOT NULL,
    version        INTEGER NOT NULL,
    public_key     BLOB NOT NULL,
    state          INTEGER NOT NULL,
    entry          BLOB NOT NULL,
    root_signature BLOB NOT NULL,
    cosignatures   BLOB NOT NULL,
    sum BLOB NOT NULL,
    PRIMARY KEY(unit, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE sealed_secrets(
    name      TEXT NOT NULL,
    recipient BLOB NOT NULL,
    box       BLOB NOT NULL,            -- sealed
    sum BLOB NOT NULL,
    PRIMARY KEY(name, recipient)
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions(
    id         BLOB PRIMARY KEY,        -- hash of the token
    user       BLOB NOT NULL,
    secrets    BLOB NOT NULL,           -- sealed
    created_at INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL,
    proved_at  INTEGER NOT NULL,
    sum BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_user ON sessions(user);

CREATE TABLE exports(
    id          BLOB PRIMARY KEY,
    user        BLOB NOT NULL,
    leaf        INTEGER NOT NULL,
    tree_size   INTEGER NOT NULL,
    filter_json TEXT NOT NULL,
    secret      BLOB NOT NULL,          -- sealed
    at          INTEGER NOT NULL,
    sum BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Full and partial tiles of the log's tree.
CREATE TABLE tiles(
    id     INTEGER PRIMARY KEY,         -- level * 2^48 + index
    hashes BLOB NOT NULL,
    sum BLOB NOT NULL
) STRICT;

CREATE TABLE checkpoints(
    size INTEGER PRIMARY KEY,
    root BLOB NOT NULL,
    note TEXT NOT NULL,
    at   INTEGER NOT NULL,
    sum BLOB NOT NULL
) STRICT;

CREATE TABLE signer_lease(
    one    INTEGER PRIMARY KEY,         -- always 1
    holder TEXT NOT NULL,
    until  INTEGER NOT NULL,
    sum BLOB NOT NULL
) STRICT;

-- No row: version 0.
CREATE TABLE directory(
    one     INTEGER PRIMARY KEY,        -- always 1
    version INTEGER NOT NULL,
    sum BLOB NOT NULL
) STRICT;

CREATE TABLE facts(
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    sum BLOB NOT NULL
) STRICT, WITHOUT ROWID;
