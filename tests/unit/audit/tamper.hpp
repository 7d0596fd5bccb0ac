#pragma once

#include <filesystem>
#include <gtest/gtest.h>
#include <sqlite3.h>

namespace hotline::testing {

/// Changes the first hash of every stored tile, as somebody with the disk could; no engine may have it open.
inline void tamper_with_tiles(const std::filesystem::path& database) {
    sqlite3* raw = nullptr;
    ASSERT_EQ(sqlite3_open(database.c_str(), &raw), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(raw, "UPDATE tiles SET hashes = CAST(zeroblob(32) || substr(hashes, 33) AS BLOB)",
                           nullptr, nullptr, nullptr),
              SQLITE_OK)
        << sqlite3_errmsg(raw);
    EXPECT_GT(sqlite3_changes(raw), 0);
    sqlite3_close(raw);
}

}  // namespace hotline::testing
