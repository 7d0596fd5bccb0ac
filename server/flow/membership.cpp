#include "server/flow/membership.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace hotline::flow {
namespace {

using storage::UserState;

/// One way from state to state.
struct Step {
    std::string_view kind;
    UserState to{};
    std::vector<UserState> from;
    bool takes_keys = false;
};

const Step& step_to(UserState to) {
    static const Step steps[] = {
        {"user.suspended", UserState::suspended, {UserState::active}, true},
        {"user.reinstated", UserState::active, {UserState::suspended}, false},
        {"user.removed",
         UserState::removed,
         {UserState::active, UserState::waiting, UserState::suspended},
         true},
    };
    return *std::ranges::find(steps, to, &Step::to);
}

/// Marks every key that the user holds, before it is taken from him.
Result<void> mark_for_rotation(storage::WriteTx& tx, const UserId& user) {
    Result<std::vector<storage::GrantRow>> grants = tx.grants_of(user);
    if (!grants) return grants.error();
    for (const storage::GrantRow& grant : *grants)
        if (Result<void> put = tx.put_fact(rotation_fact(grant.unit), std::to_string(grant.unit_version));
            !put)
            return put;
    return {};
}

Result<void> take_step(storage::WriteTx& tx, const Services& services, storage::UserRow user,
                       const Step& step, bool accept_loss) {
    if (std::ranges::find(step.from, user.state) == step.from.end())
        return fail(Errc::wrong_state, "not from this state");
    if (step.to == UserState::removed) {
        if (Result<void> marked = mark_for_rotation(tx, user.id); !marked) return marked;
        if (Result<void> dropped = drop_factors(tx, user.id); !dropped) return dropped;
    }
    if (step.takes_keys)
        if (Result<void> taken = take_keys(tx, services, user, accept_loss); !taken) return taken;
    if (Result<void> dropped = tx.drop_invitation(user.id); !dropped) return dropped;
    user.state = step.to;
    return tx.put_user(user);
}

SecretBytes state_json(const UserId& user, UserState state) {
    const nlohmann::ordered_json answer{{"id", to_hex(user.view())}, {"state", wire_name(state)}};
    return SecretBytes::from_text(answer.dump());
}

/// Somebody who was invited and never confirmed has nothing but the invitation.
asio::awaitable<Result<SecretBytes>> withdraw(Services* services, const access::Member* admin, UserId user,
                                              const LossRequest* request) {
    Result<storage::EventDraft> leaf = leaf_of(*services, *admin, {"user.withdrawn", {}, naming(user)});
    if (!leaf) co_return leaf.error();
    auto store = [user](storage::WriteTx& tx) { return tx.drop_invitation(user); };
    co_return co_await store_account_change(services, *std::move(leaf), std::move(store),
                                            state_json(user, UserState::removed), &request->idempotency);
}

asio::awaitable<Result<SecretBytes>> change_state(Services* services, const access::Member* admin,
                                                  UserId user, UserState to, LossRequest request) {
    if (Result<SecretBytes> again = co_await first_answer(services, &request.idempotency);
        again || again.error().code != Errc::not_found)
        co_return again;
    if (Result<void> proved = ask_for_proof(*services, *admin); !proved) co_return proved.error();
    if (user == admin->id()) co_return fail(Errc::wrong_state, "an admin does not end himself");
    Result<storage::UserRow> row =
        co_await ops::read(services->engine, [user](storage::ReadTx& tx) { return tx.find_user(user); });
    if (!row && row.error().code == Errc::not_found && to == UserState::removed)
        co_return co_await withdraw(services, admin, user, &request);
    if (!row) co_return row.error();
    const Step& step = step_to(to);
    row->state = to;
    Result<storage::EventDraft> leaf = leaf_of(*services, *admin, {step.kind, {}, standing_of(*row)});
    if (!leaf) co_return leaf.error();
    auto store = [services, user, &step, entry = row->entry,
                  accept = request.accept_loss](storage::WriteTx& tx) -> Result<void> {
        Result<storage::UserRow> now = tx.find_user(user);
        if (!now) return now.error();
        if (now->entry != entry) return fail(Errc::conflict, "changed meanwhile");
        return take_step(tx, *services, *std::move(now), step, accept);
    };
    Result<SecretBytes> done = co_await store_account_change(services, *std::move(leaf), std::move(store),
                                                             state_json(user, to), &request.idempotency);
    services->sessions->forget_user(user);
    co_return done;
}

}  // namespace

std::string rotation_fact(std::string_view unit) {
    return "rotate/" + std::string(unit);
}

asio::awaitable<Result<SecretBytes>> suspend(Services* services, const access::Member* admin, UserId user,
                                             LossRequest request) {
    return change_state(services, admin, user, UserState::suspended, std::move(request));
}

asio::awaitable<Result<SecretBytes>> reinstate(Services* services, const access::Member* admin, UserId user,
                                               LossRequest request) {
    return change_state(services, admin, user, UserState::active, std::move(request));
}

asio::awaitable<Result<SecretBytes>> remove_member(Services* services, const access::Member* admin,
                                                   UserId user, LossRequest request) {
    return change_state(services, admin, user, UserState::removed, std::move(request));
}

}  // namespace hotline::flow
