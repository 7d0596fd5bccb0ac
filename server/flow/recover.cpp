#include "server/flow/recover.hpp"

#include "server/access/password_rules.hpp"
#include "server/vault/account_secrets.hpp"

namespace hotline::flow {
namespace {

/// An account and what its recovery code opens.
struct Lost {
    storage::UserRow user;
    storage::RecoverySlotRow slot;
};

Result<Lost> find_lost(storage::ReadTx& tx, const std::string& username) {
    Result<storage::UserRow> user = tx.find_user(username);
    if (!user) return user.error();
    Result<storage::RecoverySlotRow> slot = tx.find_recovery_slot(user->id);
    if (!slot) return slot.error();
    return Lost{*std::move(user), *std::move(slot)};
}

/// The keys, when the account is active and the code is its own.
Result<vault::UserKeys> open_lost(const Services& services, const Lost& lost,
                                  const crypto::RecoverySecret& code) {
    if (lost.user.state != storage::UserState::active) return fail(Errc::not_found, "not active");
    Result<vault::MemberEntry> entry = vault::verify_member(lost.user, services.root);
    if (!entry) return entry.error();
    return vault::open_recovery_slot(lost.slot, *entry, code);
}

}  // namespace

asio::awaitable<Result<SecretBytes>> recover(Services* services, Recovery recovery) {
    const std::string name = access::lower_name(recovery.username);
    if (!services->log_ins->allow(name, recovery.address, std::chrono::steady_clock::now()))
        co_return fail(Errc::rate_limited, "too many recoveries");
    if (const auto fault = access::fault_of_password(recovery.new_password.expose_text(), name))
        co_return fail(Errc::bad_input, std::string(access::sentence_of(*fault)));
    Result<Lost> lost =
        co_await ops::read(services->engine, [name](storage::ReadTx& tx) { return find_lost(tx, name); });
    if (!lost && lost.error().code != Errc::not_found) co_return lost.error();
    const UserId user = lost ? lost->user.id : UserId{};
    Result<vault::DerivedPassword> derived =
        co_await services->passwords->derive_new(std::move(recovery.new_password), user, recovery.address);
    if (!derived) co_return derived.error();
    Result<crypto::RecoverySecret> code = crypto::parse_recovery_code(recovery.recovery_code);
    Result<vault::UserKeys> keys = lost && code ? open_lost(*services, *lost, *code)
                                                : Result<vault::UserKeys>(fail(Errc::not_found, ""));
    if (!keys) co_return fail(Errc::unauthenticated, "recovery refused");

    const crypto::RecoverySecret next = crypto::RecoverySecret::random();
    Result<storage::EventDraft> leaf = leaf_of(*services, lost->user, {"user.recovered", {}, naming(user)});
    if (!leaf) co_return leaf.error();
    auto work = [slot = vault::seal_password_slot(*keys, user, *derived),
                 recovery_slot = vault::seal_recovery_slot(*keys, user, next, services->clock->now()),
                 spent = std::move(lost->slot.secrets)](storage::WriteTx& tx) -> Result<void> {
        Result<storage::UserRow> now = tx.find_user(recovery_slot.user);
        if (!now) return now.error();
        Result<storage::RecoverySlotRow> still = tx.find_recovery_slot(recovery_slot.user);
        // A code serves once, and never an account that was ended meanwhile.
        if (!still || still->secrets != spent || now->state != storage::UserState::active)
            return fail(Errc::unauthenticated, "recovery refused");
        now->password = slot;
        for (const Result<void>& done : {tx.put_user(*now), tx.put_recovery_slot(recovery_slot),
                                         tx.drop_second_factor(now->id), tx.drop_sessions_of(now->id)})
            if (!done) return done;
        return {};
    };
    Result<SecretBytes> stored = co_await store_account_change(services, *std::move(leaf), std::move(work),
                                                               crypto::format_recovery_code(next), nullptr);
    if (!stored) co_return stored.error();
    services->sessions->forget_user(user);
    services->log_ins->succeeded(name, recovery.address);
    co_return stored;
}

}  // namespace hotline::flow
