#pragma once

#include "server/flow/change.hpp"

namespace hotline::flow {

inline constexpr std::chrono::hours kGuessLife{
    72};  ///< a detector's guess of tố cáo waits so long for a person

struct DivertRequest {
    ActRequest act;
    bool confirmed = false;  ///< it is a denunciation
};

/// A detector took the case for a denunciation, nobody has decided, and the person is still kept.
[[nodiscard]] bool is_undecided_guess(const storage::CaseRecord& record);

/// A person decides on a detector's guess of tố cáo. Confirmed: identity, contact and the words as given are
/// wiped, from the journal too. Not confirmed, by a supervisor: the case becomes an ordinary one at the desk,
/// and this session hands the person's keys to the desk. None may be attached afterwards.
/// Errors: not_found, wrong_state (no undecided guess), forbidden (an operator who does not confirm),
/// conflict, audit_unavailable, bad_key, and the engine's.
[[nodiscard]] asio::awaitable<Result<Changed>> divert(Services* services, const access::Member* member,
                                                      std::string case_name, DivertRequest request);

/// Wipes the person of guesses that nobody decided on in time; called now and then.
void sweep_guesses(Services& services);

/// What a citizen is told whose case is not handled here, in Vietnamese; empty for other classes.
[[nodiscard]] std::string_view guidance_for_reporter(std::string_view class_code) noexcept;

}  // namespace hotline::flow
