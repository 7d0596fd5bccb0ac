#include "storage/sqlite/sqlite_check.hpp"

#include "storage/check.hpp"
#include "storage/sqlite/case_writes.hpp"
#include "storage/sqlite/check_schema.hpp"
#include "storage/sqlite/counts.hpp"

#include <fmt/format.h>

#include <map>

namespace hotline::storage {
namespace sqlite {
namespace {

/// Tables whose last column is the sum of the others.
constexpr std::array kSummed{"cases",      "wrap_cache",     "events",         "idempotency", "users",
                             "grants",     "unit_keys",      "sealed_secrets", "sessions",    "exports",
                             "tiles",      "checkpoints",    "signer_lease",   "directory",   "facts",
                             "migrations", "second_factors", "recovery_slots", "invitations", "activations",
                             "approvals",  "canary_marks",   "guesses"};

using Step = Result<void>;

/// Runs `each` for every row; a row it cannot read is its own finding.
template <class Each>
Step for_rows(Statement::Query rows, Each each) {
    for (;;) {
        auto row = rows.next();
        if (!row) return row.error();
        if (!*row) return {};
        if (auto done = each(rows); !done) return done;
    }
}

/// One finding per row that a query gives: its first column names the row.
Step add_rows(Connection& db, const char* sql, std::string_view table, std::string_view what,
              Findings& into) {
    Statement select(db, sql);
    return for_rows(select(), [&](const Statement::Query& row) -> Step {
        into.add(table, row.text(0), what);
        return {};
    });
}

class Checker {
public:
    explicit Checker(Connection& db) : db_(&db), reads_(db) {}

    [[nodiscard]] Step run(Findings& findings) {
        for (const auto step : {&Checker::sums, &Checker::events, &Checker::cases, &Checker::references,
                                &Checker::state_counters, &Checker::due_counters, &Checker::due_week_counters,
                                &Checker::sequences, &Checker::small_tables}) {
            if (auto done = (this->*step)(findings); !done) return done;
        }
        return {};
    }

private:
    [[nodiscard]] Step sums(Findings& findings) {
        for (const std::string table : kSummed) {
            const auto sql = "SELECT * FROM " + table;
            Statement select(*db_, sql.c_str());
            std::uint64_t row_number = 0;
            auto done = for_rows(select(), [&](const Statement::Query& row) -> Step {
                ++row_number;
                const auto sum = row.blob(row.columns() - 1);
                if (!std::ranges::equal(sum, sum_of_row(table, row).view()))
                    findings.add(table, fmt::format("row {}", row_number),
                                 "changed by another hand: wrong sum");
                return {};
            });
            if (!done) return done;
        }
        return {};
    }

    [[nodiscard]] Step events(Findings& findings) {
        Statement select(*db_, "SELECT " HOTLINE_EVENT_COLUMNS " FROM events ORDER BY n");
        constexpr int kShownColumn = 8;
        std::uint64_t expected = 0;
        Time last{};
        return for_rows(select(), [&](const Statement::Query& row) -> Step {
            const auto event = read_event(row);
            const auto name = std::to_string(row.integer(0));
            if (row.count(0) != expected) findings.add("events", name, "a gap before this leaf");
            expected = row.count(0) + 1;
            if (!event) {
                findings.add("events", name, "a column is out of range");
                return {};
            }
            if (event->at < last) findings.add("events", name, "earlier than the leaf before it");
            last = event->at;
            check_event(*event, row.is_null(kShownColumn), findings);
            return {};
        });
    }

    [[nodiscard]] Step cases(Findings& findings) {
        Statement select(*db_, "SELECT number,open_due,awaits_token FROM cases ORDER BY number");
        return for_rows(select(), [&](const Statement::Query& row) -> Step {
            const auto name = std::to_string(row.integer(0));
            const auto record = reads_.cases.find(row.integer(0));
            if (!record) {
                if (record.error().code != Errc::bad_format) return record.error();
                findings.add("cases", name, "a column or its sealed parts are malformed");
                return {};
            }
            check_case(*record, findings);
            RowReader in(row, 1);
            if (in.optional_time() != open_due_of(record->row))
                findings.add("cases", name, "open_due is wrong");
            const auto awaits = in.integer();
            if (awaits != 0 && (awaits != 1 || !awaits_token(*record)))
                findings.add("cases", name, "awaits_token is wrong");
            return manifest(*record, name, findings);
        });
    }

