#include "server/app/config.hpp"

#include "server/app/files.hpp"

#include <array>
#include <charconv>
#include <set>
#include <thread>
#include <toml++/toml.h>

namespace hotline::app {
namespace {

const std::set<std::string, std::less<>> kKnownKeys{"server.listen",
                                                    "server.operations",
                                                    "server.log_level",
                                                    "server.plain_http",
                                                    "server.threads",
                                                    "server.trusted_proxies",
                                                    "tls.certificate",
                                                    "tls.key",
                                                    "directory.file",
                                                    "directory.root",
                                                    "log.origin",
                                                    "log.key",
                                                    "log.checkpoint",
                                                    "password.memory_kib",
                                                    "password.passes",
                                                    "storage.reserve_mib",
                                                    "storage.readers",
                                                    "limits.reveals_per_hour",
                                                    "limits.reveals_per_day",
                                                    "limits.unassigned_per_day",
                                                    "limits.burst_reveals",
                                                    "limits.burst_looks",
                                                    "limits.burst_oversight",
                                                    "limits.burst_seconds"};

/// The first key that this version does not know, or nothing.
std::optional<std::string> unknown_key(const toml::table& root) {
    for (const auto& [section, node] : root) {
        const toml::table* table = node.as_table();
        if (table == nullptr) return std::string(section.str());
        for (const auto& [key, value] : *table) {
            const std::string name = std::string(section.str()) + "." + std::string(key.str());
            if (!kKnownKeys.contains(name)) return name;
        }
    }
    return std::nullopt;
}

std::optional<ops::LogLevel> parse_log_level(std::string_view name) {
    if (name == "debug") return ops::LogLevel::debug;
    if (name == "info") return ops::LogLevel::info;
    if (name == "warn") return ops::LogLevel::warn;
    if (name == "error") return ops::LogLevel::error;
    return std::nullopt;
}

/// Reads values and remembers the first that is wrong.
class Reader {
public:
    Reader(const toml::table& root, std::filesystem::path folder)
        : root_(&root), folder_(std::move(folder)) {}

    template <class T>
    std::optional<T> get(const char* section, const char* key) {
        const auto node = (*root_)[section][key];
        if (!node) return std::nullopt;
        std::optional<T> value = node.template value_exact<T>();
        if (!value) wrong(section, key);
        return value;
    }
    void path(const char* section, const char* key, std::filesystem::path& into, const char* fallback) {
        const std::string text = get<std::string>(section, key).value_or(fallback);
        if (!text.empty()) into = folder_ / text;  // an absolute path stays one
    }
    void endpoint(const char* key, Endpoint& into) {
        const std::optional<std::string> text = get<std::string>("server", key);
        if (!text) return;
        Result<Endpoint> parsed = parse_endpoint(*text);
        if (parsed) {
            into = *parsed;
        } else {
            wrong("server", key);
        }
    }
    void proxies(http::TrustedProxies& into) {
        const auto node = (*root_)["server"]["trusted_proxies"];
        if (!node) return;
        const toml::array* list = node.as_array();
        if (list == nullptr) return wrong("server", "trusted_proxies");
        std::vector<std::string> networks;
        for (const toml::node& each : *list) networks.push_back(each.value_exact<std::string>().value_or(""));
        Result<http::TrustedProxies> parsed = http::TrustedProxies::parse(networks);
        if (!parsed) return wrong("server", "trusted_proxies");
        into = *std::move(parsed);
    }
    template <class T>
    void number(const char* section, const char* key, T& into, std::int64_t low, std::int64_t high) {
        const std::optional<std::int64_t> value = get<std::int64_t>(section, key);
        if (!value) return;
        if (*value < low || *value > high) return wrong(section, key);
        into = static_cast<T>(*value);
    }
    void wrong(const char* section, const char* key) {
        if (first_wrong_.empty()) first_wrong_ = std::string(section) + "." + key;
    }
    [[nodiscard]] const std::string& first_wrong() const noexcept { return first_wrong_; }

private:
    const toml::table* root_;
    std::filesystem::path folder_;
    std::string first_wrong_;
};

void read_root_key(Reader& reader, Config& config) {
    Result<Bytes> bytes = from_base64(reader.get<std::string>("directory", "root").value_or(""));
    if (!bytes) return reader.wrong("directory", "root");
    Result<crypto::SignPublicKey> key = crypto::SignPublicKey::from(*bytes);
    if (!key) return reader.wrong("directory", "root");
    config.directory_root = *key;
}

void read_limits(Reader& reader, access::RevealLimits& limits) {
    constexpr std::int64_t kMost = 1'000'000;
    reader.number("limits", "reveals_per_hour", limits.reveals_per_hour, 0, kMost);
    reader.number("limits", "reveals_per_day", limits.reveals_per_day, 0, kMost);
    reader.number("limits", "unassigned_per_day", limits.unassigned_per_day, 0, kMost);
    reader.number("limits", "burst_reveals", limits.burst_reveals, 2, kMost);
    reader.number("limits", "burst_looks", limits.burst_looks, 2, kMost);
    reader.number("limits", "burst_oversight", limits.burst_oversight, 2, kMost);
    std::int64_t seconds = limits.burst_window.count();
    reader.number("limits", "burst_seconds", seconds, 10, 3600);
    limits.burst_window = std::chrono::seconds{seconds};
}

}  // namespace

Result<Endpoint> parse_endpoint(std::string_view text) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos || colon == 0) return fail(Errc::bad_input, "HOST:PORT expected");
    std::string_view host = text.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    Endpoint endpoint{std::string(host), 0};
    const std::string_view port = text.substr(colon + 1);
    const auto parsed = std::from_chars(port.data(), port.data() + port.size(), endpoint.port);
    if (parsed.ec != std::errc{} || parsed.ptr != port.data() + port.size())
        return fail(Errc::bad_input, "HOST:PORT expected");
    return endpoint;
}

