#include "server/ops/blocking_pool.hpp"

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>
#include <gtest/gtest.h>
#include <latch>
#include <optional>
#include <stdexcept>
#include <sys/resource.h>
#include <unistd.h>

namespace hotline::ops {
namespace {

namespace asio = boost::asio;

template <class T>
asio::awaitable<void> keep(asio::awaitable<T> coroutine, std::optional<T>* outcome) {
    outcome->emplace(co_await std::move(coroutine));
}

/// Runs a coroutine to its end and gives back what it returned.
template <class T>
T run(asio::awaitable<T> coroutine) {
    asio::io_context io;
    std::optional<T> outcome;
    asio::co_spawn(asio::make_strand(io), keep(std::move(coroutine), &outcome),
                   [](const std::exception_ptr& thrown) {
                       if (thrown) std::rethrow_exception(thrown);
                   });
    io.run();
    return *std::move(outcome);
}

using Places = std::pair<std::thread::id, std::thread::id>;

asio::awaitable<Result<Places>> where_it_runs(BlockingPool* pool) {
    const auto inside =
        co_await run_blocking(pool, [] { return Result<std::thread::id>(std::this_thread::get_id()); });
    co_return Places{*inside, std::this_thread::get_id()};
}

TEST(BlockingPool, WorksElsewhereAndComesBackToTheCaller) {
    BlockingPool pool({.name = "test"});
    const auto places = run(where_it_runs(&pool));
    EXPECT_NE(places->first, std::this_thread::get_id());
    EXPECT_EQ(places->second, std::this_thread::get_id());
}

TEST(BlockingPool, PassesErrorsMoveOnlyValuesAndExceptionsOn) {
    BlockingPool pool({.name = "test"});
    const auto failed =
        run(run_blocking(&pool, []() -> Result<int> { return fail(Errc::not_found, "no row"); }));
    EXPECT_EQ(failed.error().code, Errc::not_found);
    const auto moved =
        run(run_blocking(&pool, [p = std::make_unique<int>(7)]() mutable -> Result<std::unique_ptr<int>> {
            return std::move(p);
        }));
    EXPECT_EQ(**moved, 7);
    EXPECT_TRUE(run(run_blocking(&pool, []() -> Result<void> { return {}; })));
    const auto thrown = run(run_blocking(&pool, []() -> Result<int> { throw std::runtime_error("marker"); }));
    EXPECT_EQ(thrown.error().code, Errc::internal);
    EXPECT_EQ(thrown.error().internal.find("marker"), std::string::npos)
        << "its text may quote personal data";
}

TEST(BlockingPool, AFullQueueIsBusy) {
    std::latch started(1);
    std::latch go_on(1);
    BlockingPool pool({.name = "test", .threads = 1, .queue = 1});
    BlockingPool::Job blocker = [&](bool) {
        started.count_down();
        go_on.wait();
    };
    ASSERT_TRUE(pool.try_post(blocker));
    started.wait();
    BlockingPool::Job waiting = [](bool) {};
    ASSERT_TRUE(pool.try_post(waiting));
    EXPECT_EQ(pool.waiting(), 1U);
    const auto refused = run(run_blocking(&pool, []() -> Result<int> { return 1; }));
    EXPECT_EQ(refused.error().code, Errc::busy);
    go_on.count_down();
}

/// A pool of one thread that is held until `finish`, and what became of the jobs after that.
struct HeldPool {
    HeldPool(std::size_t queue, std::ptrdiff_t jobs) : ended(jobs), pool({.name = "test", .queue = queue}) {
        BlockingPool::Job holder = [this](bool) {
            held.count_down();
            go_on.wait();
        };
        EXPECT_TRUE(pool.try_post(holder));
        held.wait();
    }
    bool post(const std::string& lane) {
        BlockingPool::Job job = [this, lane](bool ran) {
            (ran ? done : refused).push_back(lane);
            ended.count_down();
        };
        return pool.try_post(job, lane);
    }
    void finish() {
        go_on.count_down();
        ended.wait();
    }
    std::latch held{1}, go_on{1}, ended;
    std::vector<std::string> done, refused;
    BlockingPool pool;
};

TEST(BlockingPool, LanesAreServedInTurn) {
    HeldPool held(16, 5);
    for (const char* lane : {"a", "a", "a", "b", "c"}) EXPECT_TRUE(held.post(lane));
    held.finish();
    EXPECT_EQ(held.done, (std::vector<std::string>{"a", "b", "c", "a", "a"}));
}

TEST(BlockingPool, AFullQueueMakesRoomForWhoWaitsForLess) {
    HeldPool held(3, 5);
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(held.post("flood"));
    EXPECT_FALSE(held.post("flood")) << "the flood itself is refused";
    EXPECT_TRUE(held.post("b"));
    EXPECT_TRUE(held.post("c"));
    EXPECT_EQ(held.refused, (std::vector<std::string>{"flood", "flood"}));
    EXPECT_FALSE(held.post("d")) << "everybody waits for one";
    EXPECT_EQ(held.pool.waiting(), 3U);
    held.finish();
}

TEST(BlockingPool, StoppingTellsWaitingJobsAndRefusesNewOnes) {
    std::latch started(1);
    std::latch go_on(1);
    std::atomic<bool> running_finished{false};
    BlockingPool pool({.name = "test", .threads = 1});
    BlockingPool::Job blocker = [&](bool) {
        started.count_down();
        go_on.wait();
        running_finished = true;
    };
    ASSERT_TRUE(pool.try_post(blocker));
    started.wait();
    std::optional<bool> waiting_ran;
    BlockingPool::Job waiting = [&](bool ran) {
        waiting_ran = ran;
        go_on.count_down();  // stop() tells the waiting before it waits for the running
    };
    ASSERT_TRUE(pool.try_post(waiting));
    pool.stop();
    EXPECT_EQ(waiting_ran, false);
    EXPECT_TRUE(running_finished);
    BlockingPool::Job late = [](bool) {};
    EXPECT_FALSE(pool.try_post(late));
    EXPECT_TRUE(late) << "a refused job is given back";
    pool.stop();
    EXPECT_EQ(run(run_blocking(&pool, []() -> Result<int> { return 1; })).error().code, Errc::busy);
}

TEST(BlockingPool, AJobThatThrowsDoesNotEndItsThread) {
    BlockingPool pool({.name = "test", .threads = 1});
    BlockingPool::Job broken = [](bool) { throw std::runtime_error("x"); };
    ASSERT_TRUE(pool.try_post(broken));
    EXPECT_EQ(*run(run_blocking(&pool, []() -> Result<int> { return 3; })), 3);
}

TEST(BlockingPool, IsNiceWhenAsked) {
    BlockingPool pool({.name = "password", .nice = 5});
    const auto niceness = run(run_blocking(
        &pool, []() -> Result<int> { return getpriority(PRIO_PROCESS, static_cast<id_t>(gettid())); }));
    EXPECT_EQ(*niceness, getpriority(PRIO_PROCESS, 0) + 5);
    EXPECT_THROW(BlockingPool({.name = "x", .threads = 0}), std::logic_error);
}

TEST(Completion, ACallbackBeforeStartReturnsIsNotLost) {
    const auto value = run(completion<int>([](Done<int> done) { done(42); }));
    EXPECT_EQ(*value, 42);
}

TEST(Completion, ACallbackFromAnotherThreadResumesOnTheCallersExecutor) {
    std::thread caller;
    const auto start = [&caller](Done<int> done) {
        caller = std::thread([done = std::move(done)]() mutable { done(fail(Errc::storage_full, "")); });
    };
    EXPECT_EQ(run(completion<int>(start)).error().code, Errc::storage_full);
    caller.join();
}

}  // namespace
}  // namespace hotline::ops
