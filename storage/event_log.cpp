#include "storage/event_log.hpp"

#include <algorithm>

namespace hotline::storage {
namespace {

Engine::WriteWork with_leaf(EventDraft draft, Engine::WriteWork also) {
    return [draft = std::move(draft), also = std::move(also)](WriteTx& tx) mutable -> Result<void> {
        // first, so that the act's leaf is the first of the commit
        if (auto added = tx.append_event(draft); !added) return added;
        return also ? also(tx) : Result<void>{};
    };
}

/// A member's reveal, or a citizen's look at the own case.
bool is_opening(std::string_view kind) {
    return kind == "reveal.requested" || kind == "track.read";
}

bool is_comparison(std::string_view kind) {
    return kind.starts_with("lookup.") || kind == "key.index_filled";
}

}  // namespace

RevealPermit::RevealPermit(CaseId case_id, std::vector<crypto::Compartment> compartments, std::uint64_t leaf,
                           Time expires_at)
    : case_id_(case_id), compartments_(std::move(compartments)), leaf_(leaf), expires_at_(expires_at) {}

bool RevealPermit::covers(crypto::Compartment compartment) const noexcept {
    return std::ranges::find(compartments_, compartment) != compartments_.end();
}

void EventLog::request_reveal(EventDraft draft, std::vector<crypto::Compartment> compartments,
                              Engine::WriteWork also,
                              std::move_only_function<void(Result<RevealPermit>)> done) {
    if (!is_opening(draft.kind) || !draft.case_id || compartments.empty())
        return done(fail(Errc::bad_input, "a reveal names its case and compartments"));
    const auto case_id = *draft.case_id;
    engine_->write(with_leaf(std::move(draft), std::move(also)),
                   [case_id, compartments = std::move(compartments),
                    done = std::move(done)](Result<Commit> commit) mutable {
                       if (!commit) return done(std::move(commit).error());
                       done(RevealPermit(case_id, std::move(compartments), commit->leaves.front(),
                                         commit->at + kRevealLife));
                   });
}

void EventLog::request_index(EventDraft draft, std::move_only_function<void(Result<IndexPermit>)> done) {
    if (!is_comparison(draft.kind)) return done(fail(Errc::bad_input, "not a comparison's leaf"));
    engine_->write(with_leaf(std::move(draft), {}), [done = std::move(done)](Result<Commit> commit) mutable {
        if (!commit) return done(std::move(commit).error());
        done(IndexPermit(commit->leaves.front()));
    });
}

}  // namespace hotline::storage
