#include "server/events/hub.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <gtest/gtest.h>

namespace hotline::events {
namespace {

Notice notice(std::uint64_t leaf, std::string unit) {
    return {leaf, "case.received", random_fixed<CaseId>(), {std::move(unit)}};
}

std::vector<std::uint64_t> leaves_of(boost::asio::io_context& io, Hub::Listener& listener) {
    auto future = boost::asio::co_spawn(io, listener.next(std::chrono::seconds{0}), boost::asio::use_future);
    io.restart();
    io.run();
    std::vector<std::uint64_t> leaves;
    for (const Notice& each : future.get()) leaves.push_back(each.leaf);
    return leaves;
}

TEST(Hub, AUnitHearsOfItsOwnCasesAndTheDeskOfAll) {
    boost::asio::io_context io;
    Hub hub;
    const auto unit = hub.listen(io.get_executor(), {false, {"so-y-te"}}, {});
    const auto desk = hub.listen(io.get_executor(), {true, {}}, {});
    hub.publish(notice(1, "so-y-te"));
    hub.publish(notice(2, "cong-an"));
    EXPECT_EQ(leaves_of(io, *unit), (std::vector<std::uint64_t>{1}));
    EXPECT_EQ(leaves_of(io, *desk), (std::vector<std::uint64_t>{1, 2}));
}

TEST(Hub, AClientThatComesBackMissesNothing) {
    boost::asio::io_context io;
    Hub hub;
    for (std::uint64_t leaf = 1; leaf <= 5; ++leaf) hub.publish(notice(leaf, "so-y-te"));
    const auto back = hub.listen(io.get_executor(), {false, {"so-y-te"}}, 3);
    EXPECT_FALSE(back->lost());
    EXPECT_EQ(leaves_of(io, *back), (std::vector<std::uint64_t>{4, 5}));
}

TEST(Hub, ACursorOfBeforeTheMemoryMeansReload) {
    boost::asio::io_context io;
    Hub hub;
    EXPECT_TRUE(hub.listen(io.get_executor(), {true, {}}, 7)->lost());
}

TEST(Hub, AListenerThatDoesNotKeepUpIsToldSo) {
    boost::asio::io_context io;
    Hub hub;
    const auto slow = hub.listen(io.get_executor(), {true, {}}, {});
    for (std::uint64_t leaf = 1; leaf <= 1000; ++leaf) hub.publish(notice(leaf, "so-y-te"));
    EXPECT_TRUE(slow->lost());
}

TEST(Cursor, IsOpaqueAndStrict) {
    EXPECT_EQ(*parse_cursor(format_cursor(123456789)), 123456789U);
    for (const char* bad : {"", "x", "AQ", "AgAAAAAAAAAA", "AQAAAAAAAAAAAA"})
        EXPECT_FALSE(parse_cursor(bad)) << bad;
}

}  // namespace
}  // namespace hotline::events
