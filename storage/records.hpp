#pragma once

#include "crypto/envelope.hpp"
#include "crypto/password.hpp"
#include "crypto/token.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hotline::storage {

using Time = std::chrono::sys_time<std::chrono::milliseconds>;  ///< UTC

/// Numbers of tables and columns as they stand in an envelope's Place. On disk: never renumber.
namespace place {
inline constexpr std::uint8_t kCases = 1, kEvents = 2, kUsers = 3, kSessions = 4, kIdempotency = 5,
                              kExports = 6, kIndexKeys = 7, kSecondFactors = 8, kInvitations = 9,
                              kApprovals = 10;
inline constexpr std::uint8_t kText = 1, kSubject = 2, kCircumstances = 3, kMessage = 4, kSecrets = 5,
                              kDetails = 6;
}  // namespace place

/// Where a case stands (api.md, "States"). Values are on disk.
enum class CaseState : std::uint8_t {
    fresh = 1,  ///< "new" on the wire
    triaged,
    forwarded,
    accepted,
    in_progress,
    awaiting_approval,
    answered,
    closed,
    waiting,
    returned,
    rejected,
    diverted,
    merged,
    reopened,
};
[[nodiscard]] std::string_view wire_name(CaseState state) noexcept;
[[nodiscard]] std::optional<CaseState> parse_case_state(std::string_view name) noexcept;
/// True while somebody still owes the citizen an answer: such cases count as overdue or soon.
[[nodiscard]] bool is_open(CaseState state) noexcept;

/// The number behind a reference: two digits of the year, then eight of the sequence. 26-000123 is
/// 2600000123.
using CaseNumber = std::int64_t;
[[nodiscard]] std::string format_reference(CaseNumber number);
/// Errors: bad_format.
[[nodiscard]] Result<CaseNumber> parse_reference(std::string_view reference);

struct CaseFlags {
    bool anonymous = false;
    bool confidential = false;
    bool contact_by_unit = false;  ///< the reporter consents that the handling unit may see the contact
    bool notify = false;
    bool publish = false;
    auto operator<=>(const CaseFlags&) const = default;
};

/// One sealed part of a case: an envelope, or a wrap of the compartment's data key.
struct SealedPart {
    enum class Kind : std::uint8_t { envelope = 1, wrap = 2 };
    Kind kind = Kind::envelope;
    crypto::Compartment compartment{};
    std::uint8_t column = 0;        ///< place::kText …; 0 for wraps
    std::uint32_t row_version = 1;  ///< for wraps: the data key's version
    RowId row_id;                   ///< zero except for messages
    Bytes bytes;

    [[nodiscard]] static SealedPart envelope(crypto::Compartment compartment, std::uint8_t column, RowId row,
                                             std::uint32_t row_version, crypto::Envelope sealed);
    [[nodiscard]] static SealedPart wrap(crypto::Compartment compartment, std::uint32_t data_key_version,
                                         crypto::Wrap wrap);
};

/// The sealed parts of a case. `head` holds what a list needs (subject, wraps of `report`), `body` the rest;
/// both are kept in canonical order, so that their manifest is the same on every engine.
struct Dossier {
    std::vector<SealedPart> parts;

    /// Parts in order of compartment, kind, column, row, bytes.
    void sort();
    [[nodiscard]] bool is_sorted() const noexcept;
    [[nodiscard]] const SealedPart* find_envelope(crypto::Compartment compartment, std::uint8_t column,
                                                  const RowId& row = {}) const noexcept;
    /// The wrap of `compartment` for a recipient, of any algorithm but the cache's.
    [[nodiscard]] const SealedPart* find_wrap(crypto::Compartment compartment,
                                              const crypto::Kid& recipient) const noexcept;
    /// Drops every wrap for a recipient; returns how many.
    std::size_t drop_wraps(const crypto::Kid& recipient);
};
/// True for the parts that stand in the row's head.
[[nodiscard]] bool belongs_to_head(const SealedPart& part) noexcept;
/// 'D' 01 ‖ u16 count ‖ parts, each u8 kind ‖ u8 compartment ‖ u8 column ‖ u32 row_version ‖ row16 ‖ u32
/// length ‖ bytes.
[[nodiscard]] Bytes encode_parts(const Dossier& dossier, bool head);
/// Appends what `encoded` holds. Errors: bad_format.
[[nodiscard]] Result<void> decode_parts(ByteView encoded, Dossier& into);
/// `b` of a leaf: SHA-256("1022/manifest/v1" ‖ for each part in order: its 27 fixed bytes ‖
/// BLAKE2b-256(bytes)).
[[nodiscard]] Hash32 manifest_hash(const Dossier& sorted);

