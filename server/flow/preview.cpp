#include "server/flow/preview.hpp"

namespace hotline::flow {

Result<Preview> preview(const Services& services, std::string_view text, const std::string& area) {
    Result<redaction::Redaction> redaction = services.redactor->redact(text);
    if (!redaction) return redaction.error();
    routing::Given given;
    if (!area.empty()) given.area_code = area;
    Preview preview;
    preview.suggestion = services.classifier->suggest(redaction->document, given);
    preview.redaction = *std::move(redaction);
    preview.model = services.classifier->model_name();
    const routing::ComplaintClass* known =
        services.directory->find_class(preview.suggestion.complaint_class.code);
    if (known != nullptr && !known->handled) preview.guidance = known->guidance;
    return preview;
}

}  // namespace hotline::flow
