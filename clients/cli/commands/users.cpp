#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <memory>

#include "clients/cli/case_view.hpp"
#include "clients/cli/commands/commands.hpp"
#include "clients/cli/messages.hpp"
#include "clients/cli/proof.hpp"

namespace hotline::cli {
namespace {

struct UserOptions {
    std::string user;
    std::string display_name;
    std::vector<std::string> roles, units;
    std::string unit;
    bool accept_loss = false;
};
using Verb = Outcome<void> (*)(Context&, const UserOptions&);

/// The id behind a username; what is no username is taken for an id.
Outcome<std::string> id_of(ApiClient& client, const std::string& user) {
    auto people = client.get("/v1/users");
    if (!people) return people.error();
    for (const Json& person : part_at(*people, "items")) {
        if (text_at(person, "username") == user) return text_at(person, "id");
    }
    return user;
}

void show_person(const Output& out, const Json& person) {
    if (out.wants_json()) {
        out.json_line(person);
        return;
    }
    out.pair(label::kId, text_at(person, "id"));
    out.pair(label::kUser, text_at(person, "username"));
    out.pair(label::kName, text_at(person, "display_name"));
    out.pair(label::kState, coded(text_at(person, "state")));
    out.pair(label::kRoles, joined_at(person, "roles", ","));
    out.pair(label::kUnits, joined_at(person, "units", ","));
    out.pair(label::kKeys, joined_at(person, "keys", ","));
    out.pair(label::kUnit, text_at(person, "unit"));
    out.pair(label::kInvitation, text_at(person, "invitation"));
    out.pair(label::kExpires, timed(text_at(person, "expires_at")));
}

Outcome<void> list(Context& context, const UserOptions&) {
    auto client = context.signed_in();
    if (!client) return client.error();
    auto people = client->get("/v1/users");
    if (!people) return people.error();
    const Output& out = context.out();
    std::vector<Row> rows;
    for (const Json& person : part_at(*people, "items")) {
        if (out.wants_json()) out.json_line(person);
        rows.push_back({text_at(person, "username"), coded(text_at(person, "state")),
                        joined_at(person, "roles", ","), joined_at(person, "units", ","),
                        joined_at(person, "keys", ","), text_at(person, "display_name")});
    }
    if (!out.wants_json())
        out.table({label::kUser, label::kState, label::kRoles, label::kUnits, label::kKeys, label::kName},
                  rows);
    return {};
}

Outcome<void> units(Context& context, const UserOptions&) {
    auto client = context.signed_in();
    if (!client) return client.error();
    auto listed = client->get("/v1/units");
    if (!listed) return listed.error();
    const Output& out = context.out();
    std::vector<Row> rows;
    for (const Json& unit : part_at(*listed, "items")) {
        if (out.wants_json()) out.json_line(unit);
        const std::string warning = text_at(unit, "warning");
        rows.push_back({text_at(unit, "code"), std::to_string(part_at(unit, "members_with_keys").size()),
                        Cell(warning, word_for(warning), Style::red), text_at(unit, "name")});
    }
    if (!out.wants_json()) out.table({label::kUnit, label::kHolders, label::kWarning, label::kName}, rows);
    return {};
}

Outcome<void> show(Context& context, const UserOptions& options) {
    auto client = context.signed_in();
    if (!client) return client.error();
    auto id = id_of(*client, options.user);
    if (!id) return id.error();
    auto person = client->get("/v1/users/" + percent_encoded(*id));
    if (!person) return person.error();
    show_person(context.out(), *person);
    return {};
}

Outcome<void> invite(Context& context, const UserOptions& options) {
    auto client = context.signed_in();
    if (!client) return client.error();
    auto invited = post_proved(context, *client, "/v1/users",
                               {{"username", options.user},
                                {"display_name", options.display_name},
                                {"roles", options.roles},
                                {"units", options.units}});
    if (!invited) return invited.error();
    show_person(context.out(), *invited);
    context.out().note(msg::kHandOverInvitation);
    return {};
}

/// One act on a user: POST /v1/users/ID/ACT.
Outcome<void> act(Context& context, const UserOptions& options, const char* name, const Json& body) {
    auto client = context.signed_in();
    if (!client) return client.error();
    auto id = id_of(*client, options.user);
    if (!id) return id.error();
    auto done = post_proved(context, *client, "/v1/users/" + percent_encoded(*id) + '/' + name, body);
    if (!done) return done.error();
    show_person(context.out(), *done);
    return {};
}

Json loss(const UserOptions& options) {
    return {{"accept_loss", options.accept_loss}};
}

Outcome<void> confirm(Context& context, const UserOptions& options) {
    return act(context, options, "confirm", Json::object());
}
Outcome<void> grant(Context& context, const UserOptions& options) {
    return act(context, options, "grants", {{"unit", options.unit}});
}
Outcome<void> reinvite(Context& context, const UserOptions& options) {
    return act(context, options, "reinvite", loss(options));
}
Outcome<void> suspend(Context& context, const UserOptions& options) {
    return act(context, options, "suspend", loss(options));
}
Outcome<void> reinstate(Context& context, const UserOptions& options) {
    return act(context, options, "reinstate", Json::object());
}
Outcome<void> remove_user(Context& context, const UserOptions& options) {
    return act(context, options, "remove", loss(options));
}

CLI::App* add(CLI::App& parent, Action& chosen, const char* name, std::string_view description, Verb verb,
              const std::shared_ptr<UserOptions>& options) {
    CLI::App* command = parent.add_subcommand(name, std::string(description));
    command->callback([&chosen, options, verb] {
        chosen = [options, verb](Context& context) { return verb(context, *options); };
    });
    return command;
}

/// A command that names a user.
CLI::App* add_on_user(CLI::App& parent, Action& chosen, const char* name, std::string_view description,
                      Verb verb, const std::shared_ptr<UserOptions>& options) {
    CLI::App* command = add(parent, chosen, name, description, verb, options);
    command->add_option("USER", options->user, std::string(help::kUser))->required();
    return command;
}

}  // namespace

void add_users(CLI::App& parent, Action& chosen) {
    const auto made = [] { return std::make_shared<UserOptions>(); };
    add(parent, chosen, "list", help::kUsersList, list, made());
    add(parent, chosen, "units", help::kUsersUnits, units, made());
    add_on_user(parent, chosen, "show", help::kUsersShow, show, made());
    const auto invited = made();
    CLI::App* invites = add_on_user(parent, chosen, "invite", help::kUsersInvite, invite, invited);
    invites->add_option("--name", invited->display_name, std::string(help::kDisplayName))->required();
    invites->add_option("--role", invited->roles, std::string(help::kRole))
        ->required()
        ->allow_extra_args(false)
        ->delimiter(',');
    invites->add_option("--unit", invited->units, std::string(help::kUnits))
        ->allow_extra_args(false)
        ->delimiter(',');
    add_on_user(parent, chosen, "confirm", help::kUsersConfirm, confirm, made());
    const auto granted = made();
    add_on_user(parent, chosen, "grant", help::kUsersGrant, grant, granted)
        ->add_option("--unit", granted->unit, std::string(help::kGrantUnit))
        ->required();
    add_on_user(parent, chosen, "reinstate", help::kUsersReinstate, reinstate, made());
    const struct {
        const char* name;
        std::string_view description;
        Verb verb;
    } ending[] = {{"reinvite", help::kUsersReinvite, reinvite},
                  {"suspend", help::kUsersSuspend, suspend},
                  {"remove", help::kUsersRemove, remove_user}};
    for (const auto& each : ending) {
        const auto options = made();
        add_on_user(parent, chosen, each.name, each.description, each.verb, options)
            ->add_flag("--accept-loss", options->accept_loss, std::string(help::kAcceptLoss));
    }
}

}  // namespace hotline::cli
