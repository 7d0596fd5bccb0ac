#pragma once

#include "storage/sqlite/statement.hpp"

namespace hotline::storage::sqlite {

/// Members, grants, unit keys and sealed secrets as one hash: `b` of every leaf whose work changed one of
/// them, so that a row taken away, put back or copied is found as well as a changed one (DESIGN.md,
/// "Formats").
class DirectoryState {
public:
    explicit DirectoryState(Connection& db);
    /// Reads every row's sum: some milliseconds for thousands of members. @param version  of the directory.
    [[nodiscard]] Result<Hash32> hash(std::uint64_t version);

private:
    std::array<Statement, 4> tables_;
};

}  // namespace hotline::storage::sqlite
