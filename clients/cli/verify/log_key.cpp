#include "clients/cli/verify/log_key.hpp"

#include <fmt/format.h>

#include "clients/cli/messages.hpp"
#include "clients/cli/text_input.hpp"

namespace hotline::cli {
namespace {

constexpr std::size_t kMaxKeyFile = 4096;
constexpr std::uint8_t kEd25519 = 1;

}  // namespace

Result<crypto::NoteVerifier> parse_log_key(std::string_view text) {
    if (text.ends_with('\n')) text.remove_suffix(1);
    auto key = crypto::parse_verifier(text);
    if (key && key->type != kEd25519) return fail(Errc::bad_format, "a witness's key, not a log's");
    return key;
}

Outcome<crypto::NoteVerifier> read_log_key(const std::string& path) {
    auto text = read_file(path, kMaxKeyFile);
    if (!text) return text.error();
    auto key = parse_log_key(*text);
    if (!key) return Failure{ExitCode::audit_failed, fmt::format(msg::kBadKeyFile, path)};
    return *std::move(key);
}

}  // namespace hotline::cli
