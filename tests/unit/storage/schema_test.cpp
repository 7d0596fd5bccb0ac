#include "tests/contract/sqlite_home.hpp"

#include <sqlite3.h>

#include <map>
#include <set>

namespace hotline::storage {
namespace {

using Columns = std::set<std::string>;

/// Every column of the database, as the security design wants it: `sealed` holds only bytes that a key opens.
/// A new column must be entered here, after thinking about which it is.
const std::map<std::string, std::pair<Columns, Columns>> kColumns{
    // table → {clear, sealed}
    {"cases",
     {{"number",       "id",         "state",         "class",    "field",        "area",
       "unit",         "urgency",    "channel",       "flags",    "received_at",  "due_at",
       "open_due",     "updated_at", "created_by",    "assignee", "citizen_salt", "phone_token",
       "awaits_token", "version",    "manifest_leaf", "sum"},
      {"head"}}},
    {"case_bodies", {{"number"}, {"body"}}},
    {"case_sequence", {{"year", "next"}, {}}},
    {"state_counters", {{"unit", "state", "n"}, {}}},
    {"due_counters", {{"unit", "hour", "n"}, {}}},
    {"due_week_counters", {{"unit", "week", "n"}, {}}},
    {"wrap_cache", {{"number", "compartment", "unit", "sum"}, {"wrap"}}},
    // shown_json is what the citizen may see of an act: case, role, unit, purpose, alias; no person
    {"events",
     {{"n", "t", "kind", "purpose", "case_id", "actor", "unit", "manifest", "shown_json", "shown_salt",
       "staff_hash", "leaf", "sum"},
      {"staff_wrap", "staff_envelope"}}},
    {"idempotency", {{"n", "id", "fingerprint", "case_id", "leaf", "at", "sum"}, {"answer"}}},
    {"users",
     {{"id", "username", "display_name", "alias", "state", "entry", "entry_signature", "salt", "passes",
       "memory_kib", "auth", "sum"},
      {"secrets"}}},
    {"grants", {{"unit", "unit_version", "user", "sum"}, {"box"}}},
    {"unit_keys",
     {{"unit", "version", "public_key", "state", "entry", "root_signature", "cosignatures", "sum"}, {}}},
    {"sealed_secrets", {{"name", "recipient", "sum"}, {"box"}}},
    {"sessions", {{"id", "user", "created_at", "seen_at", "proved_at", "mac", "sum"}, {"secrets"}}},
    {"second_factors", {{"user", "last_step", "sum"}, {"secret", "pending"}}},
    {"recovery_slots", {{"user", "confirmed", "made_at", "sum"}, {"secrets"}}},
    {"invitations",
     {{"user", "id", "username", "display_name", "roles", "units", "invited_by", "expires_at", "sum"},
      {"token"}}},
    {"activations",
     {{"user", "box_key", "sign_key", "mac", "salt", "passes", "memory_kib", "auth", "at", "sum"},
      {"secrets", "recovery"}}},
    {"exports", {{"id", "user", "leaf", "tree_size", "filter_json", "at", "sum"}, {"secret"}}},
    {"tiles", {{"id", "hashes", "sum"}, {}}},
    {"checkpoints", {{"size", "root", "note", "at", "sum"}, {}}},
    {"signer_lease", {{"one", "holder", "until", "sum"}, {}}},
    {"directory", {{"one", "version", "sum"}, {}}},
    {"facts", {{"key", "value", "sum"}, {}}},
    {"approvals",
     {{"id", "state", "case_id", "requester", "unit", "purpose", "compartments", "leaf", "asked_at",
       "expires_at", "approver", "signature", "version", "sum"},
      {"note_wrap", "note_envelope", "wraps"}}},
    // a mark is BLAKE2b under a data key of its case: random to whoever lacks that key
    {"canary_marks", {{"mark", "hash", "sum"}, {"wrap", "envelope"}}},
    {"guesses", {{"number", "wipe_at", "sum"}, {}}},
    {"migrations", {{"version", "name", "sha256", "applied_at", "sum"}, {}}},
};

/// Runs SQL over a plain connection, as a hand in the database would.
class Hand {
public:
    explicit Hand(const std::filesystem::path& path) {
        EXPECT_EQ(sqlite3_open_v2(path.c_str(), &db_, SQLITE_OPEN_READWRITE, nullptr), SQLITE_OK);
    }
    Hand(const Hand&) = delete;
    Hand& operator=(const Hand&) = delete;
    ~Hand() { sqlite3_close(db_); }
    [[nodiscard]] std::vector<std::string> strings(const std::string& sql) {
        std::vector<std::string> found;
        const auto collect = [](void* into, int, char** values, char**) {
            static_cast<std::vector<std::string>*>(into)->emplace_back(values[0] == nullptr ? "" : values[0]);
            return 0;
        };
        EXPECT_EQ(sqlite3_exec(db_, sql.c_str(), collect, &found, nullptr), SQLITE_OK) << sql;
        return found;
    }
    /// Rows changed, or nothing when SQLite itself refuses.
    std::optional<int> change(const std::string& sql) {
        if (sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) return std::nullopt;
        return sqlite3_changes(db_);
    }

private:
    sqlite3* db_ = nullptr;
};

class SchemaTest : public testing::Test {
protected:
    void SetUp() override {
        init_crypto();
        engine_ = home_.open({});
    }
    void put(Engine::WriteWork work) {
        const auto done = write_and_wait(*engine_, std::move(work));
        ASSERT_TRUE(done) << done.error().internal;
    }
    void put_change(Engine::WriteWork work) { put(samples::with_leaf(std::move(work))); }
    /// At least one row in every table.
    void fill() {
        const Time at{std::chrono::sys_days{std::chrono::year{2026} / 9 / 10}};
        const auto first = samples::store(*engine_, {.due_at = at});
        static_cast<void>(samples::store(*engine_, {.due_at = at}));
        const auto guess = samples::store(*engine_, {.class_code = "to-cao", .due_at = at});
        const auto desk = samples::unit("desk");
        put([&](WriteTx& tx) {
            return tx.cache_wrap(first.row.number, desk.kid, crypto::Compartment::report,
                                 samples::cached_wrap(first, desk, crypto::Compartment::report));
        });
        const auto user = samples::user("an");
        put_change([&](WriteTx& tx) { return tx.put_user(user); });
        put_change([&](WriteTx& tx) { return tx.put_grant({"desk", 1, user.id, samples::bytes(80)}); });
        put_change([](WriteTx& tx) { return tx.put_unit_key(samples::unit_key("desk", 1)); });
        put_change([](WriteTx& tx) {
            return tx.put_sealed_secret({"root", samples::bytes(8), samples::bytes(80)});
        });
        put([&](WriteTx& tx) { return tx.put_session(samples::session(user.id, at)); });
        put([&](WriteTx& tx) -> Result<void> {
            auto created = samples::event("export.created");
            created.actor = user.id;
            if (auto done = tx.append_event(created); !done) return done;
            return tx.put_export({random_fixed<RowId>(), user.id, 0, 3, "{}", samples::bytes(80), at});
        });
        put([](WriteTx& tx) { return tx.put_tile(0, 0, samples::bytes(64)); });
        put([&](WriteTx& tx) { return tx.publish_checkpoint({2, random_fixed<Hash32>(), "note\n", at}); });
        put([&](WriteTx& tx) { return tx.lease_signer("one", at, at); });
        put([](WriteTx& tx) { return tx.put_fact("origin", "1022"); });
        put([&](WriteTx& tx) -> Result<void> {
            auto asked = samples::event("reveal.asked");
            asked.actor = user.id;
            asked.case_id = first.row.id;
            if (auto done = tx.append_event(asked); !done) return done;
            return tx.add_approval(samples::approval(user.id, first.row.id, at));
        });
        put([](WriteTx& tx) {
            return tx.add_canary(
                {random_fixed<Hash32>(), random_fixed<Hash32>(), samples::bytes(148), samples::bytes(148)});
        });
        put([&](WriteTx& tx) { return tx.put_guess(guess.row.number, at); });
        fill_accounts(user.id, at);
    }
    void fill_accounts(const UserId& user, Time at) {
        put([&](WriteTx& tx) { return tx.put_second_factor({user, {}, samples::bytes(84), 7}); });
        put_change([&](WriteTx& tx) { return tx.put_second_factor({user, samples::bytes(84), {}, 8}); });
        put_change([&](WriteTx& tx) { return tx.put_recovery_slot({user, samples::bytes(148), false, at}); });
        const auto invited = samples::invitation("bình", user, at);
        put_change([&](WriteTx& tx) { return tx.put_invitation(invited); });
        put_change([&](WriteTx& tx) { return tx.put_activation(samples::activation(invited.user, at)); });
    }
    void close() {
        engine_->stop();
        engine_.reset();
    }

