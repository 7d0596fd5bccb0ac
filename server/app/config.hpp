#pragma once

#include "crypto/keys.hpp"
#include "crypto/password.hpp"
#include "server/access/reveal_limits.hpp"
#include "server/http/trusted_proxies.hpp"
#include "server/ops/log.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace hotline::app {

/// Where something listens.
struct Endpoint {
    std::string host = "127.0.0.1";
    std::uint16_t port = 0;
};
/// "HOST:PORT". Errors: bad_input.
[[nodiscard]] Result<Endpoint> parse_endpoint(std::string_view text);

/// hotline.toml of a data folder, checked (server/app/DESIGN.md, "Configuration").
struct Config {
    std::filesystem::path data;
    std::filesystem::path file;  ///< this configuration
    Endpoint listen;
    Endpoint operations;  ///< health, readiness, metrics; plain HTTP, keep it on loopback
    bool plain_http = false;
    http::TrustedProxies proxies;  ///< whose X-Forwarded-For is believed
    std::filesystem::path tls_certificate, tls_key;
    std::filesystem::path directory_file;
    std::filesystem::path published_checkpoint;  ///< empty: none is kept outside
    std::filesystem::path log_key;
    std::string log_origin;
    crypto::SignPublicKey directory_root;
    crypto::PasswordCost password_cost;
    access::RevealLimits reveal_limits;
    std::uint64_t reserve_bytes = 64ULL << 20U;
    ops::LogLevel log_level = ops::LogLevel::info;
    unsigned io_threads = 2;
    unsigned readers = 2;
};

/// Reads DIR/hotline.toml, or another file for the same folder. Relative paths are below DIR.
/// Errors: not_found, bad_input (names the key; unknown keys are refused).
[[nodiscard]] Result<Config> load_config(const std::filesystem::path& data,
                                         const std::optional<std::filesystem::path>& file);

/// What must hold before a key is read: the data folder is this user's, and the folder, configuration,
/// database and keys give group and others no right. Files that are not there are left to who needs them.
/// Errors: forbidden, not_found (no data folder); the text names the file and what to do.
[[nodiscard]] Result<void> check_modes(const Config& config);

}  // namespace hotline::app
