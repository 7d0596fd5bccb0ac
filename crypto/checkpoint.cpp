#include "crypto/note.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <limits>

namespace hotline::crypto {
namespace {

constexpr std::string_view kProofHeader = "c2sp.org/tlog-proof@v1";
constexpr std::size_t kMaxPath = 63;
constexpr unsigned kTileWidth = 256;

/// The next line without its end; empty `text` afterwards means that was the last. Errors: bad_format.
Result<std::string_view> take_line(std::string_view& text) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return fail(Errc::bad_format, "a line is missing");
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    return line;
}

/// ASCII decimal without sign or leading zeros, below 2^63. Errors: bad_format.
Result<std::uint64_t> parse_decimal(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = problem == std::errc{} && end == text.data() + text.size();
    const bool canonical = text.size() == 1 || !text.starts_with('0');
    if (!whole || !canonical || value > std::uint64_t{std::numeric_limits<std::int64_t>::max()}) {
        return fail(Errc::bad_format, "not a canonical number");
    }
    return value;
}

Result<Hash32> parse_hash(std::string_view text) {
    auto bytes = from_base64(text);
    if (!bytes) return bytes.error();
    return Hash32::from(*bytes);
}

/// Whether the log that the checkpoint names is itself among the signers; a witness alone is not enough.
Result<void> signed_by_origin(const std::string& note, std::string_view origin,
                              const std::vector<NoteVerifier>& verifiers) {
    std::vector<NoteVerifier> logs;
    std::ranges::copy_if(verifiers, std::back_inserter(logs), [&](const NoteVerifier& verifier) {
        return verifier.type == 1 && verifier.name == origin;
    });
    if (auto opened = open_note(note, logs); !opened) return opened.error();
    return {};
}

}  // namespace

std::string format_checkpoint(const Checkpoint& checkpoint) {
    return checkpoint.origin + '\n' + std::to_string(checkpoint.size) + '\n' +
           to_base64(checkpoint.root.view()) + '\n';
}

Result<Checkpoint> parse_checkpoint(std::string_view text) {
    auto origin = take_line(text);
    if (!origin) return origin.error();
    auto size_line = take_line(text);
    if (!size_line) return size_line.error();
    auto root_line = take_line(text);
    if (!root_line) return root_line.error();
    auto size = parse_decimal(*size_line);
    if (!size) return size.error();
    auto root = parse_hash(*root_line);
    if (!root) return root.error();
    while (!text.empty()) {
        auto extension = take_line(text);
        if (!extension) return extension.error();
        if (extension->empty()) return fail(Errc::bad_format, "an empty line in a checkpoint");
    }
    if (origin->empty()) return fail(Errc::bad_format, "a checkpoint without an origin");
    return Checkpoint{.origin = std::string(*origin), .size = *size, .root = *root};
}

std::string format_proof(const ProofFile& proof) {
    std::string out = std::string(kProofHeader) + "\nindex " + std::to_string(proof.index) + '\n';
    for (const Hash32& hash : proof.path) out += to_base64(hash.view()) + '\n';
    return out + '\n' + proof.checkpoint_note;
}

Result<ProofFile> parse_proof(std::string_view text) {
    auto header = take_line(text);
    if (!header || *header != kProofHeader) return fail(Errc::bad_format, "not a proof of this version");
    auto index_line = take_line(text);
    if (!index_line || !index_line->starts_with("index "))
        return fail(Errc::bad_format, "proof without index");
    auto index = parse_decimal(index_line->substr(6));
    if (!index) return index.error();
    ProofFile proof{.index = *index, .path = {}, .checkpoint_note = {}};
    for (;;) {
        auto line = take_line(text);
        if (!line) return line.error();
        if (line->empty()) break;
        auto hash = parse_hash(*line);
        if (!hash) return hash.error();
        proof.path.push_back(*hash);
        if (proof.path.size() > kMaxPath) return fail(Errc::bad_format, "a path longer than any");
    }
    if (text.empty()) return fail(Errc::bad_format, "proof without a checkpoint");
    proof.checkpoint_note = text;
    return proof;
}

Result<Checkpoint> verify_proof(const ProofFile& proof, ByteView leaf,
                                const std::vector<NoteVerifier>& verifiers) {
    auto opened = open_note(proof.checkpoint_note, verifiers);
    if (!opened) return opened.error();
    auto checkpoint = parse_checkpoint(opened->text);
    if (!checkpoint) return checkpoint.error();
    auto by_log = signed_by_origin(proof.checkpoint_note, checkpoint->origin, verifiers);
    if (!by_log) return by_log.error();
    auto included =
        verify_inclusion(leaf_hash(leaf), proof.index, checkpoint->size, checkpoint->root, proof.path);
    // An index beyond the tree is a false claim of the file, not a mistake of the caller.
    if (!included) return fail(Errc::bad_signature, "the leaf is not in the tree at this index");
    return checkpoint;
}

std::string tile_path(std::uint8_t level, std::uint64_t index, unsigned width) {
    std::string number;
    for (bool last = true; last || index > 0; last = false, index /= 1000) {
        const std::string digits = std::to_string(1000 + index % 1000).substr(1);
        if (!last) number.insert(0, 1, '/').insert(0, digits).insert(0, 1, 'x');
        if (last) number = digits;
    }
    std::string path = "tile/" + std::to_string(level) + '/' + number;
    if (width < kTileWidth) path += ".p/" + std::to_string(width);
    return path;
}

}  // namespace hotline::crypto
