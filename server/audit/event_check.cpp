#include "server/audit/event_check.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace hotline::audit {
namespace {

std::string member_of(const nlohmann::json& shown, const char* name) {
    const auto found = shown.find(name);
    return found != shown.end() && found->is_string() ? found->get<std::string>() : std::string();
}

bool is_emptied(const storage::EventDraft& details) {
    return details.shown_json.empty() && details.staff_wrap.empty() && details.staff_envelope.empty();
}

}  // namespace

const std::string& EventCheck::alias(const UserId& member) {
    auto found = aliases_.find(member);
    if (found != aliases_.end()) return found->second;
    const Result<std::string> named = alias_of_(member);
    found = aliases_.emplace(member, named ? *named : std::string()).first;
    return found->second;
}

std::string EventCheck::fault_of(const storage::EventRow& event) {
    const storage::EventDraft& details = event.details;
    const nlohmann::json shown = nlohmann::json::parse(details.shown_json, nullptr, false);
    if (!shown.is_object()) return "what is shown of it is missing or malformed";
    if (member_of(shown, "case") != (details.case_id ? to_hex(details.case_id->view()) : ""))
        return "the case is not the one that its leaf commits to";
    if (member_of(shown, "unit") != details.unit) return "the unit is not the one that its leaf commits to";
    const std::string officer = member_of(shown, "officer");
    if (officer.empty() != !details.actor || (details.actor && alias(*details.actor) != officer))
        return "the actor is not the one that its leaf commits to";
    if (details.staff_wrap.empty() || details.staff_envelope.empty()) return "its sealed details are missing";
    return {};
}

void EventCheck::look(const storage::EventRow& event, std::vector<std::string>& findings) {
    const std::optional<CaseId>& case_id = event.details.case_id;
    if (is_emptied(event.details) && case_id) {
        emptied_[*case_id].push_back(event.index);
        return;
    }
    if (const std::string fault = fault_of(event); !fault.empty()) {
        findings.push_back(fmt::format("events {}: {}", event.index, fault));
        return;
    }
    if (event.details.kind.starts_with("erase.") && case_id) emptied_.erase(*case_id);
}

void EventCheck::finish(std::vector<std::string>& findings) const {
    for (const auto& [case_id, leaves] : emptied_)
        for (const std::uint64_t leaf : leaves)
            findings.push_back(
                fmt::format("events {}: emptied, and no later leaf tells of an erasure", leaf));
}

}  // namespace hotline::audit
