#pragma once

#include "server/flow/services.hpp"

namespace hotline::flow {

/// When a case must be answered, by the rules valid on the day of receipt and the calendar as it stands.
/// Errors: not_found when no rule fits, wrong_state when the calendar ends the term nowhere.
[[nodiscard]] Result<calendar::Deadline> answer_due(const Services& services,
                                                    const calendar::ServiceLevels::CaseKind& kind,
                                                    storage::Time received_at);

/// Why a stored case is due when it is; nothing where it has no deadline, or no rule fits any more.
[[nodiscard]] std::optional<calendar::Deadline> explain_due(const Services& services,
                                                            const storage::CaseRow& row);

}  // namespace hotline::flow
