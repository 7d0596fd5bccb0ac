#pragma once

#include "server/access/reveal_limits.hpp"
#include "server/access/sessions.hpp"
#include "server/audit/acts.hpp"
#include "server/audit/signer.hpp"
#include "server/calendar/service_levels.hpp"
#include "server/events/hub.hpp"
#include "server/ops/await_engine.hpp"
#include "server/redaction/redactor.hpp"
#include "server/routing/classifier.hpp"
#include "server/vault/readers.hpp"

#include <string>
#include <vector>

namespace hotline::flow {

namespace asio = boost::asio;

/// What the verbs work with. All borrowed from the composition root, which outlives them.
struct Services {
    storage::Engine* engine = nullptr;
    storage::EventLog* log = nullptr;
    vault::Sealer* sealer = nullptr;
    audit::Recorder* recorder = nullptr;
    audit::Signer* signer = nullptr;
    access::Sessions* sessions = nullptr;
    access::Passwords* passwords = nullptr;
    access::LogInLimits* log_ins = nullptr;
    events::Hub* hub = nullptr;
    const redaction::Redactor* redactor = nullptr;
    const routing::Directory* directory = nullptr;
    const routing::Classifier* classifier = nullptr;
    const calendar::Calendar* calendar = nullptr;
    const calendar::ServiceLevels* service_levels = nullptr;
    const ops::Clock* clock = nullptr;
    crypto::SignPublicKey root;  ///< the pinned directory root
    access::RevealLimits limits;
    std::uint64_t reserve_bytes = 0;  ///< below this much free space nothing is opened; intake goes on

    [[nodiscard]] const std::string& desk() const { return sealer->units().desk; }
};

/// Errors: audit_unavailable while the log cannot sign or space runs low. Asked before anything is opened.
[[nodiscard]] Result<void> may_open(const Services& services);

/// A member's free text as it may stand in the log: without personal data. Malformed text becomes empty.
[[nodiscard]] std::string note_for_audit(const Services& services, std::string_view note);

/// Reads the key directory again and gives it to the sealer, after another server or an admin changed it.
/// Errors: bad_signature, and those of Engine::read.
[[nodiscard]] asio::awaitable<Result<void>> refresh_directory(Services* services);

/// A notice for clients, without the leaf's index, which the commit gives.
struct Announcement {
    std::string name;
    CaseId case_id;
    std::vector<std::string> units;
    std::vector<UserId> users{};  ///< who hears of it beside the units' members
    bool to_desk = true;
};

/// Writes durably and tells listeners in commit order. Errors: those of Engine::write.
[[nodiscard]] asio::awaitable<Result<storage::Commit>> commit(Services* services,
                                                              storage::Engine::WriteWork work,
                                                              std::vector<Announcement> announcements);

/// The replay protection of one request (security.md, "Idempotency"); empty when the client sent no key.
struct Idempotency {
    Hash32 id;
    Hash32 fingerprint;
    crypto::DataKey key;  ///< seals the stored answer
};
/// The row that makes the answer repeatable. `answer` holds neither reference nor leaf.
[[nodiscard]] storage::IdempotencyRow remember_answer(const Idempotency& idempotency, std::string_view answer,
                                                      storage::Time now,
                                                      const std::optional<CaseId>& case_id);
/// What was answered to this key before. Errors: not_found (never), idempotency_reuse (to another request).
struct Replayed {
    SecretBytes answer;
    std::optional<CaseId> case_id;
    std::uint64_t leaf = 0;
};
[[nodiscard]] asio::awaitable<Result<Replayed>> replay(Services* services, const Idempotency* idempotency);

/// One leaf of the log. Errors: not_found, and the read's.
[[nodiscard]] Result<storage::EventRow> leaf_at(storage::ReadTx& tx, std::uint64_t index);

/// The key of the unit a member works for, opened from the member's own keys: for the length of one request.
/// Errors: forbidden (not a member), bad_key.
[[nodiscard]] asio::awaitable<Result<crypto::WrapOpener>> open_unit(Services* services,
                                                                    const access::Member* member,
                                                                    std::string unit);
/// The same from grants that were read before.
[[nodiscard]] Result<crypto::WrapOpener> open_granted_unit(const Services& services,
                                                           const access::Member& member,
                                                           std::string_view unit,
                                                           const std::vector<storage::GrantRow>& grants);

/// A unit's key beside the leave to work with what it opens, for the length of one request.
struct UnitAccess {
    vault::WorkPermit permit;
    crypto::WrapOpener key;
};
/// Errors: as open_unit.
[[nodiscard]] asio::awaitable<Result<UnitAccess>> enter_unit(Services* services, const access::Member* member,
                                                             std::string unit);
/// What opens redacted material of a unit's cases. Errors: as open_unit.
[[nodiscard]] asio::awaitable<Result<vault::UnitReader>> reader_of(Services* services,
                                                                   const access::Member* member,
                                                                   std::string unit);

/// The unit under whose key a member reads a case: the desk for operators and supervisors, else the handling
/// unit when the member belongs to it. `unit`: that handles the case. Errors: not_found when the case is not
/// the member's.
[[nodiscard]] Result<std::string> reading_unit(const Services& services, const access::Member& member,
                                               const std::string& unit);

/// Whether the case is the member's own work: taken by the member, given to the member, or with one of the
/// member's units.
[[nodiscard]] bool is_own_work(const access::Member& member, const storage::CaseRow& row);

/// True when only the supervisors hold keys of the person: confidential, or perhaps tố cáo.
[[nodiscard]] bool kept_by_supervisors(const Services& services, const storage::CaseRecord& record);

/// The unit under whose key a member opens the person of a case: the supervisors' where the keys are theirs
/// alone (confidential, or perhaps tố cáo) and the member is one, else the reading unit. Errors: as
/// reading_unit.
[[nodiscard]] Result<std::string> person_unit(const Services& services, const access::Member& member,
                                              const storage::CaseRecord& record);

/// Finds a case by its id in hexadecimal or by its reference, for this member.
/// Errors: not_found for no such case and for one that is not the member's, alike.
[[nodiscard]] asio::awaitable<Result<storage::CaseRecord>> find_case_for(Services* services,
                                                                         const access::Member* member,
                                                                         std::string name);

}  // namespace hotline::flow
