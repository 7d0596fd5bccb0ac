#include "tests/contract/sqlite_home.hpp"

#include "storage/sqlite/sqlite_check.hpp"

#include <stdlib.h>

#include <stdexcept>

namespace hotline::storage::contract {

TemporaryFolder::TemporaryFolder() {
    auto name = (std::filesystem::temp_directory_path() / "hotline-test-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::unique_ptr<Engine> SqliteHome::open(const EngineSetup& setup) {
    SqliteOptions options;
    options.path = file();
    options.create = !std::filesystem::exists(file());
    options.queue_limit = setup.queue_limit;
    options.group_limit = setup.group_limit;
    options.readers = setup.readers;
    options.read_queue_limit = setup.read_queue_limit;
    options.clock = setup.clock;
    auto engine = open_sqlite(options);
    if (!engine) throw std::runtime_error(engine.error().internal);
    return *std::move(engine);
}

std::vector<std::string> SqliteHome::check() {
    auto findings = check_sqlite(file());
    if (!findings) throw std::runtime_error(findings.error().internal);
    return *std::move(findings);
}

}  // namespace hotline::storage::contract
