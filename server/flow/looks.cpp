#include "server/flow/looks.hpp"

#include "server/flow/alerts.hpp"
#include "server/ops/log.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>

namespace hotline::flow {
namespace {

constexpr std::chrono::hours kCounted{24};

/// Whether the member read this case within the window already: one leaf tells of both.
asio::awaitable<Result<bool>> read_just_now(Services* services, const access::Member* member,
                                            const storage::CaseRow* row) {
    const storage::Time since = services->clock->now() - services->limits.burst_window;
    Result<std::vector<storage::LookRow>> looks = co_await ops::read(
        services->engine,
        [user = member->id(), since](storage::ReadTx& tx) { return tx.looks_of(user, since); });
    if (!looks) co_return looks.error();
    co_return std::ranges::any_of(
        *looks, [row](const storage::LookRow& look) { return !look.is_reveal && look.case_id == row->id; });
}

/// The leaf of a reading, and the count that it makes.
storage::Engine::WriteWork count_reading(const Services& services, const access::Member& member,
                                         storage::EventDraft draft, std::shared_ptr<LookOutcome> outcome) {
    return [draft = std::move(draft), limits = services.limits, user = member.id(),
            oversees = member.has(access::Role::supervisor), now = services.clock->now(),
            outcome = std::move(outcome)](storage::WriteTx& tx) -> Result<void> {
        if (Result<void> added = tx.append_event(draft); !added) return added;
        Result<std::vector<storage::LookRow>> looks = tx.looks_of(user, now - limits.burst_window);
        if (!looks) return looks.error();
        outcome->burst = access::judge_reading(*looks, limits, oversees) == access::LookVerdict::burst;
        return {};
    };
}

void log_lost_alert(const std::exception_ptr& bug, const Result<void>& raised) {
    if (bug || !raised)
        ops::log_event(ops::LogLevel::error, "alert.lost",
                       {{"errc", name_of(bug ? Errc::internal : raised.error().code)}});
}

}  // namespace

storage::Engine::WriteWork count_reveal(const Services& services, const access::Member& member, bool lifted,
                                        std::shared_ptr<LookOutcome> outcome) {
    return [limits = services.limits, user = member.id(), now = services.clock->now(), lifted,
            outcome = std::move(outcome)](storage::WriteTx& tx) -> Result<void> {
        Result<std::vector<storage::LookRow>> looks = tx.looks_of(user, now - kCounted);
        if (!looks) return looks.error();
        const access::LookVerdict verdict = access::judge_reveal(*looks, limits);
        outcome->burst = verdict == access::LookVerdict::burst;
        if (outcome->burst || (verdict == access::LookVerdict::over_limit && !lifted))
            return fail(Errc::reveal_limit, "more reveals than the limits allow");
        return {};
    };
}

asio::awaitable<Result<void>> log_reading(Services* services, const access::Member* member,
                                          const storage::CaseRow* row) {
    if (is_own_work(*member, *row)) co_return Result<void>{};
    Result<bool> known = co_await read_just_now(services, member, row);
    if (!known) co_return known.error();
    if (*known) co_return Result<void>{};

    const std::string reference = storage::format_reference(row->number);
    audit::Act act;
    act.kind = "read.case";
    act.case_id = row->id;
    act.reference = reference;
    act.compartments = {"report", "conversation"};
    Result<storage::EventDraft> draft = services->recorder->by_member(*member, services->desk(), act);
    if (!draft) co_return draft.error();
    auto outcome = std::make_shared<LookOutcome>();
    Result<storage::Commit> stored =
        co_await ops::write(services->engine, count_reading(*services, *member, *std::move(draft), outcome));
    if (!stored) co_return stored.error();
    if (!outcome->burst) co_return Result<void>{};
    co_return co_await end_burst(services, member, "burst-readings");
}

asio::awaitable<Result<void>> watch_canaries(Services* services, const access::Member* member,
                                             const storage::CaseRow* row, std::vector<Hash32> marks,
                                             std::string how) {
    Result<bool> found =
        co_await ops::read(services->engine, [marks = std::move(marks)](storage::ReadTx& tx) -> Result<bool> {
            bool any = false;
            for (const Hash32& mark : marks) {
                Result<bool> known = tx.has_canary(mark);
                if (!known) return known.error();
                any = any || *known;
            }
            return any;
        });
    if (!found) co_return found.error();
    if (!*found) co_return Result<void>{};
    const AlertAbout about{how, member->username(), storage::format_reference(row->number)};
    // Nobody waits for it: an answer that comes later than usual would tell the reader.
    asio::co_spawn(co_await asio::this_coro::executor, raise_alert(services, about, {}), log_lost_alert);
    co_return Result<void>{};
}

}  // namespace hotline::flow
