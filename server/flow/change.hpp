#pragma once

#include "server/flow/acts.hpp"
#include "server/flow/services.hpp"

#include <string>
#include <variant>

namespace hotline::flow {

/// What a caller sends with every act.
struct ActRequest {
    std::uint32_t version = 0;  ///< the version the caller saw
    std::optional<Idempotency> idempotency;
};

/// A case after an act, or the same answer again for a repeated request.
struct Changed {
    std::string answer_json;  ///< id, reference, state, unit, due_at, version
};

/// The part of an act that is its own: changes `record` (row and dossier) and says what the leaf tells.
struct ChangePlan {
    storage::CaseRecord record;     ///< changed; `row.version` still the old one
    audit::Act act;                 ///< kind, purpose, note …; case and manifest are filled in
    std::string note;               ///< owned text behind act.note
    std::string unit;               ///< the unit the member acts for
    std::vector<std::string> told;  ///< units whose members hear of it
    bool decides_guess = false;     ///< a guess of tố cáo waits no more
    bool ends_approvals = false;    ///< the case moves or closes: what officers were allowed goes
};

/// A case that an act may go on with.
struct Begun {
    storage::CaseRecord record;
    storage::CaseState next{};
};
/// How every act on a case begins: a repeated request gets its first answer, before the case is looked for,
/// since the act may have taken it out of the caller's sight; else the case is found and the act checked.
/// Errors: not_found (no such case of the member's), idempotency_reuse, and those of check_act.
[[nodiscard]] asio::awaitable<Result<std::variant<Changed, Begun>>> begin_act(Services* services,
                                                                              const access::Member* member,
                                                                              std::string case_name,
                                                                              ActKind act,
                                                                              const ActRequest* request);

/// Stores a planned change with its leaf, atomically, and tells listeners.
/// Errors: conflict, stale_directory, and those of Engine::write.
[[nodiscard]] asio::awaitable<Result<Changed>> store_change(Services* services, const access::Member* member,
                                                            ChangePlan plan, ActRequest request);

/// The answer to an act, as JSON.
[[nodiscard]] std::string answer_of(const storage::CaseRow& row);

}  // namespace hotline::flow
