#pragma once

#include "storage/records.hpp"

namespace hotline::storage {

/// Where a request for a second person's approval stands. Values are on disk.
enum class ApprovalState : std::uint8_t { pending = 1, approved, refused, ended };
[[nodiscard]] std::string_view wire_name(ApprovalState state) noexcept;

/// One officer's request to open one set of compartments of one case, or to have the limit of reveals lifted.
struct ApprovalRow {
    RowId id{};
    ApprovalState state = ApprovalState::pending;
    std::optional<CaseId> case_id{};  ///< none: the limit of reveals
    UserId requester{};
    std::string unit{};  ///< the unit the requester acts for
    std::string purpose{};
    std::vector<crypto::Compartment> compartments{};  ///< rising
    Bytes note_wrap{}, note_envelope{};               ///< the reason, sealed to the desk's supervisors
    std::uint64_t leaf = 0;                           ///< of `reveal.asked`; filled in by the engine
    Time asked_at{};
    Time expires_at{};              ///< pending: lapses then; approved: ends then
    UserId approver{};              ///< zero until decided
    crypto::Signature signature{};  ///< zero until approved
    std::vector<SealedPart>
        wraps{};  ///< data keys wrapped to the requester's own key; empty but while approved
    std::uint32_t version = 1;
};

/// A member's look that limits count: a reveal, or reading a case that is not the member's own work.
struct LookRow {
    std::uint64_t leaf = 0;
    Time at{};
    bool is_reveal = false;
    CaseId case_id{};
    std::string shown_json{};
};

/// A canary as the server can recognise it: `mark` is keyed by a data key of the case, the rest is for
/// auditors.
struct CanaryRow {
    Hash32 mark{};
    Hash32 hash{};  ///< SHA-256(salt ‖ json) of the details
    Bytes wrap{}, envelope{};
};

}  // namespace hotline::storage
