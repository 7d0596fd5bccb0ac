#pragma once

#include "storage/sqlite/sqlite_engine.hpp"
#include "tests/contract/contract_suite.hpp"

#include <filesystem>

namespace hotline::storage::contract {

/// A folder that is removed with its owner.
class TemporaryFolder {
public:
    TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder();
    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

private:
    std::filesystem::path path_;
};

/// A database file of the embedded engine in a folder of its own.
class SqliteHome : public Home {
public:
    [[nodiscard]] std::unique_ptr<Engine> open(const EngineSetup& setup) override;
    [[nodiscard]] std::vector<std::string> check() override;
    [[nodiscard]] std::filesystem::path file() const { return folder_.path() / "hotline.db"; }

private:
    TemporaryFolder folder_;
};

}  // namespace hotline::storage::contract