/// Given to WriteTx::set_phone_token where a desk session found no telephone number to index: the case stops
/// waiting and has no token. Blind indexes are truncated to fewer bits, so it is never one.
inline constexpr std::uint32_t kNoPhoneToken = 0xffffffff;

/// The clear columns of a case (security.md: "Clear columns"; nothing else may be clear).
struct CaseRow {
    CaseNumber number = 0;  ///< given by the engine
    CaseId id;
    CaseState state = CaseState::fresh;
    std::string class_code;
    std::string field;
    std::string area;  ///< empty when unknown
    std::string unit;
    std::string urgency;  ///< normal, urgent, complex
    std::string channel;
    CaseFlags flags;
    Time received_at{};
    std::optional<Time> due_at;
    Time updated_at{};
    UserId created_by;  ///< zero for the public page
    UserId assignee;    ///< zero when nobody
    Salt16 citizen_salt;
    std::optional<std::uint32_t> phone_token;  ///< blind index; empty until filled in by a desk session
    std::uint32_t version = 1;
    std::uint64_t manifest_leaf = 0;  ///< index of the leaf whose `b` covers the current dossier
};

struct CaseRecord {
    CaseRow row;
    Dossier dossier;
};
/// A line of a list: the row and the parts of its head.
using CaseSummary = CaseRecord;

enum class DueFilter : std::uint8_t { any, overdue, soon, ok };

struct CaseQuery {
    std::optional<std::vector<std::string>> units{};  ///< empty optional: all (the desk)
    std::optional<CaseState> state{};
    std::string class_code{}, field{}, area{};  ///< empty: any
    DueFilter due = DueFilter::any;
    Time now{};  ///< for `due`
    std::chrono::milliseconds soon{std::chrono::hours{48}};
    std::optional<Time> since{}, until{};  ///< received_at, [since, until)
    std::uint32_t limit = 50;              ///< 1..200
    std::optional<CaseNumber> before{};    ///< keyset cursor: only numbers below
    std::uint32_t scan_limit = 20000;      ///< rows looked at before the page ends early with a cursor
};
struct CasePage {
    std::vector<CaseSummary> items{};  ///< newest first
    std::optional<CaseNumber> next{};  ///< pass as `before`; empty at the end
};
struct CaseCounts {
    std::vector<std::pair<CaseState, std::uint64_t>> by_state;  ///< only states with cases
    std::uint64_t overdue = 0, soon = 0, ok = 0;                ///< open cases by deadline
};

/// What the log keeps of an act beside the leaf. The engine adds index and time inside the commit.
struct EventDraft {
    std::string kind;                ///< closed list, e.g. "case.received"
    std::string purpose;             ///< code, or empty for "-"
    std::optional<Hash32> manifest;  ///< `b`
    std::optional<CaseId> case_id;   ///< clear, beside the leaf: finds the case's accesses
    std::optional<UserId> actor;     ///< clear, beside the leaf: finds an officer's acts
    std::string unit;                ///< clear: the actor's unit, or empty
    std::string shown_json;          ///< what the citizen may see
    Salt32 shown_salt;
    Hash32 staff_hash;                 ///< SHA-256(salt ‖ staff_json)
    Bytes staff_wrap, staff_envelope;  ///< salt32 ‖ staff_json sealed to the audit unit
};
struct EventRow {
    std::uint64_t index = 0;
    Time at{};
    Bytes leaf;          ///< the exact bytes that the tree hashes
    EventDraft details;  ///< fields emptied by erasure are empty
};
/// "1022/event/v1\nn …\nt …\ne …\np …\nb …\nd …\ns …\n" (security.md, section 3).
/// `draft`'s kind and purpose must be words as `is_leaf_word` says.
[[nodiscard]] Bytes format_leaf(std::uint64_t index, Time at, const EventDraft& draft);

/// 1..64 lower-case letters, digits, dots, dashes and underscores: what may stand on a line of a leaf.
[[nodiscard]] bool is_leaf_word(std::string_view word) noexcept;

