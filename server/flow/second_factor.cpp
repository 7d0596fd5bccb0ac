#include "server/flow/second_factor.hpp"

#include "server/access/totp.hpp"

namespace hotline::flow {
namespace {

/// What a member has of a second factor, perhaps nothing.
asio::awaitable<Result<storage::SecondFactorRow>> factor_of(Services* services, UserId user) {
    auto find = [user](storage::ReadTx& tx) -> Result<storage::SecondFactorRow> {
        Result<storage::SecondFactorRow> row = tx.find_second_factor(user);
        if (!row && row.error().code == Errc::not_found) return storage::SecondFactorRow{user, {}, {}, 0};
        return row;
    };
    co_return co_await ops::read(services->engine, std::move(find));
}

}  // namespace

asio::awaitable<Result<NewSecondFactor>> begin_second_factor(Services* services,
                                                             const access::Member* member) {
    if (Result<void> proved = ask_for_proof(*services, *member); !proved) co_return proved.error();
    Result<vault::UserKeys> keys = member->open_keys();
    if (!keys) co_return keys.error();
    const vault::TotpSecret secret = vault::TotpSecret::random();
    const Bytes pending = vault::seal_totp_secret(*keys, member->id(), secret);
    auto work = [user = member->id(), pending](storage::WriteTx& tx) -> Result<void> {
        Result<storage::SecondFactorRow> row = tx.find_second_factor(user);
        if (!row && row.error().code != Errc::not_found) return row.error();
        storage::SecondFactorRow next = row ? *std::move(row) : storage::SecondFactorRow{user, {}, {}, 0};
        next.pending = pending;
        return tx.put_second_factor(next);
    };
    Result<storage::Commit> stored = co_await ops::write(services->engine, std::move(work));
    if (!stored) co_return stored.error();
    co_return NewSecondFactor{
        access::totp_secret_text(secret),
        access::totp_uri(secret, "1022 " + services->directory->province_name(), member->username())};
}

asio::awaitable<Result<void>> confirm_second_factor(Services* services, const access::Member* member,
                                                    std::string code) {
    if (Result<void> proved = ask_for_proof(*services, *member); !proved) co_return proved.error();
    const std::string who = naming(member->id());
    if (!services->log_ins->allow_proof(who, std::chrono::steady_clock::now()))
        co_return fail(Errc::rate_limited, "too many one-time codes");
    Result<storage::SecondFactorRow> factor = co_await factor_of(services, member->id());
    if (!factor) co_return factor.error();
    if (factor->pending.empty()) co_return fail(Errc::wrong_state, "no second factor was begun");
    Result<vault::UserKeys> keys = member->open_keys();
    if (!keys) co_return keys.error();
    Result<vault::TotpSecret> secret = vault::open_totp_secret(*keys, member->id(), factor->pending);
    if (!secret) co_return secret.error();
    const std::optional<std::uint64_t> step = access::accepted_step(*secret, code, services->clock->now(), 0);
    if (!step) co_return fail(Errc::unauthenticated, "wrong one-time code");
    services->log_ins->proved(who);
    auto work = [row = *std::move(factor), step = *step,
                 kept = member->session().id](storage::WriteTx& tx) -> Result<void> {
        Result<storage::SecondFactorRow> still = tx.find_second_factor(row.user);
        if (!still) return still.error();
        if (still->pending != row.pending) return fail(Errc::conflict, "begun anew meanwhile");
        if (Result<void> put = tx.put_second_factor({row.user, row.pending, {}, step}); !put) return put;
        return tx.drop_other_sessions(row.user, kept);
    };
    co_return co_await store_own_change(services, member, {"user.totp_enabled", {}, naming(member->id())},
                                        std::move(work));
}

asio::awaitable<Result<void>> remove_second_factor(Services* services, const access::Member* member) {
    if (Result<void> proved = ask_for_proof(*services, *member); !proved) co_return proved.error();
    Result<storage::SecondFactorRow> factor = co_await factor_of(services, member->id());
    if (!factor) co_return factor.error();
    if (factor->secret.empty() && factor->pending.empty())
        co_return fail(Errc::not_found, "no second factor");
    auto work = [user = member->id(), kept = member->session().id,
                 counted = !factor->secret.empty()](storage::WriteTx& tx) -> Result<void> {
        if (Result<void> dropped = tx.drop_second_factor(user); !dropped) return dropped;
        return counted ? tx.drop_other_sessions(user, kept) : Result<void>{};
    };
    co_return co_await store_own_change(services, member, {"user.totp_removed", {}, naming(member->id())},
                                        std::move(work));
}

}  // namespace hotline::flow