    /// The newest leaf with a manifest of this case, and the one that the row names, say what is stored now.
    [[nodiscard]] Step manifest(const CaseRecord& record, const std::string& name, Findings& findings) {
        const auto hash = manifest_hash(record.dossier);
        auto named = leaf_manifest_(record.row.manifest_leaf, record.row.id);
        auto row = named.next();
        if (!row) return row.error();
        if (!*row || !std::ranges::equal(named.blob(0), hash.view()))
            findings.add("cases", name, "sealed parts are not those of its leaf");
        auto newest = newest_manifest_(record.row.id);
        row = newest.next();
        if (!row) return row.error();
        if (!*row || !std::ranges::equal(newest.blob(0), hash.view()))
            findings.add("cases", name, "sealed parts are not those of its newest leaf");
        return {};
    }

    [[nodiscard]] Step references(Findings& findings) {
        struct Rule {
            const char* sql;
            std::string_view table, what;
        };
        static constexpr std::array kRules{
            Rule{"SELECT number FROM case_bodies WHERE number NOT IN (SELECT number FROM cases)",
                 "case_bodies", "no such case"},
            Rule{"SELECT number FROM wrap_cache WHERE number NOT IN (SELECT number FROM cases)", "wrap_cache",
                 "no such case"},
            Rule{"SELECT n FROM idempotency WHERE case_id IS NOT NULL AND case_id NOT IN (SELECT id FROM "
                 "cases)",
                 "idempotency", "no such case"},
            Rule{"SELECT n FROM idempotency WHERE leaf<0 OR (leaf>0 AND leaf NOT IN (SELECT n FROM events))",
                 "idempotency", "no such leaf"},
            Rule{"SELECT n FROM events WHERE case_id IS NOT NULL AND case_id NOT IN (SELECT id FROM cases)",
                 "events", "no such case"},
            Rule{"SELECT '-' FROM recovery_slots WHERE user NOT IN (SELECT id FROM users)", "recovery_slots",
                 "no such user"},
            Rule{"SELECT '-' FROM second_factors WHERE user NOT IN (SELECT id FROM users)", "second_factors",
                 "no such user"},
            Rule{"SELECT '-' FROM activations WHERE user NOT IN (SELECT user FROM invitations)",
                 "activations", "no such invitation"},
            Rule{"SELECT n FROM events WHERE actor IS NOT NULL AND length(actor)<>16", "events",
                 "actor out of range"},
            Rule{"SELECT leaf FROM approvals WHERE case_id IS NOT NULL AND case_id NOT IN (SELECT id FROM "
                 "cases)",
                 "approvals", "no such case"},
            Rule{"SELECT leaf FROM approvals WHERE NOT EXISTS (SELECT 1 FROM events WHERE n=approvals.leaf "
                 "AND "
                 "kind='reveal.asked' AND actor=requester AND events.case_id IS approvals.case_id)",
                 "approvals", "its leaf does not ask for this"},
            Rule{"SELECT number FROM guesses WHERE number NOT IN (SELECT number FROM cases WHERE "
                 "class='to-cao')",
                 "guesses", "no such denunciation"},
        };
        for (const auto& rule : kRules) {
            if (auto done = add_rows(*db_, rule.sql, rule.table, rule.what, findings); !done) return done;
        }
        return {};
    }

    using Counters = std::map<std::pair<std::string, std::int64_t>, std::int64_t>;

    [[nodiscard]] Result<Counters> collect(const char* sql) {
        Counters counters;
        Statement select(*db_, sql);
        auto done = for_rows(select(), [&](const Statement::Query& row) -> Step {
            counters[{std::string(row.text(0)), row.integer(1)}] += row.integer(2);
            return {};
        });
        if (!done) return done.error();
        return counters;
    }

