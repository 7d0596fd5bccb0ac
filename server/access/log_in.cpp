#include "server/access/sessions.hpp"
#include "server/access/totp.hpp"
#include "server/ops/await_engine.hpp"

#include <fmt/format.h>

namespace hotline::access {
namespace {

Error refused() {
    return fail(Errc::unauthenticated, "log-in refused");
}

/// The row of a user whose password is still the one that was proved.
Result<storage::UserRow> same_user(storage::WriteTx& tx, const UserId& id, const Hash32& auth) {
    Result<storage::UserRow> now = tx.find_user(id);
    if (!now) return now;
    if (now->state != storage::UserState::active || now->password.auth != auth) return refused();
    return now;
}

/// The step of a right code. Errors: otp_needed (none given), unauthenticated.
Result<std::uint64_t> check_code_of(const vault::UserKeys& keys, const storage::SecondFactorRow& factor,
                                    std::string_view code, storage::Time now) {
    Result<vault::TotpSecret> secret = vault::open_totp_secret(keys, factor.user, factor.secret);
    if (!secret) return secret.error();
    if (code.empty()) return fail(Errc::otp_needed, "no one-time code given");
    const std::optional<std::uint64_t> step = accepted_step(*secret, code, now, factor.last_step);
    if (!step) return refused();
    return *step;
}

}  // namespace

Result<void> spend_step(storage::WriteTx& tx, const UserId& user, std::uint64_t step) {
    Result<storage::SecondFactorRow> factor = tx.find_second_factor(user);
    if (!factor) return factor.error();
    if (factor->last_step >= step) return refused();
    factor->last_step = step;
    return tx.put_second_factor(*factor);
}

boost::asio::awaitable<Result<OpenedSession>> Sessions::log_in(LogIn attempt) {
    const std::string name = lower_name(attempt.username);
    const std::string address = attempt.address;
    if (!parts_.log_ins->allow(name, address, std::chrono::steady_clock::now()))
        co_return fail(Errc::rate_limited, "too many log-ins");
    Result<Candidate> candidate = co_await find_candidate(name);
    if (!candidate) co_return candidate.error();
    const std::optional<UserId> known =
        candidate->user ? std::optional(candidate->user->id) : std::optional<UserId>();
    Result<Proven> proven = co_await prove(*std::move(candidate), &attempt);
    Result<OpenedSession> opened =
        proven ? co_await open_session(*std::move(proven)) : Result<OpenedSession>(std::move(proven).error());
    if (opened) parts_.log_ins->succeeded(name, address);
    if (!opened && opened.error().code == Errc::unauthenticated)
        known ? failed_.add(*known) : failed_.add_unknown();
    co_return opened;
}

boost::asio::awaitable<Result<Sessions::Candidate>> Sessions::find_candidate(std::string username) {
    auto find = [name = std::move(username)](storage::ReadTx& tx) -> Result<Candidate> {
        Result<storage::UserRow> user = tx.find_user(name);
        if (!user && user.error().code == Errc::not_found) return Candidate{};
        if (!user) return user.error();
        Result<storage::SecondFactorRow> factor = tx.find_second_factor(user->id);
        if (!factor && factor.error().code != Errc::not_found) return factor.error();
        return Candidate{*std::move(user), factor ? *std::move(factor) : storage::SecondFactorRow{}};
    };
    co_return co_await ops::read(parts_.engine, std::move(find));
}

boost::asio::awaitable<Result<Sessions::Proven>> Sessions::prove(Candidate candidate, LogIn* attempt) {
    // An unknown name costs the same run, so that time says nothing.
    const bool known = candidate.user.has_value();
    const Salt16 salt = known ? candidate.user->password.salt : random_fixed<Salt16>();
    const UserId id = known ? candidate.user->id : UserId{};
    const crypto::PasswordCost cost = known ? candidate.user->password.cost : parts_.passwords->cost();
    const bool is_cheap = cost < parts_.passwords->cost();
    SecretBytes again = is_cheap ? attempt->password.clone() : SecretBytes();
    Result<crypto::PasswordKeys> derived =
        co_await parts_.passwords->derive(std::move(attempt->password), salt, id, cost, attempt->address);
    if (!derived) co_return derived.error();
    const Hash32 expected = known ? candidate.user->password.auth : Hash32{};
    const bool matches = equal_constant_time(derived->auth.view(), expected.view());
    if (!known || !matches || candidate.user->state != storage::UserState::active) co_return refused();

    Result<SessionFacts> facts = verified_facts({}, *std::move(candidate.user), parts_.root);
    if (!facts) co_return facts.error();
    Result<vault::UserKeys> keys = vault::open_user_keys(facts->user.password.secrets, derived->kek,
                                                         facts->entry, crypto::Compartment::user);
    if (!keys) co_return keys.error();
    Proven proven{*std::move(facts), *std::move(keys), std::nullopt, std::nullopt};
    if (!candidate.factor.secret.empty()) {
        // Only who has the password comes here, so this limit locks nobody else out.
        const std::string who = to_hex(id.view());
        if (!attempt->one_time_code.empty() &&
            !parts_.log_ins->allow_proof(who, std::chrono::steady_clock::now()))
            co_return fail(Errc::rate_limited, "too many one-time codes");
        Result<std::uint64_t> step =
            check_code_of(proven.keys, candidate.factor, attempt->one_time_code, parts_.clock->now());
        if (!step) co_return step.error();
        parts_.log_ins->proved(who);
        proven.used_step = *step;
    }
    if (is_cheap) {
        Result<vault::DerivedPassword> better =
            co_await parts_.passwords->derive_new(std::move(again), id, attempt->address);
        if (!better) co_return better.error();
        proven.better_slot = vault::seal_password_slot(proven.keys, id, *better);
    }
    co_return std::move(proven);
}

boost::asio::awaitable<Result<OpenedSession>> Sessions::open_session(Proven proven) {
    SessionFacts& facts = proven.facts;
    crypto::Token token = crypto::Token::random();
    const storage::Time now = parts_.clock->now();
    const UserId user = facts.entry.id;
    Bytes secrets =
        vault::seal_user_keys(proven.keys, crypto::session_key_of(token), user, crypto::Compartment::session);
    facts.row =
        sealed_row({crypto::session_id_of(token), user, std::move(secrets), now, now, now, {}}, token);
    Result<storage::EventDraft> leaf = parts_.leaf("session.opened", &facts, {});
    if (!leaf) co_return leaf.error();
    auto store = [row = facts.row, auth = facts.user.password.auth, step = proven.used_step,
                  better = std::move(proven.better_slot),
                  draft = *std::move(leaf)](storage::WriteTx& tx) -> Result<void> {
        Result<storage::UserRow> user_now = same_user(tx, row.user, auth);
        if (!user_now) return user_now.error();
        if (better) {
            user_now->password = *better;
            if (Result<void> put = tx.put_user(*user_now); !put) return put;
        }
        if (step)
            if (Result<void> spent = spend_step(tx, row.user, *step); !spent) return spent;
        if (Result<void> put = tx.put_session(row); !put) return put;
        return tx.append_event(draft);
    };
    Result<storage::Commit> stored = co_await ops::write(parts_.engine, std::move(store));
    if (!stored) co_return stored.error();

    const storage::Time expires_at = expiry_of(facts.row);
    auto shared = std::make_shared<const SessionFacts>(std::move(facts));
    SecretBytes text = crypto::token_text(token);
    co_return OpenedSession{Member(std::move(shared), std::move(token)), std::move(text), expires_at};
}

boost::asio::awaitable<Result<void>> Sessions::step_up(const Member* member, Proof proof,
                                                       std::string address) {
    Result<void> proved = proof.one_time_code.empty()
                              ? co_await check_password(member, std::move(proof.password), std::move(address))
                              : co_await check_code(member, std::move(proof.one_time_code));
    if (!proved) co_return proved;
    co_return co_await store_proof(member);
}

boost::asio::awaitable<Result<void>> Sessions::check_password(const Member* member, SecretBytes password,
                                                              std::string address) {
    const std::string who = to_hex(member->id().view());
    if (!parts_.log_ins->allow_proof(who, std::chrono::steady_clock::now()))
        co_return fail(Errc::rate_limited, "too many proofs");
    Result<storage::UserRow> user = co_await ops::read(
        parts_.engine, [id = member->id()](storage::ReadTx& tx) { return tx.find_user(id); });
    if (!user) co_return user.error();
    Result<crypto::PasswordKeys> derived = co_await parts_.passwords->derive(
        std::move(password), user->password.salt, user->id, user->password.cost, std::move(address));
    if (!derived) co_return derived.error();
    if (!equal_constant_time(derived->auth.view(), user->password.auth.view())) co_return refused();
    parts_.log_ins->proved(who);
    co_return Result<void>{};
}

boost::asio::awaitable<Result<void>> Sessions::check_code(const Member* member, std::string code) {
    const std::string who = to_hex(member->id().view());
    if (!parts_.log_ins->allow_proof(who, std::chrono::steady_clock::now()))
        co_return fail(Errc::rate_limited, "too many proofs");
    Result<storage::SecondFactorRow> factor = co_await ops::read(
        parts_.engine, [id = member->id()](storage::ReadTx& tx) { return tx.find_second_factor(id); });
    if (!factor && factor.error().code != Errc::not_found) co_return factor.error();
    if (!factor || factor->secret.empty()) co_return refused();
    Result<vault::UserKeys> keys = member->open_keys();
    if (!keys) co_return keys.error();
    Result<std::uint64_t> step = check_code_of(*keys, *factor, code, parts_.clock->now());
    if (!step) co_return step.error();
    Result<storage::Commit> spent = co_await ops::write(
        parts_.engine,
        [id = member->id(), step = *step](storage::WriteTx& tx) { return spend_step(tx, id, step); });
    if (!spent) co_return spent.error();
    parts_.log_ins->proved(who);
    co_return Result<void>{};
}

boost::asio::awaitable<Result<void>> Sessions::store_proof(const Member* member) {
    storage::SessionRow row = member->session();
    row.proved_at = parts_.clock->now();
    row.seen_at = row.proved_at;
    row = member->sealed(std::move(row));
    auto store = [row](storage::WriteTx& tx) -> Result<void> {
        // It may have been ended while the password was proved: then it stays ended.
        Result<storage::SessionRow> still = tx.find_session(row.id);
        if (!still && still.error().code == Errc::not_found) return refused();
        if (!still) return still.error();
        return tx.put_session(row);
    };
    Result<storage::Commit> stored = co_await ops::write(parts_.engine, std::move(store));
    forget(row.id);
    if (!stored) co_return stored.error();
    co_return Result<void>{};
}

boost::asio::awaitable<void> Sessions::record_failures() {
    const FailedLogIns::Counts counts = failed_.take();
    std::vector<storage::EventDraft> leaves;
    for (const auto& [user, count] : counts.by_user) {
        Result<storage::UserRow> row =
            co_await ops::read(parts_.engine, [id = user](storage::ReadTx& tx) { return tx.find_user(id); });
        Result<SessionFacts> facts =
            row ? verified_facts({}, *std::move(row), parts_.root) : Result<SessionFacts>(row.error());
        if (!facts) continue;
        Result<storage::EventDraft> leaf =
            parts_.leaf("refuse.log_in", &*facts, fmt::format("count-{}", count));
        if (leaf) leaves.push_back(*std::move(leaf));
    }
    if (counts.unknown != 0) {
        Result<storage::EventDraft> leaf =
            parts_.leaf("refuse.log_in", nullptr, fmt::format("unknown-{}", counts.unknown));
        if (leaf) leaves.push_back(*std::move(leaf));
    }
    if (leaves.empty()) co_return;
    (void)co_await ops::write(parts_.engine, [leaves = std::move(leaves)](storage::WriteTx& tx) {
        Result<void> done;
        for (const storage::EventDraft& leaf : leaves)
            if (done = tx.append_event(leaf); !done) break;
        return done;
    });
}

}  // namespace hotline::access
