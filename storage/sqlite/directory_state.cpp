#include "storage/sqlite/directory_state.hpp"

#include "storage/sqlite/approval_rules.hpp"

#include <algorithm>

namespace hotline::storage::sqlite {
namespace {

constexpr std::string_view kLabel = "1022/directory-state/v1";

/// u64 rows ‖ their columns, each u32 length ‖ bytes.
Result<void> put_rows(Bytes& out, Statement& select) {
    Bytes columns;
    std::uint64_t count = 0;
    auto rows = select();
    for (;; ++count) {
        auto row = rows.next();
        if (!row) return row.error();
        if (!*row) break;
        for (int column = 0; column < rows.columns(); ++column) {
            const auto bytes = rows.blob(column);
            put_u32(columns, static_cast<std::uint32_t>(bytes.size()));
            put_bytes(columns, bytes);
        }
    }
    put_u64(out, count);
    put_bytes(out, columns);
    return {};
}

}  // namespace

DirectoryState::DirectoryState(Connection& db)
    : tables_{Statement{db, "SELECT sum FROM users ORDER BY id"},
              Statement{db, "SELECT sum FROM grants ORDER BY unit,unit_version,user"},
              Statement{db, "SELECT sum FROM unit_keys ORDER BY unit,version"},
              Statement{db, "SELECT sum FROM sealed_secrets ORDER BY name,recipient"},
              // not the sum: the step of the newest code changes with every log-in
              Statement{db, "SELECT user,secret FROM second_factors WHERE secret IS NOT NULL ORDER BY user"},
              Statement{db, "SELECT sum FROM recovery_slots ORDER BY user"},
              Statement{db, "SELECT sum FROM invitations ORDER BY user"},
              Statement{db, "SELECT sum FROM activations ORDER BY user"}},
      newest_(db,
              "SELECT manifest FROM events WHERE case_id IS NULL AND manifest IS NOT NULL"
              " AND NOT " HOTLINE_OF_APPROVAL " ORDER BY n DESC LIMIT 1") {}

Result<Hash32> DirectoryState::hash(std::uint64_t version) {
    Bytes text;
    put_bytes(text, as_bytes(kLabel));
    put_u64(text, version);
    for (auto& table : tables_) {
        if (auto done = put_rows(text, table); !done) return done.error();
    }
    return sha256(text);
}

Result<std::optional<Hash32>> DirectoryState::newest_leaf() {
    auto newest = newest_();
    const auto row = newest.next();
    if (!row) return row.error();
    if (!*row) return std::optional<Hash32>();
    const auto hash = Hash32::from(newest.blob(0));
    if (!hash) return hash.error();
    return std::optional(*hash);
}

Result<void> DirectoryBinding::before_change() {
    if (touched_) return {};
    const auto now = state_.hash(pending_->directory_version());
    if (!now) return now.error();
    if (!said_) {
        const auto newest = state_.newest_leaf();
        if (!newest) return newest.error();
        said_ = newest->value_or(*now);
    }
    if (*said_ != *now)
        return fail(Errc::bad_signature, "people or keys are not what their newest leaf says: run fsck");
    touched_ = true;
    return {};
}

Result<void> DirectoryBinding::finish_work() {
    if (!touched_) return {};
    auto& events = pending_->own().events;
    const auto leaf = std::ranges::find_if(
        events, [](const EventDraft& event) { return !event.case_id && !event.manifest; });
    if (leaf == events.end()) return fail(Errc::internal, "people or keys changed without a leaf");
    const auto state = state_.hash(pending_->directory_version());
    if (!state) return state.error();
    leaf->manifest = said_ = *state;
    return {};
}

}  // namespace hotline::storage::sqlite
