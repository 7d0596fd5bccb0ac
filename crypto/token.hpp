#pragma once

#include "crypto/keys.hpp"

#include <string>
#include <string_view>

namespace hotline::crypto {

/// A session token: 32 random bytes, base64url on the wire.
using Token = SecretFixed<32, struct TokenTag>;
/// What the database knows of a token: BLAKE2b-256(T ‖ "1022/sid/v1"), T as key.
using SessionId = FixedBytes<32, struct SessionIdTag>;

[[nodiscard]] SessionId session_id_of(const Token& token) noexcept;
/// The key of the session's ENV: BLAKE2b-256(key = T, "1022/skey/v1").
[[nodiscard]] DataKey session_key_of(const Token& token) noexcept;
/// What a session's row must carry beside its clear columns, so that a row changed by another hand is refused
/// at use: BLAKE2b-256(key = T, "1022/smac/v1" ‖ id32 ‖ user16 ‖ i64 created ‖ i64 seen ‖ i64 proved), times
/// in Unix milliseconds.
struct SessionClaims {
    SessionId id;
    UserId user;
    std::int64_t created_ms = 0, seen_ms = 0, proved_ms = 0;
};
[[nodiscard]] Hash32 session_mac(const Token& token, const SessionClaims& claims);
[[nodiscard]] SecretBytes token_text(const Token& token);
/// Errors: bad_format.
[[nodiscard]] Result<Token> parse_token(std::string_view text);

/// The secret of a tracking code: 16 Crockford characters, 80 random bits.
using TrackingSecret = SecretFixed<10, struct TrackingSecretTag>;

/// A citizen's code taken apart, e.g. 26-000123-7K4Q-2M9T-XH3V-5NPA.
struct TrackingCode {
    std::string reference;  ///< "26-000123"
    TrackingSecret secret;
};

/// "26-000123" and the secret in groups of four, as given to the citizen.
[[nodiscard]] SecretBytes format_tracking_code(std::string_view reference, const TrackingSecret& secret);
/// Accepts any case, with or without dashes and spaces; I and L read as 1, O as 0 (Crockford).
/// The reference is two digits of the year and six or more digits. Errors: bad_format.
[[nodiscard]] Result<TrackingCode> parse_tracking_code(std::string_view text);

/// K_citizen = BLAKE2b-256(key = secret's 16 characters, "1022/citizen/v1" ‖ case16 ‖ salt16).
[[nodiscard]] WrapKey citizen_key(const TrackingSecret& secret, const CaseId& case_id,
                                  const Salt16& salt) noexcept;
/// BLAKE2b-256("1022/kid/v1" ‖ salt16)[0..7].
[[nodiscard]] Kid citizen_kid(const Salt16& salt) noexcept;

/// Hash under which an Idempotency-Key is found: BLAKE2b-256(key text, "1022/idem-id/v1" ‖ scope), key text
/// as key material by way of BLAKE2b. `scope` is caller ‖ route.
[[nodiscard]] Hash32 idempotency_id(std::string_view key_text, ByteView scope) noexcept;
/// The key that seals the stored answer, from the Idempotency-Key itself.
[[nodiscard]] DataKey idempotency_data_key(std::string_view key_text, ByteView scope) noexcept;
/// Fingerprint of a request body, keyed by the Idempotency-Key, so that it says nothing without it.
[[nodiscard]] Hash32 request_fingerprint(std::string_view key_text, ByteView body) noexcept;

/// 160 random bits as 32 Crockford characters in groups of four: recovery codes and invitations.
using RecoverySecret = SecretFixed<20, struct RecoverySecretTag>;
[[nodiscard]] SecretBytes format_recovery_code(const RecoverySecret& secret);
[[nodiscard]] Result<RecoverySecret> parse_recovery_code(std::string_view text);

/// The key that seals a member's secret keys under the recovery code:
/// BLAKE2b-256(key = code, "1022/recovery-kek/v1" ‖ user16).
[[nodiscard]] DataKey recovery_key(const RecoverySecret& code, const UserId& user) noexcept;
/// What the database knows of an invitation: BLAKE2b-256(key = invitation, "1022/invite-id/v1").
[[nodiscard]] Hash32 invitation_id(const RecoverySecret& invitation) noexcept;
/// Proves that who holds the invitation made these keys:
/// BLAKE2b-256(key = invitation, "1022/activate/v1" ‖ user16 ‖ box32 ‖ sign32).
[[nodiscard]] Hash32 activation_mac(const RecoverySecret& invitation, const UserId& user,
                                    const BoxPublicKey& box, const SignPublicKey& sign) noexcept;

}  // namespace hotline::crypto
