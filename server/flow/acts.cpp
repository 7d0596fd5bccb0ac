#include "server/flow/acts.hpp"

#include <algorithm>

namespace hotline::flow {
namespace {

using access::Role;
using access::RoleSet;
using storage::CaseState;

constexpr RoleSet kDesk{Role::op, Role::supervisor};
constexpr RoleSet kUnit{Role::officer, Role::lead};
constexpr RoleSet kBoth{Role::op, Role::supervisor, Role::officer, Role::lead};

// Whether the case is the member's at all is decided before this table is asked.
constexpr ActRule kRules[] = {
    {CaseState::fresh, ActKind::transfer, kDesk, CaseState::forwarded},
    {CaseState::triaged, ActKind::transfer, kDesk, CaseState::forwarded},
    {CaseState::returned, ActKind::transfer, kDesk, CaseState::forwarded},
    {CaseState::diverted, ActKind::transfer, RoleSet{Role::supervisor}, CaseState::forwarded},
    {CaseState::forwarded, ActKind::transfer, kBoth, CaseState::forwarded},
    {CaseState::accepted, ActKind::transfer, kBoth, CaseState::forwarded},
    {CaseState::in_progress, ActKind::transfer, kBoth, CaseState::forwarded},
    {CaseState::reopened, ActKind::transfer, kBoth, CaseState::forwarded},

    {CaseState::fresh, ActKind::accept, kDesk, CaseState::accepted},
    {CaseState::forwarded, ActKind::accept, kUnit, CaseState::accepted},
    {CaseState::reopened, ActKind::accept, kUnit, CaseState::accepted},

    {CaseState::fresh, ActKind::reply, kDesk, CaseState::answered},
    {CaseState::triaged, ActKind::reply, kDesk, CaseState::answered},
    {CaseState::diverted, ActKind::reply, kDesk, CaseState::answered},
    {CaseState::accepted, ActKind::reply, kBoth, CaseState::answered},
    {CaseState::in_progress, ActKind::reply, kBoth, CaseState::answered},
    {CaseState::waiting, ActKind::reply, kBoth, CaseState::answered},
    {CaseState::answered, ActKind::reply, kBoth, CaseState::answered},

    {CaseState::answered, ActKind::close, kBoth, CaseState::closed},
    {CaseState::diverted, ActKind::close, kDesk, CaseState::closed},

    // only while a detector's guess of tố cáo is undecided (divert.cpp)
    {CaseState::diverted, ActKind::divert, kDesk, CaseState::diverted},
};

}  // namespace

std::string_view wire_name(ActKind act) noexcept {
    switch (act) {
        case ActKind::accept:
            return "accept";
        case ActKind::transfer:
            return "transfer";
        case ActKind::reply:
            return "reply";
        case ActKind::close:
            return "close";
        case ActKind::divert:
            return "divert";
    }
    return "";
}

std::span<const ActRule> act_rules() noexcept {
    return kRules;
}

std::optional<CaseState> next_state(CaseState from, ActKind act, RoleSet roles) noexcept {
    for (const ActRule& rule : kRules)
        if (rule.from == from && rule.act == act && rule.roles.meets(roles)) return rule.to;
    return std::nullopt;
}

std::vector<ActKind> open_acts(CaseState from, RoleSet roles) {
    std::vector<ActKind> acts;
    for (const ActKind act :
         {ActKind::accept, ActKind::transfer, ActKind::reply, ActKind::close, ActKind::divert})
        if (next_state(from, act, roles)) acts.push_back(act);
    return acts;
}

}  // namespace hotline::flow
