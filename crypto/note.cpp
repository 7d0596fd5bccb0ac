#include "crypto/note.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace hotline::crypto {
namespace {

constexpr std::uint8_t kEd25519 = 1;
constexpr std::uint8_t kCosignature = 4;
constexpr std::string_view kDash = "\xE2\x80\x94 ";  // em dash and a blank
constexpr std::size_t kMaxNoteBytes = 1 << 20;
constexpr std::size_t kMaxSignatures = 100;
constexpr std::size_t kKeyIdBytes = 4;
constexpr std::size_t kTimeBytes = 8;

std::array<std::uint8_t, 4> big_endian_32(std::uint32_t value) noexcept {
    return {static_cast<std::uint8_t>(value >> 24), static_cast<std::uint8_t>(value >> 16),
            static_cast<std::uint8_t>(value >> 8), static_cast<std::uint8_t>(value)};
}

std::uint64_t read_big_endian(ByteView bytes) noexcept {
    std::uint64_t value = 0;
    for (const std::uint8_t byte : bytes) value = (value << 8) | byte;
    return value;
}

void put_big_endian_64(Bytes& out, std::uint64_t value) {
    put_bytes(out, big_endian_32(static_cast<std::uint32_t>(value >> 32)));
    put_bytes(out, big_endian_32(static_cast<std::uint32_t>(value)));
}

std::uint32_t key_id_of(std::string_view name, std::uint8_t type, const SignPublicKey& key) noexcept {
    const Hash32 hash = sha256({as_bytes(name), as_bytes("\n"), ByteView(&type, 1), key.view()});
    return static_cast<std::uint32_t>(read_big_endian(hash.view().first(kKeyIdBytes)));
}

NoteVerifier make_verifier(const NoteSigner& signer, std::uint8_t type) {
    const SignPublicKey& key = signer.pair.public_key;
    return {.name = signer.name, .key_id = key_id_of(signer.name, type, key), .type = type, .key = key};
}

bool valid_name(std::string_view name) noexcept {
    return !name.empty() && std::ranges::none_of(name, [](char c) {
        return c == '+' || c == '\x7F' || static_cast<unsigned char>(c) <= ' ';
    });
}

/// Bytes of the UTF-8 character that `text` begins with; 0 when it is not well-formed (RFC 3629) or is a
/// control character other than a line end.
std::size_t character_bytes(std::string_view text) noexcept {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(0);
    if (lead < 0x80) return (lead >= 0x20 && lead != 0x7F) || lead == '\n' ? 1 : 0;
    const std::size_t length = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
    if (length == 0 || text.size() < length) return 0;
    // The second byte tells overlong forms, surrogates and values above U+10FFFF.
    const unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    const unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (byte(1) < low || byte(1) > high) return 0;
    for (std::size_t i = 2; i < length; ++i) {
        if (byte(i) < 0x80 || byte(i) > 0xBF) return 0;
    }
    return length;
}

bool plain_text(std::string_view text) noexcept {
    while (!text.empty()) {
        const std::size_t length = character_bytes(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

struct SignatureLine {
    std::string_view name;
    std::uint32_t key_id = 0;
    Bytes signature;  ///< what follows the key id
};

struct NoteParts {
    std::string_view text;
    std::vector<SignatureLine> signatures;
};

/// "— name base64" without its line end. Errors: bad_format.
Result<SignatureLine> parse_signature(std::string_view line) {
    if (!line.starts_with(kDash)) return fail(Errc::bad_format, "not a signature line");
    line.remove_prefix(kDash.size());
    const std::size_t blank = line.find(' ');
    if (blank == std::string_view::npos) return fail(Errc::bad_format, "signature line without a name");
    const std::string_view name = line.substr(0, blank);
    auto bytes = from_base64(line.substr(blank + 1));
    if (!valid_name(name) || !bytes || bytes->size() <= kKeyIdBytes) {
        return fail(Errc::bad_format, "signature line of another shape");
    }
    const auto key_id = static_cast<std::uint32_t>(read_big_endian(ByteView(*bytes).first(kKeyIdBytes)));
    bytes->erase(bytes->begin(), bytes->begin() + kKeyIdBytes);
    return SignatureLine{.name = name, .key_id = key_id, .signature = std::move(*bytes)};
}

/// Takes a note apart at its last blank line. Errors: bad_format.
Result<NoteParts> split_note(std::string_view note) {
    if (note.size() > kMaxNoteBytes || !plain_text(note)) return fail(Errc::bad_format, "not a note's text");
    const std::size_t split = note.rfind("\n\n");
    if (split == std::string_view::npos) return fail(Errc::bad_format, "note without a blank line");
    NoteParts parts{.text = note.substr(0, split + 1), .signatures = {}};
    std::string_view rest = note.substr(split + 2);
    if (rest.empty() || rest.back() != '\n') return fail(Errc::bad_format, "note without whole signatures");
    while (!rest.empty()) {
        const std::size_t end = rest.find('\n');
        auto line = parse_signature(rest.substr(0, end));
        if (!line) return line.error();
        parts.signatures.push_back(std::move(*line));
        if (parts.signatures.size() > kMaxSignatures) return fail(Errc::bad_format, "too many signatures");
        rest.remove_prefix(end + 1);
    }
    return parts;
}

std::string signature_line(std::string_view name, std::uint32_t key_id, ByteView signature) {
    Bytes bytes;
    put_bytes(bytes, big_endian_32(key_id));
    put_bytes(bytes, signature);
    return std::string(kDash) + std::string(name) + ' ' + to_base64(bytes) + '\n';
}

std::string cosigned_text(std::string_view text, std::uint64_t unix_time) {
    return "cosignature/v1\ntime " + std::to_string(unix_time) + '\n' + std::string(text);
}

bool holds(const NoteVerifier& verifier, std::string_view text, ByteView signature) {
    std::string signed_text(text);
    if (verifier.type == kCosignature) {
        if (signature.size() != kTimeBytes + Signature::size) return false;
        signed_text = cosigned_text(text, read_big_endian(signature.first(kTimeBytes)));
        signature = signature.subspan(kTimeBytes);
    }
    auto bytes = Signature::from(signature);
    return bytes && verify_bare(verifier.key, as_bytes(signed_text), *bytes);
}

}  // namespace

Result<NoteVerifier> parse_verifier(std::string_view vkey) {
    const std::size_t first = vkey.find('+');
    const std::size_t second = first == std::string_view::npos ? first : vkey.find('+', first + 1);
    if (second == std::string_view::npos) return fail(Errc::bad_format, "verifier key without its parts");
    const std::string_view name = vkey.substr(0, first);
    auto id = from_hex(vkey.substr(first + 1, second - first - 1));
    auto typed_key = from_base64(vkey.substr(second + 1));
    if (!valid_name(name) || !plain_text(name) || !id || id->size() != kKeyIdBytes || !typed_key ||
        typed_key->size() != 1 + SignPublicKey::size) {
        return fail(Errc::bad_format, "verifier key of another shape");
    }
    const std::uint8_t type = typed_key->front();
    if (type != kEd25519 && type != kCosignature) return fail(Errc::bad_format, "unknown type of key");
    auto key = SignPublicKey::from(ByteView(*typed_key).subspan(1));
    if (!key) return key.error();
    const std::uint32_t key_id = key_id_of(name, type, *key);
    if (key_id != read_big_endian(*id)) return fail(Errc::bad_format, "key id does not fit the key");
    return NoteVerifier{.name = std::string(name), .key_id = key_id, .type = type, .key = *key};
}

std::string format_verifier(const NoteVerifier& verifier) {
    Bytes typed_key;
    put_u8(typed_key, verifier.type);
    put_bytes(typed_key, verifier.key.view());
    return verifier.name + '+' + to_hex(big_endian_32(verifier.key_id)) + '+' + to_base64(typed_key);
}

NoteVerifier verifier_of(const NoteSigner& signer) {
    return make_verifier(signer, kEd25519);
}

NoteVerifier cosigner_verifier_of(const NoteSigner& signer) {
    return make_verifier(signer, kCosignature);
}

std::string sign_note(std::string_view text, const NoteSigner& signer) {
    if (!text.ends_with('\n') || !plain_text(text) || !valid_name(signer.name)) {
        throw std::invalid_argument("sign_note: not the text or the name of a note");
    }
    const Signature signature = sign_bare(signer.pair.secret_key, as_bytes(text));
    return std::string(text) + '\n' +
           signature_line(signer.name, verifier_of(signer).key_id, signature.view());
}

Result<std::string> cosign_note(std::string_view note, const NoteSigner& signer, std::uint64_t unix_time) {
    auto parts = split_note(note);
    if (!parts) return parts.error();
    const std::string text = cosigned_text(parts->text, unix_time);
    const Signature signature = sign_bare(signer.pair.secret_key, as_bytes(text));
    Bytes timed;
    put_big_endian_64(timed, unix_time);
    put_bytes(timed, signature.view());
    return std::string(note) + signature_line(signer.name, cosigner_verifier_of(signer).key_id, timed);
}

Result<OpenedNote> open_note(std::string_view note, const std::vector<NoteVerifier>& verifiers) {
    auto parts = split_note(note);
    if (!parts) return parts.error();
    OpenedNote opened{.text = std::string(parts->text), .verified = {}};
    for (const NoteVerifier& verifier : verifiers) {
        bool signed_by_it = false;
        for (const SignatureLine& line : parts->signatures) {
            if (line.name != verifier.name || line.key_id != verifier.key_id) continue;
            if (!holds(verifier, parts->text, line.signature)) {
                return fail(Errc::bad_signature, "a known key's signature is wrong");
            }
            signed_by_it = true;
        }
        if (signed_by_it) opened.verified.push_back(verifier.name);
    }
    if (opened.verified.empty()) return fail(Errc::bad_signature, "signed by none of the known keys");
    return opened;
}

}  // namespace hotline::crypto
