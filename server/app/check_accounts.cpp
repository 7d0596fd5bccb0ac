#include "server/app/check_accounts.hpp"

#include "server/flow/account_change.hpp"

#include <fmt/format.h>
#include <map>
#include <nlohmann/json.hpp>

namespace hotline::app {
namespace {

/// What the leaves say of one account.
struct Standing {
    std::string detail;  ///< as flow::standing_of writes it; empty: no leaf said
    bool second_factor = false;
};
using Standings = std::map<std::string, Standing>;  // by id in hexadecimal

void take_in(const storage::EventDraft& event, Standings& standings) {
    const nlohmann::json shown = nlohmann::json::parse(event.shown_json, nullptr, false);
    if (!shown.is_object() || !shown.contains("detail") || !shown["detail"].is_string()) return;
    const std::string detail = shown["detail"];
    const std::size_t blank = detail.find(' ');
    Standing& standing = standings[detail.substr(0, blank)];
    if (blank != std::string::npos) standing.detail = detail;
    if (event.kind == "user.totp_enabled") standing.second_factor = true;
    for (const std::string_view kind :
         {"user.totp_removed", "user.recovered", "user.reinvited", "user.removed"})
        if (event.kind == kind) standing.second_factor = false;
}

Result<Standings> read_standings(storage::ReadTx& tx) {
    Standings standings;
    storage::EventQuery query;
    query.kind_prefix = "user.";
    query.limit = 4096;
    for (;;) {
        Result<std::vector<storage::EventRow>> events = tx.events(query);
        if (!events) return events.error();
        for (const storage::EventRow& event : *events) take_in(event.details, standings);
        if (events->size() < query.limit) return standings;
        query.from = events->back().index + 1;
    }
}

}  // namespace

Result<void> check_accounts(storage::ReadTx& tx, std::vector<std::string>& findings) {
    Result<Standings> standings = read_standings(tx);
    if (!standings) return standings.error();
    Result<std::vector<storage::UserRow>> users = tx.all_users();
    if (!users) return users.error();
    for (const storage::UserRow& user : *users) {
        const std::string id = to_hex(user.id.view());
        const Standing& said = (*standings)[id];
        const bool as_said = said.detail.empty() ? user.state == storage::UserState::active
                                                 : said.detail == flow::standing_of(user);
        if (!as_said)
            findings.push_back(fmt::format("users {}: stands otherwise than its newest leaf says", id));
        Result<storage::SecondFactorRow> factor = tx.find_second_factor(user.id);
        if (!factor && factor.error().code != Errc::not_found) return factor.error();
        if ((factor && !factor->secret.empty()) != said.second_factor)
            findings.push_back(fmt::format("second_factors {}: is not what the newest leaf says", id));
    }
    return {};
}

}  // namespace hotline::app
