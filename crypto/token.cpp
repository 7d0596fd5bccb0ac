#include "crypto/token.hpp"

#include <sodium.h>

namespace hotline::crypto {
namespace {

constexpr int kBase64Url = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
// libsodium counts the final zero.
constexpr std::size_t kTokenCharacters = sodium_base64_ENCODED_LEN(Token::size, kBase64Url) - 1;

/// A caller chooses its Idempotency-Key, of any length; this makes key material of it.
using IdempotencyRoot = SecretFixed<32, struct IdempotencyRootTag>;

IdempotencyRoot idempotency_root(std::string_view key_text) noexcept {
    return derive_secret<IdempotencyRoot>({}, {as_bytes("1022/idem/v1"), as_bytes(key_text)});
}

}  // namespace

SessionId session_id_of(const Token& token) noexcept {
    return {blake2b(token.expose_secret(), {as_bytes("1022/sid/v1")}).bytes};
}

DataKey session_key_of(const Token& token) noexcept {
    return derive_secret<DataKey>(token.expose_secret(), {as_bytes("1022/skey/v1")});
}

Hash32 session_mac(const Token& token, const SessionClaims& claims) {
    Bytes times;
    for (const std::int64_t time : {claims.created_ms, claims.seen_ms, claims.proved_ms})
        put_u64(times, static_cast<std::uint64_t>(time));
    return blake2b(token.expose_secret(),
                   {as_bytes("1022/smac/v1"), claims.id.view(), claims.user.view(), times});
}

DataKey recovery_key(const RecoverySecret& code, const UserId& user) noexcept {
    return derive_secret<DataKey>(code.expose_secret(), {as_bytes("1022/recovery-kek/v1"), user.view()});
}

Hash32 invitation_id(const RecoverySecret& invitation) noexcept {
    return blake2b(invitation.expose_secret(), {as_bytes("1022/invite-id/v1")});
}

Hash32 activation_mac(const RecoverySecret& invitation, const UserId& user, const BoxPublicKey& box,
                      const SignPublicKey& sign) noexcept {
    return blake2b(invitation.expose_secret(),
                   {as_bytes("1022/activate/v1"), user.view(), box.view(), sign.view()});
}

SecretBytes token_text(const Token& token) {
    SecretBytes out(kTokenCharacters + 1);
    sodium_bin2base64(reinterpret_cast<char*>(out.expose_secret_for_writing().data()), out.size(),
                      token.expose_secret().data(), Token::size, kBase64Url);
    out.truncate(kTokenCharacters);
    return out;
}

Result<Token> parse_token(std::string_view text) {
    if (text.size() != kTokenCharacters) return fail(Errc::bad_format, "wrong length of a session token");
    auto bytes = from_base64url(text);
    if (!bytes) return bytes.error();
    auto token = Token::from(*bytes);
    wipe(*bytes);
    return token;
}

Hash32 idempotency_id(std::string_view key_text, ByteView scope) noexcept {
    return blake2b(idempotency_root(key_text).expose_secret(), {as_bytes("1022/idem-id/v1"), scope});
}

DataKey idempotency_data_key(std::string_view key_text, ByteView scope) noexcept {
    return derive_secret<DataKey>(idempotency_root(key_text).expose_secret(),
                                  {as_bytes("1022/idem-key/v1"), scope});
}

Hash32 request_fingerprint(std::string_view key_text, ByteView body) noexcept {
    return blake2b(idempotency_root(key_text).expose_secret(), {as_bytes("1022/idem-body/v1"), body});
}

}  // namespace hotline::crypto
