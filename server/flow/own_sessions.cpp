#include "server/flow/own_sessions.hpp"

#include <algorithm>

namespace hotline::flow {
namespace {

/// The start of the row's id, which is itself a hash of the token.
std::string name_of(const storage::SessionRow& row) {
    constexpr std::size_t kDigits = 32;
    return to_hex(row.id.view()).substr(0, kDigits);
}

}  // namespace

asio::awaitable<Result<std::vector<OwnSession>>> list_sessions(Services* services,
                                                               const access::Member* member) {
    Result<std::vector<storage::SessionRow>> rows = co_await ops::read(
        services->engine, [user = member->id()](storage::ReadTx& tx) { return tx.sessions_of(user); });
    if (!rows) co_return rows.error();
    std::vector<OwnSession> sessions;
    const storage::Time now = services->clock->now();
    for (const storage::SessionRow& row : *rows)
        if (services->sessions->expiry_of(row) > now)
            sessions.push_back({name_of(row), row.created_at, row.seen_at, row.id == member->session().id});
    co_return sessions;
}

asio::awaitable<Result<void>> end_session(Services* services, const access::Member* member, std::string id) {
    Result<std::vector<storage::SessionRow>> rows = co_await ops::read(
        services->engine, [user = member->id()](storage::ReadTx& tx) { return tx.sessions_of(user); });
    if (!rows) co_return rows.error();
    const auto found =
        std::ranges::find_if(*rows, [&](const storage::SessionRow& row) { return name_of(row) == id; });
    if (found == rows->end()) co_return fail(Errc::not_found, "none of the member's sessions");
    auto work = [session = found->id](storage::WriteTx& tx) { return tx.drop_session(session); };
    co_return co_await store_own_change(services, member, {"session.closed", {}, "one"}, std::move(work));
}

asio::awaitable<Result<void>> end_other_sessions(Services* services, const access::Member* member) {
    auto work = [user = member->id(), kept = member->session().id](storage::WriteTx& tx) {
        return tx.drop_other_sessions(user, kept);
    };
    co_return co_await store_own_change(services, member, {"session.closed", {}, "others"}, std::move(work));
}

}  // namespace hotline::flow
