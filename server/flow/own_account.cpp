#include "server/flow/own_account.hpp"

#include "server/access/password_rules.hpp"
#include "server/vault/account_secrets.hpp"

namespace hotline::flow {

asio::awaitable<Result<void>> change_password(Services* services, const access::Member* member,
                                              PasswordChange change) {
    Result<void> right =
        co_await services->sessions->check_password(member, std::move(change.old_password), change.address);
    if (!right) co_return right;
    if (const auto fault = access::fault_of_password(change.new_password.expose_text(), member->username()))
        co_return fail(Errc::bad_input, std::string(access::sentence_of(*fault)));
    Result<vault::DerivedPassword> derived = co_await services->passwords->derive_new(
        std::move(change.new_password), member->id(), std::move(change.address));
    if (!derived) co_return derived.error();
    Result<vault::UserKeys> keys = member->open_keys();
    if (!keys) co_return keys.error();
    auto work = [slot = vault::seal_password_slot(*keys, member->id(), *derived),
                 entry = member->facts().user.entry, user = member->id(),
                 kept = member->session().id](storage::WriteTx& tx) -> Result<void> {
        Result<storage::UserRow> row = tx.find_user(user);
        if (!row) return row.error();
        // With other keys meanwhile, this slot would open nothing.
        if (row->entry != entry || row->state != storage::UserState::active)
            return fail(Errc::unauthenticated, "the account has changed meanwhile");
        row->password = slot;
        if (Result<void> put = tx.put_user(*row); !put) return put;
        return tx.drop_other_sessions(user, kept);
    };
    co_return co_await store_own_change(services, member, {"user.password_changed", {}, naming(member->id())},
                                        std::move(work));
}

asio::awaitable<Result<SecretBytes>> renew_recovery_code(Services* services, const access::Member* member) {
    if (Result<void> proved = ask_for_proof(*services, *member); !proved) co_return proved.error();
    Result<vault::UserKeys> keys = member->open_keys();
    if (!keys) co_return keys.error();
    const crypto::RecoverySecret code = crypto::RecoverySecret::random();
    Result<storage::EventDraft> leaf =
        leaf_of(*services, *member, {"user.recovery_renewed", {}, naming(member->id())});
    if (!leaf) co_return leaf.error();
    auto work = [row = vault::seal_recovery_slot(*keys, member->id(), code, services->clock->now())](
                    storage::WriteTx& tx) { return tx.put_recovery_slot(row); };
    co_return co_await store_account_change(services, *std::move(leaf), std::move(work),
                                            crypto::format_recovery_code(code), nullptr);
}

asio::awaitable<Result<void>> confirm_recovery_code(Services* services, const access::Member* member,
                                                    std::string code) {
    const std::string who = naming(member->id());
    if (!services->log_ins->allow_proof(who, std::chrono::steady_clock::now()))
        co_return fail(Errc::rate_limited, "too many recovery codes");
    Result<storage::RecoverySlotRow> row = co_await ops::read(
        services->engine, [user = member->id()](storage::ReadTx& tx) { return tx.find_recovery_slot(user); });
    if (!row) co_return row.error();
    Result<crypto::RecoverySecret> secret = crypto::parse_recovery_code(code);
    if (!secret || !vault::open_recovery_slot(*row, member->facts().entry, *secret))
        co_return fail(Errc::unauthenticated, "another recovery code");
    services->log_ins->proved(who);
    auto work = [row = *row](storage::WriteTx& tx) -> Result<void> {
        Result<storage::RecoverySlotRow> still = tx.find_recovery_slot(row.user);
        if (!still) return still.error();
        if (still->secrets != row.secrets) return fail(Errc::conflict, "renewed meanwhile");
        still->confirmed = true;
        return tx.put_recovery_slot(*still);
    };
    co_return co_await store_own_change(
        services, member, {"user.recovery_confirmed", {}, naming(member->id())}, std::move(work));
}

asio::awaitable<Result<OwnAccount>> own_account(Services* services, UserId user) {
    auto find = [user](storage::ReadTx& tx) -> Result<OwnAccount> {
        Result<storage::SecondFactorRow> factor = tx.find_second_factor(user);
        if (!factor && factor.error().code != Errc::not_found) return factor.error();
        Result<storage::RecoverySlotRow> slot = tx.find_recovery_slot(user);
        if (!slot && slot.error().code != Errc::not_found) return slot.error();
        return OwnAccount{factor && !factor->secret.empty(), slot.has_value(), slot && slot->confirmed};
    };
    co_return co_await ops::read(services->engine, std::move(find));
}

}  // namespace hotline::flow
