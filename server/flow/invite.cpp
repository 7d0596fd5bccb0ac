#include "server/flow/invite.hpp"

#include "server/redaction/text.hpp"
#include "server/vault/account_secrets.hpp"
#include "server/vault/directory_root.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace hotline::flow {
namespace {

using access::Role;

bool is_username(std::string_view name) {
    constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyz0123456789._-";
    return name.size() >= 3 && name.size() <= 64 &&
           name.find_first_not_of(kAllowed) == std::string_view::npos;
}

/// Names stand on lines of their own in what is signed and sealed.
bool is_display_name(std::string_view name) {
    return !name.empty() && redaction::count_code_points(name) <= 100 &&
           std::ranges::none_of(name, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

/// The roles that a unit's keys are for. Empty when there is no such unit.
access::RoleSet roles_for(const Services& services, std::string_view code) {
    const vault::StandingUnits& standing = services.sealer->units();
    if (code == standing.desk) return {Role::op, Role::supervisor};
    if (code == standing.supervisors) return {Role::supervisor};
    if (code == standing.audit) return {Role::auditor};
    const auto& units = services.directory->units();
    const bool known = std::ranges::find(units, code, &routing::Unit::code) != units.end();
    return known ? access::RoleSet{Role::officer, Role::lead} : access::RoleSet{};
}

/// Who manages people reads no case and no log, so an admin has no other role and no unit.
bool fits(const Services& services, access::RoleSet roles, const std::vector<std::string>& units) {
    if (roles.has(Role::admin)) return roles.names().size() == 1 && units.empty();
    for (const Role role : access::kAllRoles) {
        const bool has_unit = std::ranges::any_of(
            units, [&](const std::string& unit) { return roles_for(services, unit).has(role); });
        if (roles.has(role) && !has_unit) return false;
    }
    return std::ranges::all_of(
        units, [&](const std::string& unit) { return roles_for(services, unit).meets(roles); });
}

Result<access::RoleSet> checked(const Services& services, const Invite& invite) {
    if (!is_username(invite.username)) return fail(Errc::bad_input, "/username");
    if (!is_display_name(invite.display_name)) return fail(Errc::bad_input, "/display_name");
    access::RoleSet roles;
    for (const std::string& name : invite.roles) {
        const std::optional<Role> role = access::parse_role(name);
        if (!role || *role == Role::service) return fail(Errc::bad_input, "/roles");
        roles.add(*role);
    }
    if (roles.empty()) return fail(Errc::bad_input, "/roles");
    if (!fits(services, roles, invite.units)) return fail(Errc::bad_input, "/units");
    return roles;
}

struct MadeInvitation {
    storage::InvitationRow row;
    SecretBytes answer;
};

/// Fills in what every invitation has: token, its hash and seal, the end of its life.
Result<MadeInvitation> make_invitation(const Services& services, const access::Member& admin,
                                       storage::InvitationRow row) {
    Result<vault::UserKeys> keys = admin.open_keys();
    if (!keys) return keys.error();
    const crypto::RecoverySecret token = crypto::RecoverySecret::random();
    row.id = crypto::invitation_id(token);
    row.invited_by = admin.id();
    row.expires_at = services.clock->now() + kInvitationLife;
    row.token = vault::seal_invitation(*keys, row, token);
    const nlohmann::ordered_json answer{{"id", to_hex(row.user.view())},
                                        {"username", row.username},
                                        {"state", "waiting"},
                                        {"invitation", crypto::format_recovery_code(token).expose_text()},
                                        {"expires_at", ops::format_rfc3339(row.expires_at)}};
    return MadeInvitation{std::move(row), SecretBytes::from_text(answer.dump())};
}

/// Whom a new invitation is for: an account, or only an earlier invitation.
struct Again {
    storage::InvitationRow terms;
    std::optional<storage::UserRow> account;
};

Result<Again> find_again(storage::ReadTx& tx, const Services& services, const UserId& user) {
    Result<storage::UserRow> row = tx.find_user(user);
    if (row) {
        if (row->state == storage::UserState::removed) return fail(Errc::wrong_state, "removed");
        Result<vault::MemberEntry> entry = vault::verify_member(*row, services.root);
        if (!entry) return entry.error();
        storage::InvitationRow terms;
        terms.user = user;
        terms.username = row->username;
        terms.display_name = row->display_name;
        terms.roles = vault::format_list(entry->roles);
        terms.units = vault::format_list(entry->units);
        return Again{std::move(terms), *std::move(row)};
    }
    if (row.error().code != Errc::not_found) return row.error();
    Result<std::vector<storage::InvitationRow>> open = tx.invitations();
    if (!open) return open.error();
    const auto found = std::ranges::find(*open, user, &storage::InvitationRow::user);
    if (found == open->end()) return fail(Errc::not_found, "nobody");
    return Again{std::move(*found), std::nullopt};
}

/// The account as it stands once it is invited again.
Result<void> store_again(storage::WriteTx& tx, const Services& services, storage::UserRow account,
                         bool accept_loss) {
    Result<storage::UserRow> now = tx.find_user(account.id);
    if (!now) return now.error();
    if (now->state == storage::UserState::removed || now->entry != account.entry)
        return fail(Errc::conflict, "changed meanwhile");
    if (Result<void> taken = take_keys(tx, services, *now, accept_loss); !taken) return taken;
    if (Result<void> dropped = drop_factors(tx, now->id); !dropped) return dropped;
    now->state = storage::UserState::waiting;
    return tx.put_user(*now);
}

}  // namespace

Result<void> take_keys(storage::WriteTx& tx, const Services& services, const storage::UserRow& user,
                       bool accept_loss) {
    Result<std::vector<std::string>> lost = units_lost_without(tx, services, user.id);
    if (!lost) return lost.error();
    if (!lost->empty() && !accept_loss) return fail(Errc::last_keys, vault::format_list(*lost));
    Result<vault::MemberEntry> entry = vault::verify_member(user, services.root);
    if (!entry) return entry.error();
    const crypto::Kid kid = crypto::kid_of(entry->box_key);
    for (const Result<void>& done : {tx.drop_sessions_of(user.id), tx.drop_grants(user.id),
                                     tx.drop_sealed_secret(vault::kRootSecret, kid.view())})
        if (!done) return done;
    return {};
}

Result<void> drop_factors(storage::WriteTx& tx, const UserId& user) {
    if (Result<void> dropped = tx.drop_second_factor(user); !dropped) return dropped;
    return tx.drop_recovery_slot(user);
}

asio::awaitable<Result<SecretBytes>> invite(Services* services, const access::Member* admin, Invite invite) {
    if (Result<SecretBytes> first = co_await first_answer(services, &invite.idempotency);
        first || first.error().code != Errc::not_found)
        co_return first;
    if (Result<void> proved = ask_for_proof(*services, *admin); !proved) co_return proved.error();
    Result<SecretBytes> name = redaction::to_nfc(invite.display_name);
    if (!name) co_return fail(Errc::bad_input, "/display_name");
    invite.display_name = name->expose_text();
    invite.username = access::lower_name(invite.username);
    Result<access::RoleSet> roles = checked(*services, invite);
    if (!roles) co_return roles.error();

    storage::InvitationRow terms;
    terms.user = random_fixed<UserId>();
    terms.username = invite.username;
    terms.display_name = invite.display_name;
    terms.roles = vault::format_list(roles->names());
    terms.units = vault::format_list(invite.units);
    Result<MadeInvitation> made = make_invitation(*services, *admin, std::move(terms));
    if (!made) co_return made.error();
    Result<storage::EventDraft> leaf =
        leaf_of(*services, *admin, {"user.invited", {}, naming(made->row.user)});
    if (!leaf) co_return leaf.error();
    auto store = [row = made->row](storage::WriteTx& tx) -> Result<void> {
        Result<storage::UserRow> taken = tx.find_user(row.username);
        if (taken) return fail(Errc::conflict, "the username is taken");
        if (taken.error().code != Errc::not_found) return taken.error();
        return tx.put_invitation(row);
    };
    co_return co_await store_account_change(services, *std::move(leaf), std::move(store),
                                            std::move(made->answer), &invite.idempotency);
}

asio::awaitable<Result<SecretBytes>> invite_again(Services* services, const access::Member* admin,
                                                  UserId user, LossRequest request) {
    if (Result<SecretBytes> first = co_await first_answer(services, &request.idempotency);
        first || first.error().code != Errc::not_found)
        co_return first;
    if (Result<void> proved = ask_for_proof(*services, *admin); !proved) co_return proved.error();
    if (user == admin->id()) co_return fail(Errc::wrong_state, "an admin does not take his own keys");
    Result<Again> again = co_await ops::read(
        services->engine, [services, user](storage::ReadTx& tx) { return find_again(tx, *services, user); });
    if (!again) co_return again.error();
    Result<MadeInvitation> made = make_invitation(*services, *admin, std::move(again->terms));
    if (!made) co_return made.error();
    if (again->account) again->account->state = storage::UserState::waiting;
    Result<storage::EventDraft> leaf =
        leaf_of(*services, *admin,
                {"user.reinvited", {}, again->account ? standing_of(*again->account) : naming(user)});
    if (!leaf) co_return leaf.error();
    auto store = [services, row = made->row, account = std::move(again->account),
                  accept = request.accept_loss](storage::WriteTx& tx) -> Result<void> {
        if (account)
            if (Result<void> stored = store_again(tx, *services, *account, accept); !stored) return stored;
        if (Result<void> dropped = tx.drop_invitation(row.user); !dropped) return dropped;
        return tx.put_invitation(row);
    };
    Result<SecretBytes> done = co_await store_account_change(services, *std::move(leaf), std::move(store),
                                                             std::move(made->answer), &request.idempotency);
    services->sessions->forget_user(user);
    co_return done;
}

}  // namespace hotline::flow
