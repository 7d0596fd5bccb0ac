#include "server/flow/due.hpp"

namespace hotline::flow {

Result<calendar::Deadline> answer_due(const Services& services, const calendar::ServiceLevels::CaseKind& kind,
                                      storage::Time received_at) {
    return services.service_levels->due(*services.calendar, calendar::Phase::answer, kind,
                                        {received_at, {}, false});
}

std::optional<calendar::Deadline> explain_due(const Services& services, const storage::CaseRow& row) {
    if (!row.due_at) return std::nullopt;
    Result<calendar::Deadline> due =
        answer_due(services, {row.class_code, row.field, row.urgency}, row.received_at);
    if (!due) return std::nullopt;
    return *std::move(due);
}

}  // namespace hotline::flow
