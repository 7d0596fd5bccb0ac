#pragma once

#include "storage/engine.hpp"
#include "tests/contract/samples.hpp"

#include <gtest/gtest.h>

namespace hotline::storage::contract {

/// What a test asks of an engine beyond its defaults.
struct EngineSetup {
    std::size_t queue_limit = 4096, group_limit = 512;
    std::size_t readers = 2, read_queue_limit = 4096;
    std::function<Time()> clock{};
};

/// A place where one engine at a time keeps its data; made anew for every test.
class Home {
public:
    virtual ~Home() = default;
    /// Opens the engine; the data stay from one opening to the next.
    [[nodiscard]] virtual std::unique_ptr<Engine> open(const EngineSetup& setup) = 0;
    /// The key-less examination of what is stored; the engine may be open.
    [[nodiscard]] virtual std::vector<std::string> check() = 0;
};

struct EngineKind {
    std::string name;
    std::function<std::unique_ptr<Home>()> make_home;
};

/// What every storage engine promises. To run it on an engine, instantiate `EngineContract` with its kind.
class EngineContract : public testing::TestWithParam<EngineKind> {
protected:
    void SetUp() override {
        init_crypto();
        home_ = GetParam().make_home();
        engine_ = home_->open({});
    }
    void TearDown() override {
        if (!engine_) return;
        engine_->stop();
        EXPECT_EQ(home_->check(), std::vector<std::string>{});
    }
    void reopen(const EngineSetup& setup = {}) {
        engine_->stop();
        engine_.reset();
        engine_ = home_->open(setup);
    }
    [[nodiscard]] Result<Commit> write(Engine::WriteWork work) {
        return write_and_wait(*engine_, std::move(work));
    }
    /// A change of people or keys, with the leaf that it needs.
    [[nodiscard]] Result<Commit> change(Engine::WriteWork work) {
        return write(samples::with_leaf(std::move(work)));
    }
    /// Reads one value in a snapshot of its own.
    template <class Ask>
    [[nodiscard]] auto read(Ask ask) {
        decltype(ask(std::declval<ReadTx&>())) answer = fail(Errc::internal, "not read");
        const auto done = read_and_wait(*engine_, [&](ReadTx& tx) -> Result<void> {
            answer = ask(tx);
            return {};
        });
        if (!done) answer = done.error();
        return answer;
    }
    /// A case with its own event, idempotency row and number.
    [[nodiscard]] CaseRecord store(const samples::CaseOptions& options = {},
                                   std::uint64_t directory_version = 0) {
        return samples::store(*engine_, options, directory_version);
    }
    [[nodiscard]] CasePage page(const CaseQuery& query) {
        auto found = read([&](ReadTx& tx) { return tx.list_cases(query); });
        EXPECT_TRUE(found) << found.error().internal;
        return found ? *std::move(found) : CasePage{};
    }
    /// Every number of a list, page by page.
    [[nodiscard]] std::vector<CaseNumber> all_numbers(CaseQuery query);
    [[nodiscard]] CaseCounts counts(const std::optional<std::vector<std::string>>& units, Time now,
                                    std::chrono::milliseconds soon = std::chrono::hours{48});

    std::unique_ptr<Home> home_;
    std::unique_ptr<Engine> engine_;
};

#define EXPECT_OK(result)                                                  \
    do {                                                                   \
        const auto& checked = (result);                                    \
        EXPECT_TRUE(checked) << (checked ? "" : checked.error().internal); \
    } while (false)
#define ASSERT_OK(result)                                                  \
    do {                                                                   \
        const auto& checked = (result);                                    \
        ASSERT_TRUE(checked) << (checked ? "" : checked.error().internal); \
    } while (false)
#define EXPECT_FAILS(result, expected)                                                                     \
    do {                                                                                                   \
        const auto& checked = (result);                                                                    \
        EXPECT_FALSE(checked);                                                                             \
        if (!checked)                                                                                      \
            EXPECT_EQ(name_of(checked.error().code), name_of(Errc::expected)) << checked.error().internal; \
    } while (false)

}  // namespace hotline::storage::contract
