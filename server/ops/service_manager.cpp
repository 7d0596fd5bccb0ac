#include "server/ops/service_manager.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace hotline::ops {

Result<void> tell_service_manager(std::string_view state) {
    const char* const socket_name =
        std::getenv("NOTIFY_SOCKET");  // NOLINT(concurrency-mt-unsafe): never set here
    if (socket_name == nullptr) return {};
    const std::string_view name = socket_name;
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (name.size() < 2 || name.size() >= sizeof address.sun_path)
        return fail(Errc::internal, "NOTIFY_SOCKET names no socket");
    std::ranges::copy(name, address.sun_path);
    if (name.front() == '@') address.sun_path[0] = '\0';  // Linux's names without a file
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());

    const int channel = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (channel < 0) return fail(Errc::internal, "no socket for the service manager");
    const ssize_t sent = ::sendto(channel, state.data(), state.size(), MSG_NOSIGNAL,
                                  reinterpret_cast<const sockaddr*>(&address), size);
    ::close(channel);
    if (sent != static_cast<ssize_t>(state.size()))
        return fail(Errc::internal, "the service manager does not answer");
    return {};
}

}  // namespace hotline::ops