    [[nodiscard]] Step compare(const char* table, const char* stored_sql, const char* recount_sql,
                               Findings& findings) {
        auto stored = collect(stored_sql);
        if (!stored) return stored.error();
        const auto units = collect(recount_sql);
        if (!units) return units.error();
        auto expected = *units;
        for (const auto& [key, n] : *units) expected[{std::string(kAllUnits), key.second}] += n;
        std::erase_if(*stored, [](const auto& entry) { return entry.second == 0; });
        for (const auto& [key, n] : expected) {
            const auto found = stored->find(key);
            if (found == stored->end() || found->second != n)
                findings.add(table, fmt::format("{} {}", key.first, key.second), "differs from a recount");
        }
        for (const auto& [key, n] : *stored) {
            if (!expected.contains(key))
                findings.add(table, fmt::format("{} {}", key.first, key.second),
                             "counts cases that are not there");
        }
        return {};
    }

    [[nodiscard]] Step state_counters(Findings& findings) {
        return compare("state_counters", "SELECT unit,state,n FROM state_counters",
                       "SELECT unit,state,COUNT(*) FROM cases GROUP BY unit,state", findings);
    }

    [[nodiscard]] Step due_counters(Findings& findings) {
        // deadlines lie after 1970, so that whole division is the floor
        return compare("due_counters", "SELECT unit,hour,n FROM due_counters",
                       "SELECT unit,open_due/3600000,COUNT(*) FROM cases WHERE open_due IS NOT NULL"
                       " GROUP BY unit,open_due/3600000",
                       findings);
    }

    [[nodiscard]] Step due_week_counters(Findings& findings) {
        return compare("due_week_counters", "SELECT unit,week,n FROM due_week_counters",
                       "SELECT unit,open_due/604800000,COUNT(*) FROM cases WHERE open_due IS NOT NULL"
                       " GROUP BY unit,open_due/604800000",
                       findings);
    }

    [[nodiscard]] Step sequences(Findings& findings) {
        constexpr const char* kAhead =
            "SELECT year FROM case_sequence WHERE next<>1+COALESCE((SELECT MAX(number)%100000000 FROM cases"
            " WHERE number BETWEEN year*100000000 AND year*100000000+99999999),0)";
        constexpr const char* kMissing =
            "SELECT DISTINCT number/100000000 FROM cases WHERE number/100000000 NOT IN"
            " (SELECT year FROM case_sequence)";
        if (auto done = add_rows(*db_, kAhead, "case_sequence", "is not one past the last case", findings);
            !done)
            return done;
        return add_rows(*db_, kMissing, "case_sequence", "missing", findings);
    }

    /// What can be read at all; a row that cannot be read ends the table with one finding.
    template <class Rows>
    void readable(const Result<Rows>& rows, std::string_view table, Findings& findings) {
        if (!rows && rows.error().code != Errc::not_found)
            findings.add(table, "-", "a column is out of range");
    }

    [[nodiscard]] Step small_tables(Findings& findings) {
        readable(reads_.people.all_users(), "users", findings);
        readable(reads_.people.unit_keys(), "unit_keys", findings);
        readable(reads_.log.latest_checkpoint(), "checkpoints", findings);
        Statement wraps(*db_, "SELECT number,wrap FROM wrap_cache");
        return for_rows(wraps(), [&](const Statement::Query& row) -> Step {
            if (!is_wrap(row.blob(1), true)) findings.add("wrap_cache", row.text(0), "wrap is malformed");
            return {};
        });
    }

    Connection* db_;
    Reads reads_;
    Statement leaf_manifest_{*db_, "SELECT manifest FROM events WHERE n=? AND case_id=?"};
    Statement newest_manifest_{
        *db_, "SELECT manifest FROM events WHERE case_id=? AND manifest IS NOT NULL ORDER BY n DESC LIMIT 1"};
};

Step check_all(Connection& db, Findings& findings) {
    if (auto done = check_pages(db, findings); !done) return done;
    if (auto done = check_schema(db, findings); !done) return done;
    db.lock_down();
    Statement begin(db, "BEGIN");
    if (auto begun = begin().run(); !begun) return begun;
    return Checker(db).run(findings);
}

}  // namespace
}  // namespace sqlite

Result<std::vector<std::string>> check_sqlite(const std::filesystem::path& path) {
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) return fail(Errc::not_found, "no such database file");
    auto db = sqlite::Connection::open(path, sqlite::Access::read);
    if (!db) return db.error();
    Findings findings;
    if (auto done = sqlite::check_all(*db, findings); !done) {
        // a database too damaged to read is a finding as well, once it was opened
        findings.add("database", "-", done.error().internal);
    }
    return std::move(findings).take();
}

}  // namespace hotline::storage
