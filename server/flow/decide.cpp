#include "server/flow/decide.hpp"

#include "server/flow/due.hpp"

namespace hotline::flow {
namespace {

constexpr std::string_view kDenunciation = "to-cao";

std::optional<std::string> given(const std::string& code) {
    return code.empty() ? std::nullopt : std::optional(code);
}

/// The handling unit: what was given, else the rule's. Cases that are not handled here stay with the desk.
std::string choose_unit(const Services& services, const Complaint& complaint, const Decision& decision,
                        const routing::Suggestion& suggestion) {
    if (decision.diverted) return services.desk();
    if (!complaint.unit.empty()) return complaint.unit;
    if (complaint.field.empty() && complaint.area.empty()) return suggestion.unit_code;
    return services.directory->unit_for(decision.field, decision.area).unit_code;
}

}  // namespace

Result<Decision> decide(const Services& services, const Complaint& complaint,
                        const redaction::Redaction& text, storage::Time received_at) {
    const routing::Suggestion suggestion = services.classifier->suggest(
        text.document, {given(complaint.class_code), given(complaint.field), given(complaint.area)});

    Decision decision;
    decision.class_code = suggestion.complaint_class.code;
    decision.field = suggestion.field.code;
    decision.area = suggestion.area_code.value_or("");
    decision.urgency =
        complaint.urgency.empty() ? std::string(routing::name_of(suggestion.urgency)) : complaint.urgency;
    const routing::ComplaintClass* known = services.directory->find_class(decision.class_code);
    decision.diverted = known != nullptr && !known->handled;
    if (decision.diverted) decision.guidance = known->guidance;
    decision.is_denunciation = complaint.class_code == kDenunciation;
    decision.maybe_denunciation = !decision.is_denunciation && decision.class_code == kDenunciation;
    decision.unit = choose_unit(services, complaint, decision, suggestion);

    if (decision.diverted) {
        decision.state = storage::CaseState::diverted;
        return decision;
    }
    decision.state =
        decision.unit == services.desk() ? storage::CaseState::fresh : storage::CaseState::forwarded;
    Result<calendar::Deadline> due =
        answer_due(services, {decision.class_code, decision.field, decision.urgency}, received_at);
    if (!due) return due.error();
    decision.due_at = due->due_at;
    return decision;
}

}  // namespace hotline::flow