struct EventQuery {
    std::optional<CaseId> case_id{};
    std::optional<UserId> actor{};
    std::string unit{}, kind_prefix{}, purpose{};  ///< empty: any
    std::optional<Time> since{}, until{};
    std::uint64_t from = 0;    ///< first index
    std::uint64_t to = ~0ULL;  ///< one past the last index
    std::uint32_t limit = 256;
    bool newest_first = false;
};

struct PasswordSlot {
    Salt16 salt;
    crypto::PasswordCost cost;
    Hash32 auth;
    Bytes secrets;  ///< ENV of the user's secret keys under the KEK
};
enum class UserState : std::uint8_t { waiting = 1, active, suspended, removed };
struct UserRow {
    UserId id;
    std::string username;  ///< NFC, lower case
    std::string display_name;
    std::string alias;  ///< stable, shown to citizens
    UserState state = UserState::active;
    Bytes entry;                        ///< canonical directory entry: keys, roles, units, validity
    crypto::Signature entry_signature;  ///< by the directory root
    PasswordSlot password;
};
/// A unit secret key sealed to one member.
struct GrantRow {
    std::string unit{};
    std::uint32_t unit_version = 0;
    UserId user{};
    Bytes box{};
};
enum class KeyState : std::uint8_t { primary = 1, decrypt_only, retired };
struct UnitKeyRow {
    std::string unit;
    std::uint32_t version = 0;
    crypto::BoxPublicKey public_key;
    KeyState state = KeyState::primary;
    Bytes entry;  ///< canonical directory entry
    crypto::Signature root_signature;
    Bytes cosignatures;  ///< user16 ‖ signature64, one or more
};
struct SessionRow {
    crypto::SessionId id{};
    UserId user{};
    Bytes secrets{};                            ///< ENV of the user's secret keys under the token
    Time created_at{}, seen_at{}, proved_at{};  ///< proved_at: last password or second factor
    Hash32 mac{};                               ///< under the token, over all of the above (crypto/token.hpp)
};

/// A member's one-time codes (RFC 6238). Both secrets are ENV under a key of the member's own.
struct SecondFactorRow {
    UserId user{};
    Bytes secret{};               ///< empty until confirmed: then no code is asked for
    Bytes pending{};              ///< empty, or shown to the member and not yet confirmed
    std::uint64_t last_step = 0;  ///< newest step whose code was used; older ones are refused
};
/// A member's secret keys under the recovery code.
struct RecoverySlotRow {
    UserId user{};
    Bytes secrets{};         ///< ENV of the user's secret keys
    bool confirmed = false;  ///< the code was typed back once
    Time made_at{};
};
/// Somebody who was invited and has no signed entry for the new keys yet.
struct InvitationRow {
    UserId user{};
    Hash32 id{};  ///< hash of the invitation, by which its holder finds it
    std::string username{}, display_name{};
    std::string roles{}, units{};  ///< lists as in a member's entry
    UserId invited_by{};
    Bytes token{};  ///< the invitation, sealed to the admin who made it
    Time expires_at{};
};
/// What an invited person's activation left for that admin to check.
struct ActivationRow {
    UserId user{};
    crypto::BoxPublicKey box_key{};
    crypto::SignPublicKey sign_key{};
    Hash32 mac{};  ///< under the invitation, over user and public keys
    PasswordSlot password{};
    Bytes recovery{};  ///< ENV of the user's secret keys under the recovery code
    Time at{};
};
/// A secret of a unit (an index key, the directory root's half) sealed to that unit or to a user.
struct SealedSecretRow {
    std::string name{};  ///< e.g. "index/phone/1", "root"
    Bytes recipient{};   ///< kid8 of the key it is sealed to
    Bytes box{};
};
struct IdempotencyRow {
    Hash32 id{};
    Hash32 fingerprint{};
    std::optional<CaseId> case_id{};
    std::uint64_t leaf = 0;  ///< filled in by the engine: first leaf of the commit
    Bytes answer{};          ///< ENV; holds neither reference nor leaf
    Time at{};
};
struct ExportRow {
    RowId id{};
    UserId user{};
    std::uint64_t leaf = 0;       ///< the `export.*` leaf
    std::uint64_t tree_size = 0;  ///< leaves covered
    std::string filter_json{};
    Bytes secret{};  ///< export signing seed sealed to the auditor's key
    Time at{};
};
struct CheckpointRow {
    std::uint64_t size = 0;
    Hash32 root{};
    std::string note{};
    Time at{};
};

}  // namespace hotline::storage
