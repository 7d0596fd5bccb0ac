#pragma once

#include "server/app/config.hpp"

#include <memory>

namespace hotline::flow {
struct Services;
}

namespace hotline::app {

/// The composition root: everything a running server consists of, wired together. One per process.
class App {
public:
    /// Opens the data folder and checks it: this user's and closed to others, directory signed by the pinned
    /// root, the log not shorter than the checkpoint kept outside. Errors: those of the parts, in words for
    /// the person at the command line.
    [[nodiscard]] static Result<std::unique_ptr<App>> open(Config config);
    App(const App&) = delete;
    App& operator=(const App&) = delete;
    ~App();

    /// Binds both listeners. @return the address, e.g. "https://127.0.0.1:8443". Errors: those of Listener.
    [[nodiscard]] Result<std::string> listen();
    /// Where health, readiness and metrics are served, e.g. "http://127.0.0.1:40123".
    [[nodiscard]] std::string operations_address() const;
    /// Serves on background threads.
    void start();
    /// Waits for SIGTERM or SIGINT, then drains: no new connections, running requests end, storage closes.
    void wait_and_stop();
    /// Stops without waiting for a signal.
    void stop();

    /// What the verbs of server/flow work with, for programs that call them without HTTP, such as benches.
    /// Borrowed: lives as long as this App. The engine takes no more work after stop().
    [[nodiscard]] flow::Services& services() noexcept;

    struct Parts;  ///< for this room's own files

private:
    explicit App(std::unique_ptr<Parts> parts) noexcept;
    std::unique_ptr<Parts> parts_;
};

/// The table of routes of this program as JSON: method, path, name, auth, roles. For tests and for people.
[[nodiscard]] std::string routes_json();

}  // namespace hotline::app
