#include "server/http/wiped_buffer.hpp"

#include "tests/unit/http/http_fixture.hpp"

#include <algorithm>
#include <atomic>
#include <gtest/gtest.h>

namespace hotline::http {
namespace {

std::atomic<std::size_t> released_blocks{0};
std::atomic<bool> all_were_wiped{true};

void look_at(std::span<const char> block) {
    ++released_blocks;
    if (std::ranges::any_of(block, [](char c) { return c != 0; })) all_were_wiped = false;
}

struct ReleaseWatch {
    ReleaseWatch() {
        released_blocks = 0;
        all_were_wiped = true;
        WipedBuffer::set_release_hook(look_at);
    }
    ~ReleaseWatch() { WipedBuffer::set_release_hook(nullptr); }
};

TEST(WipedBuffer, IsWipedBeforeItsMemoryIsGivenBack) {
    const ReleaseWatch watch;
    {
        WipedBuffer buffer;
        buffer.append("Nguyễn Văn A");
        for (int i = 0; i < 10; ++i) buffer.append(std::string(100, 'x'));  // grows: old blocks go back too
        WipedBuffer moved = std::move(buffer);
        EXPECT_TRUE(moved.text().starts_with("Nguyễn Văn A"));
    }
    EXPECT_GT(released_blocks, 1U);
    EXPECT_TRUE(all_were_wiped);
}

TEST(WipedBuffer, WhatIsConsumedIsWipedInPlace) {
    WipedBuffer buffer;
    buffer.append("0123456789");
    buffer.consume(8);
    EXPECT_EQ(buffer.text(), "89");
    const std::string_view behind(buffer.data() + 2, 8);
    EXPECT_EQ(behind, std::string(8, '\0'));
}

TEST(WipedBuffer, KeepsItsAddressWhenMoved) {
    WipedBuffer buffer;
    buffer.append("x");
    const char* const before = buffer.data();
    const WipedBuffer moved = std::move(buffer);
    EXPECT_EQ(moved.data(), before);
}

using WipeTest = test::HttpTest;

TEST_F(WipeTest, RequestsAreWipedAndEveryBufferIsGivenBackWhenTheConnectionIsIdle) {
    start();
    const ReleaseWatch watch;
    test::RawClient client(port());
    const std::string body = R"({"text":"marker"})";
    client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: " +
                std::to_string(body.size()) + "\r\n\r\n" + body);
    ASSERT_EQ(client.receive()->status, 200U);
    // Header, body and the connection's own buffer.
    EXPECT_TRUE(eventually([] { return released_blocks >= 3; }));
    EXPECT_TRUE(all_were_wiped);
}

}  // namespace
}  // namespace hotline::http
