-- Two people open together: who asked for what, who allowed it until when. `sealed` columns hold only ENV,
-- WRAP or sealed parts. `sum`, the last column, is the checksum of the others.
CREATE TABLE approvals(
    id            BLOB PRIMARY KEY,
    state         INTEGER NOT NULL,     -- 1 pending, 2 approved, 3 refused, 4 ended
    case_id       BLOB,                 -- NULL: not one case is asked for, but the limit of reveals lifted
    requester     BLOB NOT NULL,
    unit          TEXT NOT NULL,        -- that the requester acts for
    purpose       TEXT NOT NULL,
    compartments  BLOB NOT NULL,        -- one byte each, rising
    note_wrap     BLOB NOT NULL,        -- sealed: the reason, for the supervisors
    note_envelope BLOB NOT NULL,        -- sealed
    leaf          INTEGER NOT NULL,     -- reveal.asked
    asked_at      INTEGER NOT NULL,     -- times are Unix milliseconds, UTC
    expires_at    INTEGER NOT NULL,     -- pending: lapses; approved: ends
    approver      BLOB,
    signature     BLOB,                 -- the approver's, Ed25519 (server/vault/DESIGN.md, "Approvals")
    wraps         BLOB NOT NULL,        -- sealed: the data keys for the requester alone; empty but while approved
    version       INTEGER NOT NULL,
    sum BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX approvals_by_requester ON approvals(requester, asked_at);
CREATE INDEX approvals_by_state ON approvals(state, asked_at);
CREATE INDEX approvals_by_case ON approvals(case_id) WHERE case_id IS NOT NULL;

-- What makes the server notice that a canary was opened; says nothing without the data key of the case.
CREATE TABLE canary_marks(
    mark     BLOB PRIMARY KEY,
    hash     BLOB NOT NULL,
    wrap     BLOB NOT NULL,             -- sealed: which case it is, for the audit unit
    envelope BLOB NOT NULL,             -- sealed
    sum BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Cases that a detector took for a denunciation and nobody has decided on.
CREATE TABLE guesses(
    number  INTEGER PRIMARY KEY,
    wipe_at INTEGER NOT NULL,           -- the person is wiped then without a decision
    sum BLOB NOT NULL
) STRICT;

-- The limits of reveals are counted from the log itself, alerts are leaves; no other kind enters these indexes.
CREATE INDEX events_of_looks ON events(actor)
    WHERE actor IS NOT NULL AND (kind='reveal.requested' OR kind='read.case');
CREATE INDEX events_of_alerts ON events(kind) WHERE kind='admin.alert' OR kind='admin.alert_acknowledged';
