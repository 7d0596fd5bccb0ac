#include "storage/sqlite/sqlite_check.hpp"

#include "storage/check.hpp"
#include "storage/sqlite/case_rules.hpp"
#include "storage/sqlite/check_rules.hpp"
#include "storage/sqlite/check_schema.hpp"
#include "storage/sqlite/reads.hpp"

#include <fmt/format.h>

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

class Checker {
public:
    Checker(Connection& db, const RowChecks& also) : db_(&db), also_(&also), reads_(db) {}

    [[nodiscard]] Step run(Findings& findings) {
        for (const auto step :
             {&Checker::sums, &Checker::events, &Checker::cases, &Checker::users, &Checker::small_tables}) {
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
        Statement select(*db_,
                         "SELECT number,open_due,awaits_token,head,body FROM cases JOIN case_bodies"
                         " USING(number) ORDER BY number");
        return for_rows(select(), [&](const Statement::Query& row) -> Step {
            const auto name = std::to_string(row.integer(0));
            const auto record = reads_.cases.find(row.integer(0));
            if (!record) {
                if (record.error().code != Errc::bad_format) return record.error();
                findings.add("cases", name, "a column or its sealed parts are malformed");
                return {};
            }
            check_case(*record, findings);
            if (!std::ranges::equal(row.blob(3), encode_parts(record->dossier, true)) ||
                !std::ranges::equal(row.blob(4), encode_parts(record->dossier, false)))
                findings.add("cases", name, "head and body are not as they were written");
            RowReader in(row, 1);
            if (in.optional_time() != open_due_of(record->row))
                findings.add("cases", name, "open_due is wrong");
            const auto awaits = in.integer();
            if (awaits != 0 && (awaits != 1 || !awaits_token(*record)))
                findings.add("cases", name, "awaits_token is wrong");
            if (auto done = guess(*record, name, findings); !done) return done;
            return manifest(*record, name, findings);
        });
    }

    /// A guess waits exactly while nobody has decided, and until the time that follows from the case.
    [[nodiscard]] Step guess(const CaseRecord& record, const std::string& name, Findings& findings) {
        if (!also_->wipe_at) return {};
        const auto expected = also_->wipe_at(record);
        auto waits = guess_(record.row.number);
        const auto row = waits.next();
        if (!row) return row.error();
        const auto stored = *row ? std::optional(RowReader(waits).time()) : std::nullopt;
        if (stored != expected) findings.add("guesses", name, "missing, decided, or wiped at another time");
        return {};
    }

    /// The newest leaf with a manifest of this case, and the one that the row names, say what is stored now.
    [[nodiscard]] Step manifest(const CaseRecord& record, const std::string& name, Findings& findings) {
        auto named = leaf_manifest_(record.row.manifest_leaf, record.row.id);
        auto row = named.next();
        if (!row) return row.error();
        if (!*row || !is_bound(record, named.blob(0)))
            findings.add("cases", name, "row or sealed parts are not those of its leaf");
        auto newest = newest_manifest_(record.row.id);
        row = newest.next();
        if (!row) return row.error();
        if (!*row || !is_bound(record, newest.blob(0)))
            findings.add("cases", name, "row or sealed parts are not those of its newest leaf");
        return {};
    }

    [[nodiscard]] Step users(Findings& findings) {
        Statement select(*db_, "SELECT " HOTLINE_USER_COLUMNS " FROM users ORDER BY id");
        return for_rows(select(), [&](const Statement::Query& row) -> Step {
            const auto user = read_user(row);
            const auto fine = user && also_->user ? also_->user(*user) : Step{};
            if (!user) findings.add("users", to_hex(row.blob(0)), "a column is out of range");
            if (!fine) findings.add("users", to_hex(row.blob(0)), fine.error().internal);
            return {};
        });
    }

    /// What can be read at all; a row that cannot be read ends the table with one finding.
    template <class Rows>
    void readable(const Result<Rows>& rows, std::string_view table, Findings& findings) {
        if (!rows && rows.error().code != Errc::not_found)
            findings.add(table, "-", "a column is out of range");
    }

    [[nodiscard]] Step small_tables(Findings& findings) {
        readable(reads_.people.unit_keys(), "unit_keys", findings);
        readable(reads_.log.latest_checkpoint(), "checkpoints", findings);
        Statement wraps(*db_, "SELECT number,compartment,unit,wrap FROM wrap_cache");
        return for_rows(wraps(), [&](const Statement::Query& row) -> Step {
            if (!is_wrap(row.blob(3), true)) findings.add("wrap_cache", row.text(0), "wrap is malformed");
            const auto record = reads_.cases.find(row.integer(0));
            if (!record) return {};  // named as a case, or as a row without one
            RowReader in(row, 1);
            const auto compartment = static_cast<crypto::Compartment>(in.integer());
            if (record->dossier.find_wrap(compartment, in.fixed<crypto::Kid>()) == nullptr)
                findings.add("wrap_cache", row.text(0), "a copy without its original");
            return {};
        });
    }

    Connection* db_;
    const RowChecks* also_;
    Reads reads_;
    Statement guess_{*db_, "SELECT wipe_at FROM guesses WHERE number=?"};
    Statement leaf_manifest_{*db_, "SELECT manifest FROM events WHERE n=? AND case_id=?"};
    Statement newest_manifest_{*db_, kNewestManifest};
};

Step check_all(Connection& db, const RowChecks& also, Findings& findings) {
    if (auto done = check_pages(db, findings); !done) return done;
    if (auto done = check_schema(db, findings); !done) return done;
    db.lock_down();
    Statement begin(db, "BEGIN");
    if (auto begun = begin().run(); !begun) return begun;
    if (auto done = Checker(db, also).run(findings); !done) return done;
    return check_rules(db, also, findings);
}

}  // namespace
}  // namespace sqlite

Result<std::vector<std::string>> check_sqlite(const std::filesystem::path& path, const RowChecks& also) {
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) return fail(Errc::not_found, "no such database file");
    auto db = sqlite::Connection::open(path, sqlite::Access::read);
    if (!db) return db.error();
    Findings findings;
    if (auto done = sqlite::check_all(*db, also, findings); !done) {
        // a database too damaged to read is a finding as well, once it was opened
        findings.add("database", "-", done.error().internal);
    }
    return std::move(findings).take();
}

}  // namespace hotline::storage
