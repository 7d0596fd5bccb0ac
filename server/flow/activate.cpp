#include "server/flow/activate.hpp"

#include "server/access/password_rules.hpp"
#include "server/vault/account_secrets.hpp"

#include <nlohmann/json.hpp>

namespace hotline::flow {
namespace {

Error no_invitation() {
    return fail(Errc::not_found, "no such invitation");
}

/// An invitation that still serves and was not used.
Result<storage::InvitationRow> open_invitation(storage::ReadTx& tx, const Hash32& id, storage::Time now) {
    Result<storage::InvitationRow> row = tx.find_invitation(id);
    if (!row) return row;
    if (row->expires_at <= now) return no_invitation();
    Result<storage::ActivationRow> used = tx.find_activation(row->user);
    if (used) return no_invitation();
    if (used.error().code != Errc::not_found) return used.error();
    return row;
}

Result<storage::EventDraft> leaf_of_server(const Services& services, const UserId& user) {
    audit::Act act;
    const std::string detail = naming(user);
    act.kind = "user.activated";
    act.detail = detail;
    return services.recorder->by_server(act);
}

}  // namespace

asio::awaitable<Result<SecretBytes>> activate(Services* services, Activation activation) {
    Result<crypto::RecoverySecret> token = crypto::parse_recovery_code(activation.invitation);
    if (!token) co_return no_invitation();
    const Hash32 id = crypto::invitation_id(*token);
    const storage::Time now = services->clock->now();
    Result<storage::InvitationRow> invitation = co_await ops::read(
        services->engine, [id, now](storage::ReadTx& tx) { return open_invitation(tx, id, now); });
    if (!invitation) co_return invitation.error();
    if (const auto fault = access::fault_of_password(activation.password.expose_text(), invitation->username))
        co_return fail(Errc::bad_input, std::string(access::sentence_of(*fault)));

    const UserId user = invitation->user;
    Result<vault::DerivedPassword> derived = co_await services->passwords->derive_new(
        std::move(activation.password), user, std::move(activation.address));
    if (!derived) co_return derived.error();
    const vault::UserKeys keys = vault::make_user_keys();
    const crypto::RecoverySecret code = crypto::RecoverySecret::random();
    storage::ActivationRow row;
    row.user = user;
    row.box_key = keys.box.public_key;
    row.sign_key = keys.sign.public_key;
    row.mac = crypto::activation_mac(*token, user, row.box_key, row.sign_key);
    row.password = vault::seal_password_slot(keys, user, *derived);
    row.recovery = vault::seal_recovery_slot(keys, user, code, now).secrets;
    row.at = now;
    Result<storage::EventDraft> leaf = leaf_of_server(*services, user);
    if (!leaf) co_return leaf.error();
    auto store = [row, id, now](storage::WriteTx& tx) -> Result<void> {
        // Of two who hold the same invitation one is first.
        if (Result<storage::InvitationRow> still = open_invitation(tx, id, now); !still) return still.error();
        return tx.put_activation(row);
    };
    const nlohmann::ordered_json answer{{"username", invitation->username},
                                        {"state", "waiting"},
                                        {"recovery_code", crypto::format_recovery_code(code).expose_text()}};
    co_return co_await store_account_change(services, *std::move(leaf), std::move(store),
                                            SecretBytes::from_text(answer.dump()), nullptr);
}

}  // namespace hotline::flow
