#pragma once

#include "crypto/keys.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <utility>

namespace hotline::crypto {

/// Parts of a case sealed under a key of their own (security.md, "What is sealed where"). Values are on disk.
enum class Compartment : std::uint8_t {
    report = 1,
    original = 2,
    identity = 3,
    contact = 4,
    conversation = 5,
    notify = 6,
    search = 7,
    letter = 8,
    note = 9,
    staff = 10,        ///< details of a log leaf, sealed to the audit unit
    session = 11,      ///< a user's secret keys under a session token
    user = 12,         ///< a user's secret keys under a password, recovery or invitation key
    idempotency = 13,  ///< a stored answer under its Idempotency-Key
    unit_secret = 14,
    attachment_first = 64,  ///< attachment/N is attachment_first + N, N = 0..63
};

/// Where an envelope stands; a blob moved to another place does not open. The whole of it is authenticated.
struct Place {
    std::uint8_t table = 0;  ///< storage's number of the table (storage/records.hpp)
    std::uint8_t column = 0;
    Compartment compartment{};
    FixedBytes<16, CaseIdTag> case_id;  ///< zero where there is no case
    RowId row_id;
    std::uint32_t row_version = 0;
};

/// Bytes in ENV format. Only this room makes them; storage takes them as they are.
class Envelope {
public:
    [[nodiscard]] const Bytes& bytes() const noexcept { return bytes_; }
    [[nodiscard]] Bytes take() && noexcept { return std::move(bytes_); }

private:
    friend Envelope seal_envelope(const DataKey&, const Place&, ByteView, std::size_t);
    explicit Envelope(Bytes bytes) noexcept : bytes_(std::move(bytes)) {}
    Bytes bytes_;
};

inline constexpr std::size_t kPadPerson = 64;  ///< identity, contact, notify
inline constexpr std::size_t kPadText = 256;   ///< report, original, conversation, notes
inline constexpr std::size_t kEnvelopeOverhead = 84;

/// Seals `plaintext` in ENV v1 after padding it to a multiple of `pad_block` (ISO 7816-4, sodium_pad).
[[nodiscard]] Envelope seal_envelope(const DataKey& key, const Place& place, ByteView plaintext,
                                     std::size_t pad_block);
/// Opens ENV v1. `pad_block` must be the one used when sealing.
/// Errors: bad_format (not ENV v1), bad_key (another data key), bad_signature (changed, or another place).
[[nodiscard]] Result<SecretBytes> open_envelope(const DataKey& key, const Place& place, ByteView blob,
                                                std::size_t pad_block);
/// The key id that an ENV names, without opening it. Errors: bad_format.
[[nodiscard]] Result<Kid> envelope_key_id(ByteView blob);

/// The data key and its context as they stand inside a wrap; used inside this room only.
using WrapPayload = SecretFixed<64, struct WrapPayloadTag>;

/// What a wrap is for; compared on opening, because sealed boxes carry no associated data.
struct WrapContext {
    CaseId case_id;
    Compartment compartment{};
    std::uint32_t data_key_version = 1;
};

/// Bytes in WRAP format, algorithms 01..04.
class Wrap {
public:
    [[nodiscard]] const Bytes& bytes() const noexcept { return bytes_; }
    [[nodiscard]] Bytes take() && noexcept { return std::move(bytes_); }

private:
    friend class WindowKey;
    friend Wrap wrap_sealed(const BoxPublicKey&, const WrapContext&, const DataKey&);
    friend Wrap wrap_unit_cache(const WrapKey&, const Kid&, const WrapContext&, const DataKey&);
    friend Wrap wrap_citizen(const WrapKey&, const Kid&, const WrapContext&, const DataKey&);
    explicit Wrap(Bytes bytes) noexcept : bytes_(std::move(bytes)) {}
    Bytes bytes_;
};

/// Algorithm 01: a sealed box (72-82 µs).
[[nodiscard]] Wrap wrap_sealed(const BoxPublicKey& recipient, const WrapContext& context,
                               const DataKey& data_key);
/// Algorithm 03: a symmetric copy under K_unit, kept beside the original wrap.
[[nodiscard]] Wrap wrap_unit_cache(const WrapKey& unit_key, const Kid& unit_kid, const WrapContext& context,
                                   const DataKey& data_key);
/// Algorithm 04: under K_citizen; `citizen_kid` is the first 8 bytes of BLAKE2b-256("1022/kid/v1" ‖ salt16).
[[nodiscard]] Wrap wrap_citizen(const WrapKey& citizen_key, const Kid& citizen_kid,
                                const WrapContext& context, const DataKey& data_key);

/// One ephemeral X25519 pair that serves every wrap of a short window (algorithm 02), with one precomputed
/// shared key per recipient. Not thread-safe; the owner bounds its life (≤ 10 s, ≤ 1,000 cases, one
/// directory).
class WindowKey {
public:
    WindowKey();
    WindowKey(const WindowKey&) = delete;
    WindowKey& operator=(const WindowKey&) = delete;
    ~WindowKey();
    /// Wraps for `recipient`; the first wrap for a recipient costs a scalar multiplication (36 µs), then 0.4
    /// µs.
    [[nodiscard]] Wrap wrap(const BoxPublicKey& recipient, const Kid& recipient_kid,
                            const WrapContext& context, const DataKey& data_key);

private:
    using SharedKey = SecretFixed<32, struct SharedKeyTag>;
    BoxKeyPair pair_;
    std::map<Kid, SharedKey> shared_;
};

/// Opens wraps of algorithms 01, 02 and 03 for one unit key pair; remembers the shared key of a window, so
/// that a page of cases from one window costs one scalar multiplication. Lives no longer than one request.
class WrapOpener {
public:
    explicit WrapOpener(BoxKeyPair unit);
    WrapOpener(WrapOpener&&) noexcept = default;
    WrapOpener& operator=(WrapOpener&&) noexcept = default;
    /// Errors: bad_format, bad_key (for another recipient, or changed), bad_signature (another case,
    /// compartment or version than `context` says).
    [[nodiscard]] Result<DataKey> open(const WrapContext& context, ByteView wrap);
    [[nodiscard]] const Kid& kid() const noexcept { return kid_; }
    [[nodiscard]] const BoxPublicKey& public_key() const noexcept { return unit_.public_key; }
    [[nodiscard]] const WrapKey& unit_key() const noexcept { return unit_key_; }

private:
    using SharedKey = SecretFixed<32, struct SharedKeyTag>;
    [[nodiscard]] Result<WrapPayload> open_window(ByteView wrap);

    BoxKeyPair unit_;
    Kid kid_;
    WrapKey unit_key_;
    std::optional<std::pair<BoxPublicKey, SharedKey>> window_;  // last sender seen
};

/// Opens a wrap of algorithm 04. Errors as WrapOpener::open.
[[nodiscard]] Result<DataKey> open_citizen_wrap(const WrapKey& citizen_key, const Kid& citizen_kid,
                                                const WrapContext& context, ByteView wrap);
/// The recipient a wrap names, and its algorithm (1..4). Errors: bad_format.
struct WrapHead {
    std::uint8_t algorithm = 0;
    Kid recipient;
};
[[nodiscard]] Result<WrapHead> read_wrap_head(ByteView wrap);

}  // namespace hotline::crypto
