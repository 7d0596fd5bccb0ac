#pragma once

#include "storage/engine.hpp"

namespace hotline::storage::samples {

/// Really sealed rows of the shape that intake makes, for tests and benches. Deterministic but for the keys.
struct CaseOptions {
    std::string unit = "so-xay-dung";
    CaseState state = CaseState::fresh;
    std::string class_code = "phan-anh", field = "ha-tang", area = "p-tan-lap";
    Time received_at{std::chrono::sys_days{std::chrono::year{2026} / 9 / 4} + std::chrono::hours{3}};
    std::optional<Time> due_at{};
    bool with_contact = true;
    CaseFlags flags{};
    std::size_t report_bytes = 900;
};

/// A unit that cases are wrapped for.
struct Unit {
    crypto::BoxPublicKey key;
    crypto::Kid kid;
};
[[nodiscard]] Unit unit(std::string_view name);

/// UUIDv7 of `at` with random bits.
[[nodiscard]] CaseId case_id(Time at);
/// About 4.5 KB of sealed parts: report, original, identity, contact, wrapped for desk, unit and citizen.
[[nodiscard]] CaseRecord sealed_case(const CaseOptions& options = {});
/// `case.received` (or another kind) with the record's manifest.
[[nodiscard]] EventDraft event_of(const CaseRecord& record, std::string kind = "case.received");
/// An event without a case.
[[nodiscard]] EventDraft event(std::string kind = "session.opened");
[[nodiscard]] IdempotencyRow answer_of(const CaseRecord& record, Time at);
[[nodiscard]] UserRow user(std::string username);
[[nodiscard]] UnitKeyRow unit_key(std::string_view name, std::uint32_t version);
[[nodiscard]] SessionRow session(const UserId& user, Time at);
[[nodiscard]] InvitationRow invitation(std::string username, const UserId& by, Time expires_at);
[[nodiscard]] ActivationRow activation(const UserId& user, Time at);
/// A pending request of one officer to open the identity of one case.
[[nodiscard]] ApprovalRow approval(const UserId& requester, const CaseId& case_id, Time at);
[[nodiscard]] Bytes bytes(std::size_t n);
/// A cached wrap (algorithm 03) of one compartment.
[[nodiscard]] Bytes cached_wrap(const CaseRecord& record, const Unit& unit, crypto::Compartment compartment);

/// One intake: case, event and idempotency row, as the server stores them.
[[nodiscard]] Engine::WriteWork intake(CaseRecord record, std::uint64_t directory_version = 0);
/// `work` and after it a leaf about no case, which changes of people and keys need.
[[nodiscard]] Engine::WriteWork with_leaf(Engine::WriteWork work, std::string kind = "user.changed");
/// One act on a stored case: the changed record and its event.
[[nodiscard]] Engine::WriteWork change(CaseRecord record, std::string kind = "case.triaged",
                                       std::uint64_t directory_version = 0);
/// Stores an intake and gives the record back with its number. Aborts the test program when it fails.
[[nodiscard]] CaseRecord store(Engine& engine, const CaseOptions& options = {},
                               std::uint64_t directory_version = 0);

}  // namespace hotline::storage::samples
