-- `due_counters` once more by 168 hours, so that a sum over years of deadlines reads few rows.
-- `unit` '*' is the sum over all units.
CREATE TABLE due_week_counters(
    unit TEXT NOT NULL,
    week INTEGER NOT NULL,              -- due_counters.hour / 168
    n    INTEGER NOT NULL,
    PRIMARY KEY(unit, week)
) STRICT, WITHOUT ROWID;
INSERT INTO due_week_counters SELECT unit, hour / 168, SUM(n) FROM due_counters GROUP BY 1, 2;
