#include "tests/contract/list_contract.hpp"
#include "tests/contract/sqlite_home.hpp"

namespace hotline::storage::contract {
namespace {

const EngineKind kSqlite{"Sqlite", [] { return std::make_unique<SqliteHome>(); }};

std::string name_of_kind(const testing::TestParamInfo<EngineKind>& kind) {
    return kind.param.name;
}

}  // namespace

INSTANTIATE_TEST_SUITE_P(Storage, EngineContract, testing::Values(kSqlite), name_of_kind);
INSTANTIATE_TEST_SUITE_P(Storage, ListContract, testing::Values(kSqlite), name_of_kind);

}  // namespace hotline::storage::contract
