#include "server/flow/admit.hpp"

#include "server/vault/account_secrets.hpp"
#include "server/vault/directory_root.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace hotline::flow {
namespace {

using access::Role;

/// What a confirmation needs to see.
struct Pending {
    storage::InvitationRow invitation;
    storage::ActivationRow activation;
    std::vector<storage::SealedSecretRow> roots;
};

Result<Pending> find_pending(storage::ReadTx& tx, const UserId& user) {
    Result<std::vector<storage::InvitationRow>> open = tx.invitations();
    if (!open) return open.error();
    const auto found = std::ranges::find(*open, user, &storage::InvitationRow::user);
    if (found == open->end()) return fail(Errc::not_found, "no invitation waits");
    Result<storage::ActivationRow> activation = tx.find_activation(user);
    if (!activation && activation.error().code == Errc::not_found)
        return fail(Errc::wrong_state, "not activated yet");
    if (!activation) return activation.error();
    Result<std::vector<storage::SealedSecretRow>> roots = tx.sealed_secrets(vault::kRootSecret);
    if (!roots) return roots.error();
    return Pending{std::move(*found), *std::move(activation), *std::move(roots)};
}

/// The member's row, signed; only when the invitation is this admin's and its holder made the keys.
Result<storage::UserRow> sign_member(const Services& services, const access::Member& admin,
                                     const Pending& pending) {
    if (pending.invitation.invited_by != admin.id())
        return fail(Errc::forbidden, "another admin's invitation");
    Result<vault::UserKeys> keys = admin.open_keys();
    if (!keys) return keys.error();
    Result<crypto::RecoverySecret> token = vault::open_invitation(*keys, pending.invitation);
    if (!token) return token.error();
    const storage::ActivationRow& made = pending.activation;
    const Hash32 expected = crypto::activation_mac(*token, made.user, made.box_key, made.sign_key);
    if (!equal_constant_time(expected.view(), made.mac.view()))
        return fail(Errc::bad_signature, "the keys were not made by the invitation's holder");
    Result<vault::DirectoryRoot> root = vault::DirectoryRoot::open(keys->box, pending.roots, services.root);
    if (!root) return root.error();

    storage::UserRow row;
    row.id = made.user;
    row.username = pending.invitation.username;
    row.display_name = pending.invitation.display_name;
    row.alias = alias_of(row.id);
    row.state = storage::UserState::active;
    row.password = made.password;
    root->sign(
        {row.id, row.username, made.box_key, made.sign_key, vault::parse_list(pending.invitation.roles),
         vault::parse_list(pending.invitation.units), services.clock->now()},
        row);
    return row;
}

/// The roles that may hand out a unit's key.
access::RoleSet givers_of(const Services& services, std::string_view unit) {
    const vault::StandingUnits& standing = services.sealer->units();
    if (unit == kRootUnit) return {Role::admin};
    if (unit == standing.desk || unit == standing.supervisors) return {Role::supervisor};
    if (unit == standing.audit) return {Role::auditor};
    return {Role::lead};
}

Result<vault::MemberEntry> receiver_of(const Services& services, const storage::UserRow& row,
                                       std::string_view unit) {
    if (row.state != storage::UserState::active) return fail(Errc::wrong_state, "not active");
    Result<vault::MemberEntry> entry = vault::verify_member(row, services.root);
    if (!entry) return entry;
    const std::vector<std::string>& list = unit == kRootUnit ? entry->roles : entry->units;
    const std::string_view wanted = unit == kRootUnit ? access::wire_name(Role::admin) : unit;
    if (std::ranges::find(list, wanted) == list.end()) return fail(Errc::forbidden, "not of this unit");
    return entry;
}

/// What the giver has of the unit, and the receiver.
struct Material {
    storage::UserRow receiver;
    std::vector<storage::GrantRow> own;
    std::vector<storage::SealedSecretRow> roots;
};

Result<Material> find_material(storage::ReadTx& tx, const UserId& giver, const UserId& receiver,
                               const std::string& unit) {
    Result<storage::UserRow> row = tx.find_user(receiver);
    if (!row) return row.error();
    Result<std::vector<storage::GrantRow>> own = tx.grants_of(giver);
    if (!own) return own.error();
    std::erase_if(*own, [&](const storage::GrantRow& grant) { return grant.unit != unit; });
    Result<std::vector<storage::SealedSecretRow>> roots = tx.sealed_secrets(vault::kRootSecret);
    if (!roots) return roots.error();
    return Material{*std::move(row), *std::move(own), *std::move(roots)};
}

/// Sealed copies of the unit's keys for the receiver.
struct Gift {
    std::vector<storage::GrantRow> grants;
    std::optional<storage::SealedSecretRow> root;
};

Result<Gift> wrap_gift(const Services& services, const access::Member& giver, const Material& material,
                       const vault::MemberEntry& receiver, std::string_view unit) {
    Result<crypto::BoxKeyPair> keys = giver.open_box_keys();
    if (!keys) return keys.error();
    Gift gift;
    if (unit == kRootUnit) {
        Result<vault::DirectoryRoot> root = vault::DirectoryRoot::open(*keys, material.roots, services.root);
        if (!root) return root.error();
        gift.root = root->copy_for(receiver.box_key);
        return gift;
    }
    if (material.own.empty()) return fail(Errc::forbidden, "the giver does not hold the key");
    for (const storage::GrantRow& own : material.own) {
        Result<storage::GrantRow> grant =
            vault::pass_on_grant(*keys, own, *services.sealer->directory(), receiver);
        if (!grant) return grant.error();
        gift.grants.push_back(*std::move(grant));
    }
    return gift;
}

SecretBytes admitted_json(const UserId& id, std::string_view key, std::string_view value) {
    const nlohmann::ordered_json answer{{"id", to_hex(id.view())}, {key, value}};
    return SecretBytes::from_text(answer.dump());
}

}  // namespace

