#include "storage/sqlite/check_rules.hpp"

#include "storage/sqlite/approval_rules.hpp"
#include "storage/sqlite/directory_state.hpp"

namespace hotline::storage::sqlite {
namespace {

/// Every row that the query gives is a finding; its first column names the row.
struct Rule {
    const char* sql;
    std::string_view table, what;
};

constexpr std::string_view kNotRecount = "differs from a recount";

constexpr std::array kRules{
    Rule{"SELECT number FROM case_bodies WHERE number NOT IN (SELECT number FROM cases)", "case_bodies",
         "no such case"},
    Rule{"SELECT number FROM cases WHERE number NOT IN (SELECT number FROM case_bodies)", "case_bodies",
         "missing"},
    Rule{"SELECT number FROM wrap_cache WHERE number NOT IN (SELECT number FROM cases)", "wrap_cache",
         "no such case"},
    Rule{"SELECT n FROM idempotency WHERE case_id IS NOT NULL AND case_id NOT IN (SELECT id FROM cases)",
         "idempotency", "no such case"},
    Rule{"SELECT number FROM cases WHERE x'00000000000000000000000000000000' IN (created_by,assignee)",
         "cases", "an id of zeros, which is stored as NULL"},
    // 0 also says: the work had no leaf
    Rule{"SELECT n FROM idempotency i WHERE NOT (leaf=0 AND case_id IS NULL) AND NOT EXISTS"
         " (SELECT 1 FROM events e WHERE e.n=i.leaf AND e.case_id IS i.case_id)",
         "idempotency", "its leaf is none or another case's"},
    Rule{"SELECT b.n FROM idempotency a JOIN idempotency b ON b.n=(SELECT n FROM idempotency WHERE n>a.n"
         " AND leaf>0 ORDER BY n LIMIT 1) WHERE a.leaf>0 AND b.leaf<=a.leaf",
         "idempotency", "not in the order of the leaves"},
    Rule{"SELECT n FROM idempotency WHERE length(id)<>32 OR length(fingerprint)<>32", "idempotency",
         "a column is out of range"},
    // named by the time at which it was opened
    Rule{"SELECT created_at FROM sessions WHERE length(id)<>32 OR length(user)<>16", "sessions",
         "a column is out of range"},
    Rule{"SELECT n FROM events WHERE case_id IS NOT NULL AND case_id NOT IN (SELECT id FROM cases)", "events",
         "no such case"},
    Rule{"SELECT n FROM events WHERE actor IS NOT NULL AND length(actor)<>16", "events",
         "actor out of range"},
    Rule{"SELECT '-' FROM recovery_slots WHERE user NOT IN (SELECT id FROM users)", "recovery_slots",
         "no such user"},
    Rule{"SELECT '-' FROM second_factors WHERE user NOT IN (SELECT id FROM users)", "second_factors",
         "no such user"},
    Rule{"SELECT '-' FROM activations WHERE user NOT IN (SELECT user FROM invitations)", "activations",
         "no such invitation"},
    Rule{"SELECT leaf FROM approvals WHERE case_id IS NOT NULL AND case_id NOT IN (SELECT id FROM cases)",
         "approvals", "no such case"},
    Rule{"SELECT leaf FROM approvals WHERE NOT EXISTS (SELECT 1 FROM events WHERE n=approvals.leaf AND"
         " kind='reveal.asked' AND actor=requester AND events.case_id IS approvals.case_id)",
         "approvals", "its leaf does not ask for this"},
    Rule{"SELECT leaf FROM approvals WHERE approver=x'00000000000000000000000000000000'", "approvals",
         "an id of zeros, which is stored as NULL"},
    // an act that takes the case away, or ends it, ends what was allowed before
    Rule{"SELECT leaf FROM approvals a WHERE state IN (1,2) AND EXISTS (SELECT 1 FROM events e WHERE"
         " e.case_id=a.case_id AND e.n>a.leaf AND e.kind IN"
         " ('case.closed','case.transferred','case.restored','erase.confirmed'))",
         "approvals", "should have ended with its case"},
    Rule{"SELECT n FROM events WHERE kind='reveal.asked' AND n NOT IN (SELECT leaf FROM approvals)",
         "approvals", "missing for this leaf"},
    Rule{"SELECT number FROM guesses WHERE number NOT IN (SELECT number FROM cases WHERE class='to-cao')",
         "guesses", "no such denunciation"},
    Rule{"SELECT leaf FROM exports x WHERE NOT EXISTS (SELECT 1 FROM events e WHERE e.n=x.leaf AND"
         " e.kind='export.created' AND e.actor=x.user)",
         "exports", "its leaf is not that of this auditor's export"},
    Rule{"SELECT n FROM events WHERE kind='export.created' AND n NOT IN (SELECT leaf FROM exports)",
         "exports", "missing for this leaf"},
    Rule{"SELECT COALESCE(e.unit,s.unit)||' '||COALESCE(e.state,s.state) FROM"
         " (WITH units AS (SELECT unit,state,COUNT(*) AS n FROM cases GROUP BY unit,state)"
         "  SELECT * FROM units UNION ALL SELECT '*',state,SUM(n) FROM units GROUP BY state) e"
         " FULL JOIN state_counters s ON s.unit=e.unit AND s.state=e.state WHERE e.n IS NOT s.n",
         "state_counters", kNotRecount},
    // deadlines lie after 1970, so that whole division is the floor
    Rule{"SELECT COALESCE(e.unit,s.unit)||' '||COALESCE(e.hour,s.hour) FROM"
         " (WITH units AS (SELECT unit,open_due/3600000 AS hour,COUNT(*) AS n FROM cases"
         "   WHERE open_due IS NOT NULL GROUP BY unit,hour)"
         "  SELECT * FROM units UNION ALL SELECT '*',hour,SUM(n) FROM units GROUP BY hour) e"
         " FULL JOIN due_counters s ON s.unit=e.unit AND s.hour=e.hour WHERE e.n IS NOT s.n",
         "due_counters", kNotRecount},
    Rule{"SELECT COALESCE(e.unit,s.unit)||' '||COALESCE(e.week,s.week) FROM"
         " (WITH units AS (SELECT unit,open_due/604800000 AS week,COUNT(*) AS n FROM cases"
         "   WHERE open_due IS NOT NULL GROUP BY unit,week)"
         "  SELECT * FROM units UNION ALL SELECT '*',week,SUM(n) FROM units GROUP BY week) e"
         " FULL JOIN due_week_counters s ON s.unit=e.unit AND s.week=e.week WHERE e.n IS NOT s.n",
         "due_week_counters", kNotRecount},
    Rule{"SELECT year FROM case_sequence WHERE next<2 OR next<>1+COALESCE((SELECT MAX(number)%100000000"
         " FROM cases WHERE number BETWEEN year*100000000 AND year*100000000+99999999),0)",
         "case_sequence", "is not one past the last case"},
    Rule{"SELECT DISTINCT number/100000000 FROM cases WHERE number/100000000 NOT IN"
         " (SELECT year FROM case_sequence)",
         "case_sequence", "missing"},
    Rule{"SELECT one FROM directory WHERE one<>1", "directory", "a second row"},
    Rule{"SELECT one FROM signer_lease WHERE one<>1", "signer_lease", "a second row"},
    // a level's tile holds 256 hashes; the last of a level what is left of the signed leaves
    Rule{"SELECT id FROM tiles,(SELECT COALESCE(MAX(size),0) AS size FROM checkpoints) WHERE id<0 OR id>>48>7"
         " OR length(hashes)<>32*MIN(256,(size>>(8*(id>>48)))-256*(id&281474976710655))",
         "tiles", "not the width that the newest checkpoint asks for"},
};

/// The newest leaf about no case that carries a hash says what people, grants and keys are.
Result<void> check_directory_state(Connection& db, Findings& findings) {
    Statement version(db, "SELECT version FROM directory WHERE one=1");
    auto stored = version();
    auto has_version = stored.next();
    if (!has_version) return has_version.error();
    DirectoryState state(db);
    const auto now = state.hash(*has_version ? stored.count(0) : 0);
    if (!now) return now.error();
    const auto said = state.newest_leaf();
    if (!said) return said.error();
    if (said->value_or(*now) != *now)
        findings.add("directory", "-",
                     "people, keys, grants, factors, invitations or the version are not what the newest leaf "
                     "says");
    return {};
}

}  // namespace

Result<void> check_rules(Connection& db, const RowChecks& also, Findings& findings) {
    for (const auto& rule : kRules) {
        Statement select(db, rule.sql);
        auto rows = select();
        for (;;) {
            auto row = rows.next();
            if (!row) return row.error();
            if (!*row) break;
            findings.add(rule.table, rows.text(0), rule.what);
        }
    }
    if (auto done = check_approvals(db, also, findings); !done) return done;
    return check_directory_state(db, findings);
}

}  // namespace hotline::storage::sqlite
