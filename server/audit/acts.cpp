#include "server/audit/acts.hpp"

#include <nlohmann/json.hpp>

namespace hotline::audit {
namespace {

using Json = nlohmann::ordered_json;
using crypto::Compartment;

constexpr std::pair<Compartment, std::string_view> kCompartmentNames[] = {
    {Compartment::report, "report"},     {Compartment::original, "original"},
    {Compartment::identity, "identity"}, {Compartment::contact, "contact"},
    {Compartment::notify, "notify"},     {Compartment::conversation, "conversation"},
};

void set_if(Json& json, const char* key, std::string_view value) {
    if (!value.empty()) json[key] = value;
}

}  // namespace

std::string_view wire_name(Compartment compartment) noexcept {
    for (const auto& [value, name] : kCompartmentNames)
        if (value == compartment) return name;
    return "other";
}

std::optional<Compartment> parse_compartment(std::string_view name) noexcept {
    for (const auto& [value, known] : kCompartmentNames)
        if (known == name) return value;
    return std::nullopt;
}

Result<storage::EventDraft> Recorder::draft(const Actor& actor, const Act& act) const {
    Json shown;
    if (act.case_id) shown["case"] = to_hex(act.case_id->view());
    set_if(shown, "reference", act.reference);
    shown["role"] = actor.role;
    set_if(shown, "unit", actor.unit);
    set_if(shown, "officer", actor.alias);
    set_if(shown, "purpose", act.purpose);
    if (!act.compartments.empty()) shown["compartments"] = act.compartments;
    set_if(shown, "to", act.to_unit);
    set_if(shown, "detail", act.detail);

    Json staff;
    set_if(staff, "officer", actor.officer);
    set_if(staff, "note", act.note);
    set_if(staff, "approver", act.approver);
    Result<vault::SealedStaffDetails> sealed = sealer_->seal_staff_details(staff.dump());
    if (!sealed) return sealed.error();

    storage::EventDraft draft;
    draft.kind = act.kind;
    draft.purpose = act.purpose;
    draft.manifest = act.manifest;
    draft.case_id = act.case_id;
    draft.actor = actor.id;
    draft.unit = actor.unit;
    draft.shown_json = shown.dump();
    draft.shown_salt = random_fixed<Salt32>();
    draft.staff_hash = sealed->hash;
    draft.staff_wrap = std::move(sealed->wrap);
    draft.staff_envelope = std::move(sealed->envelope);
    return draft;
}

Result<storage::EventDraft> Recorder::by_member(const access::Member& member, std::string_view unit,
                                                const Act& act) const {
    return draft(
        {access::wire_name(member.acting_role()), member.alias(), unit, member.username(), member.id()}, act);
}

Result<storage::EventDraft> Recorder::by_facts(const access::SessionFacts& facts, const Act& act) const {
    const std::string role = facts.entry.roles.empty() ? "" : facts.entry.roles.front();
    const std::string unit = facts.entry.units.empty() ? "" : facts.entry.units.front();
    return draft({role, facts.user.alias, unit, facts.entry.username, facts.entry.id}, act);
}

Result<storage::EventDraft> Recorder::by_citizen(const Act& act) const {
    return draft({"citizen", {}, {}, {}, std::nullopt}, act);
}

Result<storage::EventDraft> Recorder::by_server(const Act& act) const {
    return draft({"server", {}, {}, {}, std::nullopt}, act);
}

}  // namespace hotline::audit
