#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "clients/cli/http/connection.hpp"
#include "clients/cli/json.hpp"

namespace hotline::cli {

/// The server's HTTP API as values: an answer is its JSON, a refusal is a Failure with the problem's sentence
/// and the exit code that belongs to its status. One connection, opened at the first call and kept; one
/// thread.
class ApiClient {
public:
    /// An empty token is sent to nobody.
    ApiClient(Address address, Trust trust, std::string token)
        : address_(std::move(address)), trust_(std::move(trust)), token_(std::move(token)) {}

    /// Failures of all: unreachable, login_needed, not_found, conflict, failed.
    [[nodiscard]] Outcome<Json> get(const std::string& target);
    /// Not repeated when the connection breaks: the server may have acted.
    [[nodiscard]] Outcome<Json> post(const std::string& target, const Json& body);
    /// With a key (not empty) it is repeated once when a kept connection turns out closed: the key makes the
    /// server act once.
    [[nodiscard]] Outcome<Json> post_once(const std::string& target, const Json& body,
                                          const std::string& key);
    [[nodiscard]] Outcome<void> remove(const std::string& target);
    /// Saves the bytes of `target` in `path`. Further failures: failed (cannot write).
    [[nodiscard]] Outcome<void> download(const std::string& target, const std::filesystem::path& path);
    /// The answer whatever its status, for callers that read refusals themselves.
    [[nodiscard]] Outcome<Answer> exchange(Request request);

    [[nodiscard]] const Address& address() const noexcept { return address_; }
    void use_token(std::string token) { token_ = std::move(token); }

private:
    [[nodiscard]] Outcome<void> ensure_open();

    Address address_;
    Trust trust_;
    std::string token_;
    std::unique_ptr<Connection> connection_;
};

/// The Failure that an answer with a refusing status means.
[[nodiscard]] Failure failure_of(const Answer& answer);

}  // namespace hotline::cli
