#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "clients/cli/http/address.hpp"
#include "clients/cli/outcome.hpp"

namespace hotline::cli {

/// What makes a server's certificate acceptable.
struct Trust {
    std::string ca_file;  ///< PEM, besides the system's store; empty: the store alone
    std::string pin;      ///< SHA-256 of the certificate (64 hex digits); when set, it alone decides
};

struct Request {
    std::string_view method;
    std::string target;
    std::string body;             ///< JSON; empty: none
    std::string idempotency_key;  ///< empty: none
    std::string token;            ///< bearer; empty: none
};

struct Answer {
    unsigned status = 0;
    std::string body;
};

/// One keep-alive connection to the server. Blocking, each step at most 30 s, so one thread uses it at a
/// time.
class Connection {
public:
    /// Resolves, connects and, with TLS, verifies the certificate before anything is sent.
    /// Failures: unreachable; failed (the certificate is not trusted, the CA file is not readable).
    [[nodiscard]] static Outcome<std::unique_ptr<Connection>> open(const Address& address,
                                                                   const Trust& trust);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Sends and reads the whole answer (at most 64 MiB). Failures: unreachable.
    [[nodiscard]] Outcome<Answer> exchange(const Request& request);
    /// As `exchange`, but a body of status 200 goes to the file `path` as it comes.
    /// Failures: unreachable; failed (cannot write).
    [[nodiscard]] Outcome<Answer> download(const Request& request, const std::filesystem::path& path);
    /// Whether the server keeps it open for another request.
    [[nodiscard]] bool reusable() const noexcept;

private:
    struct Inner;
    explicit Connection(std::unique_ptr<Inner> inner);
    std::unique_ptr<Inner> inner_;
};

}  // namespace hotline::cli
