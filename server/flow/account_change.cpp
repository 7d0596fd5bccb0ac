#include "server/flow/account_change.hpp"

#include <fmt/format.h>

namespace hotline::flow {

std::string standing_of(const storage::UserRow& row) {
    return fmt::format("{} {}", to_hex(row.id.view()), wire_name(row.state));
}

std::string naming(const UserId& user) {
    return to_hex(user.view());
}

Result<void> ask_for_proof(const Services& services, const access::Member& member) {
    if (!services.sessions->recently_proved(member)) return fail(Errc::step_up_needed, "proof too old");
    return {};
}

Result<storage::EventDraft> leaf_of(const Services& services, const access::Member& member,
                                    const AccountAct& act) {
    audit::Act written;
    written.kind = act.kind;
    written.detail = act.detail;
    return services.recorder->by_member(member, act.unit, written);
}

Result<storage::EventDraft> leaf_of(const Services& services, const storage::UserRow& user,
                                    const AccountAct& act) {
    Result<access::SessionFacts> facts = access::verified_facts({}, user, services.root);
    if (!facts) return facts.error();
    audit::Act written;
    written.kind = act.kind;
    written.detail = act.detail;
    return services.recorder->by_facts(*facts, written);
}

asio::awaitable<Result<SecretBytes>> first_answer(Services* services,
                                                  const std::optional<Idempotency>* idempotency) {
    if (idempotency == nullptr || !*idempotency) co_return fail(Errc::not_found, "no key");
    Result<Replayed> again = co_await replay(services, &**idempotency);
    if (!again) co_return again.error();
    co_return std::move(again->answer);
}

asio::awaitable<Result<SecretBytes>> store_account_change(Services* services, storage::EventDraft leaf,
                                                          storage::Engine::WriteWork work, SecretBytes answer,
                                                          const std::optional<Idempotency>* idempotency) {
    std::optional<storage::IdempotencyRow> remembered;
    if (idempotency != nullptr && *idempotency)
        remembered =
            remember_answer(**idempotency, answer.expose_text(), services->clock->now(), std::nullopt);
    auto whole = [leaf = std::move(leaf), work = std::move(work),
                  remembered = std::move(remembered)](storage::WriteTx& tx) mutable -> Result<void> {
        if (remembered)
            if (Result<void> put = tx.put_idempotency(*remembered); !put) return put;
        if (Result<void> done = work(tx); !done) return done;
        return tx.append_event(leaf);
    };
    Result<storage::Commit> stored = co_await ops::write(services->engine, std::move(whole));
    if (!stored && stored.error().code == Errc::conflict)
        if (Result<SecretBytes> again = co_await first_answer(services, idempotency); again) co_return again;
    if (!stored) co_return stored.error();
    if (Result<void> refreshed = co_await refresh_directory(services); !refreshed)
        co_return refreshed.error();
    co_return answer;
}

asio::awaitable<Result<void>> store_own_change(Services* services, const access::Member* member,
                                               AccountAct act, storage::Engine::WriteWork work) {
    Result<storage::EventDraft> leaf = leaf_of(*services, *member, act);
    if (!leaf) co_return leaf.error();
    Result<SecretBytes> stored =
        co_await store_account_change(services, *std::move(leaf), std::move(work), {}, nullptr);
    if (!stored) co_return stored.error();
    services->sessions->forget_user(member->id());
    co_return Result<void>{};
}

}  // namespace hotline::flow
