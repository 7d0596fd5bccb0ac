#pragma once

#include <filesystem>
#include <string>

#include "clients/cli/http/api_client.hpp"
#include "clients/cli/outcome.hpp"
#include "clients/cli/output.hpp"
#include "clients/cli/terminal.hpp"
#include "clients/cli/text_input.hpp"
#include "clients/cli/token_store.hpp"

namespace hotline::cli {

/// Options that every command takes.
struct GlobalOptions {
    std::string server;
    std::string token_file;
    std::string ca_file;
    std::string pin;
    std::string color = "auto";
    bool no_input = false;
    bool json = false;
};

/// What a command works with. Made once a run; commands borrow it.
class Context {
public:
    Context(const Terminal& terminal, const GlobalOptions& options);

    [[nodiscard]] const Terminal& terminal() const noexcept { return *terminal_; }
    [[nodiscard]] const Output& out() const noexcept { return out_; }
    [[nodiscard]] const TextInput& input() const noexcept { return input_; }

    /// A client with the member's token. Failures: usage (no server), login_needed, failed.
    [[nodiscard]] Outcome<ApiClient> signed_in() const;
    /// A client without a token, for log-in and for citizens. Failures: usage.
    [[nodiscard]] Outcome<ApiClient> anonymous() const;
    /// --token-file or the default. Failures: usage.
    [[nodiscard]] Outcome<std::filesystem::path> token_file() const;

private:
    [[nodiscard]] Outcome<ApiClient> client(const std::string& server, std::string token) const;

    const Terminal* terminal_;
    GlobalOptions options_;
    Output out_;
    TextInput input_;
};

}  // namespace hotline::cli
