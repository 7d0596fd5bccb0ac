#pragma once

#include "server/flow/complaint.hpp"
#include "server/flow/services.hpp"

#include <string>

namespace hotline::flow {

/// What becomes of a new complaint: its codes, its unit, its first state and its deadline.
struct Decision {
    std::string class_code, field, area, unit, urgency;
    std::string guidance;  ///< for the reporter, when the class is not handled here
    storage::CaseState state{};
    std::optional<storage::Time> due_at;
    bool diverted = false;
    bool maybe_denunciation = false;  ///< a detector's guess of tố cáo: the person goes to the supervisors
    bool is_denunciation = false;     ///< a person said so: nothing of the reporter is kept
};

/// What the caller gave wins; the rest is the classifier's.
/// @param text  the complaint's text, already read by the redactor
/// Errors: those of the service-level rules (a code that no rule covers).
[[nodiscard]] Result<Decision> decide(const Services& services, const Complaint& complaint,
                                      const redaction::Redaction& text, storage::Time received_at);

}  // namespace hotline::flow