Result<Config> load_config(const std::filesystem::path& data,
                           const std::optional<std::filesystem::path>& file) {
    const std::filesystem::path path = file.value_or(data / "hotline.toml");
    std::error_code missing;
    if (!std::filesystem::is_regular_file(path, missing))
        return fail(Errc::not_found, "no configuration: " + path.string());
    toml::table root;
    try {
        root = toml::parse_file(path.string());
    } catch (const toml::parse_error& error) {
        return fail(Errc::bad_input, path.string() + ": " + std::string(error.description()));
    }
    if (const auto unknown = unknown_key(root))
        return fail(Errc::bad_input, "unknown key in configuration: " + *unknown);

    Config config;
    config.data = data;
    config.file = path;
    Reader reader(root, data);
    reader.endpoint("listen", config.listen);
    reader.endpoint("operations", config.operations);
    reader.proxies(config.proxies);
    config.plain_http = reader.get<bool>("server", "plain_http").value_or(false);
    const auto level = parse_log_level(reader.get<std::string>("server", "log_level").value_or("info"));
    if (!level) reader.wrong("server", "log_level");
    config.log_level = level.value_or(ops::LogLevel::info);
    config.io_threads = std::max(1U, std::thread::hardware_concurrency());
    reader.number("server", "threads", config.io_threads, 1, 256);
    reader.path("tls", "certificate", config.tls_certificate, "tls.crt");
    reader.path("tls", "key", config.tls_key, "tls.key");
    reader.path("directory", "file", config.directory_file, "directory.json");
    reader.path("log", "key", config.log_key, "log.key");
    reader.path("log", "checkpoint", config.published_checkpoint, "");
    config.log_origin = reader.get<std::string>("log", "origin").value_or("");
    if (config.log_origin.empty()) reader.wrong("log", "origin");
    read_root_key(reader, config);
    reader.number("password", "memory_kib", config.password_cost.memory_kib, 8192, 1 << 20);
    reader.number("password", "passes", config.password_cost.passes, 1, 16);
    std::uint64_t reserve_mib = config.reserve_bytes >> 20U;
    reader.number("storage", "reserve_mib", reserve_mib, 0, 1 << 20);
    config.reserve_bytes = reserve_mib << 20U;
    reader.number("storage", "readers", config.readers, 1, 64);
    read_limits(reader, config.reveal_limits);
    if (!reader.first_wrong().empty())
        return fail(Errc::bad_input, "wrong or missing in configuration: " + reader.first_wrong());
    return config;
}

Result<void> check_modes(const Config& config) {
    if (Result<void> own = check_owned(config.data); !own) return own;
    for (const auto& path :
         {config.data, config.file, config.data / "hotline.db", config.log_key, config.tls_key})
        if (Result<void> closed = check_private(path); !closed && closed.error().code != Errc::not_found)
            return closed;
    return {};
}

}  // namespace hotline::app
