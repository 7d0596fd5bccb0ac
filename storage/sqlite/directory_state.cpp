#include "storage/sqlite/directory_state.hpp"

namespace hotline::storage::sqlite {
namespace {

constexpr std::string_view kLabel = "1022/directory-state/v1";

/// u64 rows ‖ their sums. Errors: bad_format, the read's.
Result<void> put_sums(Bytes& out, Statement& select) {
    Bytes sums;
    auto rows = select();
    for (;;) {
        auto row = rows.next();
        if (!row) return row.error();
        if (!*row) break;
        const auto sum = RowSum::from(rows.blob(0));
        if (!sum) return fail(Errc::bad_format, "a row's sum has a wrong length");
        put_bytes(sums, sum->view());
    }
    put_u64(out, sums.size() / RowSum::size);
    put_bytes(out, sums);
    return {};
}

}  // namespace

DirectoryState::DirectoryState(Connection& db)
    : tables_{Statement{db, "SELECT sum FROM users ORDER BY id"},
              Statement{db, "SELECT sum FROM grants ORDER BY unit,unit_version,user"},
              Statement{db, "SELECT sum FROM unit_keys ORDER BY unit,version"},
              Statement{db, "SELECT sum FROM sealed_secrets ORDER BY name,recipient"}} {}

Result<Hash32> DirectoryState::hash(std::uint64_t version) {
    Bytes text;
    put_bytes(text, as_bytes(kLabel));
    put_u64(text, version);
    for (auto& table : tables_) {
        if (auto done = put_sums(text, table); !done) return done.error();
    }
    return sha256(text);
}

}  // namespace hotline::storage::sqlite
