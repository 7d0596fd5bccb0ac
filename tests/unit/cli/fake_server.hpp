#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace hotline::cli::testing {

struct FakeRequest {
    std::string method;
    std::string target;
    std::string body;
    std::string authorization;
    std::string idempotency_key;
};

struct FakeAnswer {
    unsigned status = 200;
    std::string body = "{}";
    bool keep_alive = true;
};

/// A plain HTTP server on a free port of this machine that answers as the test says and remembers what it was
/// asked. It serves connections on threads of its own until it dies.
class FakeServer {
public:
    using Handler = std::function<FakeAnswer(const FakeRequest&)>;
    explicit FakeServer(Handler handler);
    ~FakeServer();
    FakeServer(const FakeServer&) = delete;
    FakeServer& operator=(const FakeServer&) = delete;

    [[nodiscard]] std::string url() const;
    [[nodiscard]] std::vector<FakeRequest> requests() const;

private:
    struct Inner;
    std::unique_ptr<Inner> inner_;
};

/// A port of this machine where nobody listens, as an address.
[[nodiscard]] std::string dead_url();

}  // namespace hotline::cli::testing