asio::awaitable<Result<SecretBytes>> confirm_member(Services* services, const access::Member* admin,
                                                    UserId user, std::optional<Idempotency> idempotency) {
    if (Result<SecretBytes> again = co_await first_answer(services, &idempotency);
        again || again.error().code != Errc::not_found)
        co_return again;
    if (Result<void> proved = ask_for_proof(*services, *admin); !proved) co_return proved.error();
    Result<Pending> pending =
        co_await ops::read(services->engine, [user](storage::ReadTx& tx) { return find_pending(tx, user); });
    if (!pending) co_return pending.error();
    Result<storage::UserRow> row = sign_member(*services, *admin, *pending);
    if (!row) co_return row.error();
    const storage::RecoverySlotRow recovery{user, pending->activation.recovery, false,
                                            pending->activation.at};
    Result<storage::EventDraft> leaf = leaf_of(*services, *admin, {"user.confirmed", {}, standing_of(*row)});
    if (!leaf) co_return leaf.error();
    auto store = [row = *std::move(row), recovery,
                  mac = pending->activation.mac](storage::WriteTx& tx) -> Result<void> {
        // What was checked must still be what waits.
        Result<storage::ActivationRow> still = tx.find_activation(row.id);
        if (!still) return still.error();
        if (still->mac != mac) return fail(Errc::conflict, "activated anew meanwhile");
        if (Result<storage::UserRow> known = tx.find_user(row.id);
            known && known->state != storage::UserState::waiting)
            return fail(Errc::wrong_state, "not waiting any more");
        if (Result<void> put = tx.put_user(row); !put) return put;
        if (Result<void> put = tx.put_recovery_slot(recovery); !put) return put;
        return tx.drop_invitation(row.id);
    };
    co_return co_await store_account_change(services, *std::move(leaf), std::move(store),
                                            admitted_json(user, "state", "active"), &idempotency);
}

asio::awaitable<Result<SecretBytes>> grant_keys(Services* services, const access::Member* giver,
                                                UserId receiver, std::string unit,
                                                std::optional<Idempotency> idempotency) {
    if (Result<SecretBytes> again = co_await first_answer(services, &idempotency);
        again || again.error().code != Errc::not_found)
        co_return again;
    if (Result<void> proved = ask_for_proof(*services, *giver); !proved) co_return proved.error();
    if (!givers_of(*services, unit).meets(giver->roles()) || (unit != kRootUnit && !giver->is_in(unit)))
        co_return fail(Errc::forbidden, "not the giver's to give");
    Result<Material> material =
        co_await ops::read(services->engine, [from = giver->id(), receiver, unit](storage::ReadTx& tx) {
            return find_material(tx, from, receiver, unit);
        });
    if (!material) co_return material.error();
    Result<vault::MemberEntry> entry = receiver_of(*services, material->receiver, unit);
    if (!entry) co_return entry.error();
    Result<Gift> gift = wrap_gift(*services, *giver, *material, *entry, unit);
    if (!gift) co_return gift.error();
    Result<storage::EventDraft> leaf = leaf_of(
        *services, *giver, {"grant.made", unit == kRootUnit ? std::string() : unit, naming(receiver)});
    if (!leaf) co_return leaf.error();
    auto store = [gift = *std::move(gift), signed_entry = material->receiver.entry,
                  receiver](storage::WriteTx& tx) -> Result<void> {
        Result<storage::UserRow> still = tx.find_user(receiver);
        if (!still) return still.error();
        if (still->state != storage::UserState::active || still->entry != signed_entry)
            return fail(Errc::wrong_state, "changed meanwhile");
        for (const storage::GrantRow& grant : gift.grants)
            if (Result<void> put = tx.put_grant(grant); !put) return put;
        return gift.root ? tx.put_sealed_secret(*gift.root) : Result<void>{};
    };
    co_return co_await store_account_change(services, *std::move(leaf), std::move(store),
                                            admitted_json(receiver, "unit", unit), &idempotency);
}

}  // namespace hotline::flow
