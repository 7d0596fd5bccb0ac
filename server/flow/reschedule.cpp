#include "server/flow/reschedule.hpp"

#include "server/flow/due.hpp"
#include "server/ops/log.hpp"

#include <charconv>
#include <fmt/format.h>

namespace hotline::flow {
namespace {

constexpr std::uint32_t kSlice = 50;
constexpr std::string_view kApplied = "calendar/applied";  ///< the files that all open cases agree with
constexpr std::string_view kPlace = "calendar/place";      ///< "FILES NUMBER": cases above were looked at

/// A fact, or nothing when it was never written.
Result<std::string> fact_or_none(storage::ReadTx& tx, std::string_view key) {
    Result<std::string> found = tx.fact(key);
    if (!found && found.error().code == Errc::not_found) return std::string();
    return found;
}

/// Where the work on these files stopped; nothing when it has not begun.
std::optional<storage::CaseNumber> place_of(std::string_view fact, std::string_view files) {
    if (!fact.starts_with(files) || fact.size() <= files.size()) return std::nullopt;
    fact.remove_prefix(files.size() + 1);
    storage::CaseNumber number = 0;
    const auto [end, fault] = std::from_chars(fact.data(), fact.data() + fact.size(), number);
    if (fault != std::errc{} || end != fact.data() + fact.size()) return std::nullopt;
    return number;
}

/// Moves one deadline, with its leaf.
Result<void> move_deadline(storage::WriteTx& tx, const Services& services, storage::CaseNumber number,
                           storage::Time due_at) {
    Result<storage::CaseRecord> record = tx.find_case(number);
    if (!record) return record.error();
    const std::string reference = storage::format_reference(number);
    const std::string detail =
        fmt::format("{}/{}", ops::format_rfc3339(*record->row.due_at), ops::format_rfc3339(due_at));
    audit::Act act;
    act.kind = "case.rescheduled";
    act.case_id = record->row.id;
    act.reference = reference;
    act.detail = detail;
    act.manifest = storage::manifest_hash(record->dossier);
    Result<storage::EventDraft> draft = services.recorder->by_server(act);
    if (!draft) return draft.error();
    record->row.due_at = due_at;
    record->row.updated_at = services.clock->now();
    Result<std::uint64_t> directory = tx.directory_version();
    if (!directory) return directory.error();
    if (Result<void> updated = tx.update_case(*record, record->row.version, *directory); !updated)
        return updated;
    return tx.append_event(*draft);
}

/// @return true when no case is left.
Result<bool> do_slice(storage::WriteTx& tx, const Services& services, const std::string& files) {
    Result<std::string> applied = fact_or_none(tx, kApplied);
    if (!applied) return applied.error();
    if (*applied == files) return true;
    Result<std::string> place = fact_or_none(tx, kPlace);
    if (!place) return place.error();
    storage::CaseQuery query;
    query.limit = kSlice;
    query.before = place_of(*place, files);
    Result<storage::CasePage> page = tx.list_cases(query);
    if (!page) return page.error();
    for (const storage::CaseSummary& each : page->items) {
        if (!storage::is_open(each.row.state)) continue;
        const std::optional<calendar::Deadline> due = explain_due(services, each.row);
        if (!due || due->due_at == each.row.due_at) continue;
        if (Result<void> moved = move_deadline(tx, services, each.row.number, due->due_at); !moved)
            return moved.error();
    }
    if (page->next) {
        if (Result<void> put = tx.put_fact(kPlace, fmt::format("{} {}", files, *page->next)); !put)
            return put.error();
        return false;
    }
    if (Result<void> put = tx.put_fact(kApplied, files); !put) return put.error();
    return true;
}

}  // namespace

Rescheduler::Rescheduler(Services* services, std::string files)
    : services_(services), files_(std::move(files)), state_(std::make_shared<State>()) {}

void Rescheduler::step() {
    if (state_->done || state_->running.exchange(true)) return;
    auto last = std::make_shared<bool>(false);
    services_->engine->write(
        [services = services_, files = files_, last](storage::WriteTx& tx) -> Result<void> {
            Result<bool> done = do_slice(tx, *services, files);
            if (!done) return done.error();
            *last = *done;
            return {};
        },
        [state = state_, last](const Result<storage::Commit>& done) {
            if (!done)
                ops::log_event(ops::LogLevel::error, "calendar.not_applied",
                               {{"errc", name_of(done.error().code)}});
            state->done = done.has_value() && *last;
            state->running = false;
        });
}

}  // namespace hotline::flow
