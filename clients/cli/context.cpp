#include "clients/cli/context.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "clients/cli/messages.hpp"
#include "crypto/bytes.hpp"

namespace hotline::cli {
namespace {

ColorChoice color_of(const std::string& name) {
    if (name == "always") return ColorChoice::always;
    return name == "never" ? ColorChoice::never : ColorChoice::automatic;
}

/// A fingerprint as tools print it, "AB:CD:…" or plain, in lower case. Failures: usage.
Outcome<std::string> normal_pin(std::string pin) {
    std::erase(pin, ':');
    std::ranges::transform(pin, pin.begin(),
                           [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c; });
    const auto bytes = from_hex(pin);
    if (!pin.empty() && (!bytes || bytes->size() != Hash32::size)) {
        return Failure{ExitCode::usage, std::string(msg::kBadPin)};
    }
    return pin;
}

}  // namespace

Context::Context(const Terminal& terminal, const GlobalOptions& options)
    : terminal_(&terminal),
      options_(options),
      out_(terminal, options.json, color_of(options.color)),
      input_(terminal, options.no_input) {
    if (options_.server.empty()) options_.server = terminal.variable("HOTLINE_SERVER");
    if (options_.ca_file.empty()) options_.ca_file = terminal.variable("HOTLINE_CA");
}

Outcome<std::filesystem::path> Context::token_file() const {
    if (!options_.token_file.empty()) return std::filesystem::path(options_.token_file);
    return default_token_file(*terminal_);
}

Outcome<ApiClient> Context::client(const std::string& server, std::string token) const {
    if (server.empty()) return Failure{ExitCode::usage, std::string(msg::kNoServer)};
    auto address = parse_address(server);
    if (!address) return address.error();
    auto pin = normal_pin(options_.pin);
    if (!pin) return pin.error();
    return ApiClient(*std::move(address), {.ca_file = options_.ca_file, .pin = *std::move(pin)},
                     std::move(token));
}

Outcome<ApiClient> Context::anonymous() const {
    if (!options_.server.empty()) return client(options_.server, {});
    const auto path = token_file();
    const auto stored = path ? load_token(*path) : Outcome<StoredToken>(path.error());
    return client(stored ? stored->origin : std::string(), {});
}

Outcome<ApiClient> Context::signed_in() const {
    const std::string given = terminal_->variable("HOTLINE_TOKEN");
    if (!given.empty() && options_.token_file.empty()) return client(options_.server, given);
    const auto path = token_file();
    if (!path) return path.error();
    auto stored = load_token(*path);
    if (!stored) return stored.error();
    auto made = client(options_.server.empty() ? stored->origin : options_.server, stored->token);
    if (made && !stored->origin.empty() && made->address().origin() != stored->origin) {
        return Failure{ExitCode::login_needed, fmt::format(msg::kTokenOfOther, stored->origin)};
    }
    return made;
}

}  // namespace hotline::cli
