#include "server/ops/service_manager.hpp"

#include <array>
#include <cstddef>
#include <cstdlib>
#include <gtest/gtest.h>
#include <string>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace hotline::ops {
namespace {

/// A socket as systemd has one, under a name without a file, and the variable that names it.
class Manager : public testing::Test {
protected:
    void SetUp() override {
        name_ = "@hotline-test-" + std::to_string(::getpid());
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        name_.copy(address.sun_path, sizeof address.sun_path);
        address.sun_path[0] = '\0';
        socket_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        ASSERT_EQ(::bind(socket_, reinterpret_cast<const sockaddr*>(&address),
                         static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name_.size())),
                  0);
        ::setenv("NOTIFY_SOCKET", name_.c_str(), 1);
    }
    void TearDown() override {
        ::unsetenv("NOTIFY_SOCKET");
        ::close(socket_);
    }
    std::string received() const {
        std::array<char, 64> text{};
        const ssize_t size = ::recv(socket_, text.data(), text.size(), MSG_DONTWAIT);
        return size < 0 ? "nothing" : std::string(text.data(), static_cast<std::size_t>(size));
    }
    std::string name_;
    int socket_ = -1;
};

TEST_F(Manager, IsToldTheState) {
    ASSERT_TRUE(tell_service_manager("READY=1"));
    EXPECT_EQ(received(), "READY=1");
}

TEST_F(Manager, ThatIsNotThereIsNoError) {
    ::unsetenv("NOTIFY_SOCKET");
    EXPECT_TRUE(tell_service_manager("READY=1"));
    EXPECT_EQ(received(), "nothing");
}

TEST_F(Manager, ThatDoesNotAnswerIsAnError) {
    ::setenv("NOTIFY_SOCKET", "@hotline-test-nobody-listens", 1);
    EXPECT_FALSE(tell_service_manager("READY=1"));
    const std::string endless(200, 'x');
    ::setenv("NOTIFY_SOCKET", endless.c_str(), 1);
    EXPECT_FALSE(tell_service_manager("READY=1"));
}

}  // namespace
}  // namespace hotline::ops