    contract::SqliteHome home_;
    std::unique_ptr<Engine> engine_;
};

TEST_F(SchemaTest, EveryColumnIsListedAsClearOrSealed) {
    Hand hand(home_.file());
    const auto tables =
        hand.strings("SELECT name FROM sqlite_schema WHERE type='table' AND name NOT LIKE 'sqlite_%'");
    EXPECT_EQ(tables.size(), kColumns.size());
    for (const auto& table : tables) {
        const auto known = kColumns.find(table);
        ASSERT_NE(known, kColumns.end()) << "a new table: " << table;
        const auto& [clear, sealed] = known->second;
        const auto names = hand.strings("SELECT name FROM pragma_table_info('" + table + "')");
        for (const auto& column : names)
            EXPECT_EQ(clear.count(column) + sealed.count(column), 1U) << table << "." << column;
        EXPECT_EQ(names.size(), clear.size() + sealed.size()) << table;
    }
}

TEST_F(SchemaTest, NoTriggersAndNoViews) {
    Hand hand(home_.file());
    EXPECT_TRUE(hand.strings("SELECT name FROM sqlite_schema WHERE type IN ('trigger','view')").empty());
}

/// One change of one value in every column of every table, each found by the check without any key.
TEST_F(SchemaTest, ChangeOfAnySingleValueIsFound) {
    fill();
    close();
    ASSERT_EQ(home_.check(), std::vector<std::string>{});
    const auto original = home_.file().string() + ".original";
    std::filesystem::copy_file(home_.file(), original);
    std::size_t changes = 0;
    for (const auto& [table, columns] : kColumns) {
        Columns all = columns.first;
        all.insert(columns.second.begin(), columns.second.end());
        for (const auto& column : all) {
            const auto key = table + " SET " + column + "=CASE typeof(" + column + ") WHEN 'integer' THEN " +
                             column + "+7 WHEN 'text' THEN " + column + "||'x' WHEN 'null' THEN 1 ELSE " +
                             "substr(" + column + ",1,length(" + column + ")-1)||x'5a' END";
            for (const auto& sql : {"UPDATE OR IGNORE " + key,
                                    "UPDATE OR IGNORE " + table + " SET " + column + "=CAST(" + column +
                                        "||x'00' AS BLOB) WHERE " + column + " IS NOT NULL"}) {
                std::filesystem::copy_file(original, home_.file(),
                                           std::filesystem::copy_options::overwrite_existing);
                int rows = 0;
                {
                    Hand hand(home_.file());
                    rows = hand.change(sql).value_or(0);
                }
                if (rows == 0) continue;
                ++changes;
                EXPECT_FALSE(home_.check().empty()) << sql;
            }
        }
    }
    EXPECT_GT(changes, 100U);
}

TEST_F(SchemaTest, RemovedRowsAndForeignObjectsAreFound) {
    fill();
    close();
    const auto original = home_.file().string() + ".original";
    std::filesystem::copy_file(home_.file(), original);
    for (const auto* sql :
         {"DELETE FROM cases WHERE number=2600000001", "DELETE FROM case_bodies WHERE number=2600000001",
          "DELETE FROM events WHERE n=0", "DELETE FROM state_counters WHERE unit='*'",
          "DELETE FROM due_counters WHERE unit='*'", "DELETE FROM due_week_counters WHERE unit='*'",
          "DELETE FROM case_sequence", "DELETE FROM second_factors", "DELETE FROM recovery_slots",
          "DELETE FROM grants", "DELETE FROM unit_keys", "DELETE FROM sealed_secrets",
          "DELETE FROM activations", "DELETE FROM approvals", "DELETE FROM cases WHERE number=2600000002",
          "CREATE TABLE more(a)", "DROP INDEX cases_by_unit",
          "CREATE TRIGGER t AFTER INSERT ON cases BEGIN DELETE FROM events; END",
          "UPDATE case_bodies SET body=(SELECT body FROM case_bodies WHERE number=2600000002)"}) {
        std::filesystem::copy_file(original, home_.file(), std::filesystem::copy_options::overwrite_existing);
        {
            Hand hand(home_.file());
            ASSERT_TRUE(hand.change(sql)) << sql;
        }
        EXPECT_FALSE(home_.check().empty()) << sql;
    }
}

TEST_F(SchemaTest, AChangeVouchesForNothingThatAnotherHandChanged) {
    fill();
    close();
    {
        Hand hand(home_.file());
        ASSERT_EQ(hand.change("DELETE FROM recovery_slots"), 1);
    }
    engine_ = home_.open({});
    const auto done = write_and_wait(
        *engine_, samples::with_leaf([](WriteTx& tx) { return tx.put_user(samples::user("bình")); }));
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, Errc::bad_signature);
    engine_->stop();
}

TEST_F(SchemaTest, FindingsNameThePlaceAndNeverTheContents) {
    fill();
    close();
    {
        Hand hand(home_.file());
        ASSERT_TRUE(hand.change("UPDATE users SET display_name='Trần Văn Bí Mật'"));
    }
    const auto findings = home_.check();
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_TRUE(findings.front().starts_with("users row 1: ")) << findings.front();
    EXPECT_EQ(findings.front().find("Bí Mật"), std::string::npos);
}

}  // namespace
}  // namespace hotline::storage
