#pragma once

#include <string_view>
#include <vector>

namespace hotline::storage::sqlite {

/// One numbered step of the schema, compiled into the program from storage/migrations.
struct Migration {
    int version = 0;
    std::string_view name;
    std::string_view sql;
};

/// All steps in order of their version, which has no gaps and starts at 1.
[[nodiscard]] const std::vector<Migration>& migrations();

}  // namespace hotline::storage::sqlite
