#include "storage/sqlite/case_writes.hpp"

#include "storage/case_hash.hpp"
#include "storage/sqlite/case_rules.hpp"

#include <algorithm>

namespace hotline::storage::sqlite {
namespace {

constexpr std::chrono::hours kHoChiMinhOffset{7};  // without summer time since 1975
constexpr int kFirstYear = 2000, kLastYear = 2099;

Result<std::int64_t> short_year(Time received_at) {
    const auto local = std::chrono::floor<std::chrono::days>(received_at + kHoChiMinhOffset);
    const auto year = static_cast<int>(std::chrono::year_month_day(local).year());
    if (year < kFirstYear || year > kLastYear) return fail(Errc::bad_input, "received_at is out of range");
    return year - kFirstYear;
}

bool concerns(const SealedPart& part, const std::vector<crypto::Compartment>& compartments) {
    return std::ranges::find(compartments, part.compartment) != compartments.end();
}

}  // namespace

CaseWrites::CaseWrites(Connection& db, Reads& reads, Pending& pending)
    : reads_(&reads),
      pending_(&pending),
      exists_(db, "SELECT 1 FROM cases WHERE id=?"),
      update_(db,
              "UPDATE cases SET id=?2,state=?3,class=?4,field=?5,area=?6,unit=?7,urgency=?8,channel=?9,"
              "flags=?10,received_at=?11,due_at=?12,open_due=?13,updated_at=?14,created_by=?15,assignee=?16,"
              "citizen_salt=?17,phone_token=?18,awaits_token=?19,version=?20,manifest_leaf=?21,head=?22,"
              "sum=?23 WHERE number=?1"),
      update_body_(db, "UPDATE case_bodies SET body=? WHERE number=?"),
      awaits_(db, "SELECT awaits_token FROM cases WHERE number=?"),
      newest_manifest_(db, kNewestManifest),
      set_leaf_(db, "UPDATE cases SET manifest_leaf=? WHERE number=?"),
      set_token_(db, "UPDATE cases SET phone_token=?,awaits_token=0 WHERE number=?"),
      whole_(db, "SELECT * FROM cases WHERE number=?"),
      set_sum_(db, "UPDATE cases SET sum=? WHERE number=?"),
      put_wrap_(db, "INSERT OR REPLACE INTO wrap_cache(number,compartment,unit,wrap,sum) VALUES(?,?,?,?,?)"),
      cached_of_(db, "SELECT compartment,unit FROM wrap_cache WHERE number=?"),
      drop_wrap_(db, "DELETE FROM wrap_cache WHERE number=? AND compartment=? AND unit=?"),
      events_of_(db, "SELECT n FROM events WHERE case_id=? AND n<? ORDER BY n"),
      empty_event_(db,
                   "UPDATE events SET shown_json=NULL,shown_salt=NULL,staff_wrap=NULL,staff_envelope=NULL"
                   " WHERE n=?"),
      whole_event_(db, "SELECT * FROM events WHERE n=?"),
      set_event_sum_(db, "UPDATE events SET sum=? WHERE n=?") {}

void CaseWrites::begin_work() {
    touched_.clear();
    manifests_.clear();
}

std::uint64_t CaseWrites::leaf_for(const CaseId& id) const {
    const auto seen = std::ranges::find(manifests_, id, &Covered::id);
    return seen != manifests_.end() ? seen->leaf : pending_->next_leaf();
}

NewCase* CaseWrites::waiting(CaseNumber number) {
    auto& cases = pending_->own().cases;
    const auto found =
        std::ranges::find_if(cases, [&](const NewCase& one) { return one.given.number == number; });
    return found == cases.end() ? nullptr : &*found;
}

Result<void> CaseWrites::finish_work() {
    for (const auto& touched : touched_) {
        const auto seen = std::ranges::find(manifests_, touched.id, &Covered::id);
        if (seen == manifests_.end()) return fail(Errc::internal, "a case without a leaf that covers it");
        if (seen->leaf == touched.written_leaf) continue;
        if (auto* row = waiting(touched.number)) {
            row->given.manifest_leaf = seen->leaf;
            continue;
        }
        if (auto done = set_leaf_(seen->leaf, touched.number).run(); !done) return done;
        if (auto done = refresh_sum("cases", whole_, set_sum_, touched.number); !done) return done;
    }
    return bind_leaves();
}

Result<void> CaseWrites::bind_leaves() {
    auto next = std::ranges::find(manifests_, false, &Covered::bound);
    for (auto& event : pending_->own().events) {
        if (!event.manifest || !event.case_id) continue;
        const auto row = row_of(*event.case_id);
        if (!row) return row.error();
        event.manifest = case_hash(*row, *event.manifest);
        next++->bound = true;
    }
    return {};
}

Result<CaseRow> CaseWrites::row_of(const CaseId& id) {
    if (const auto* waiting = pending_->find_waiting(id)) {
        auto row = waiting->row;
        row.number = waiting->given.number;
        row.version = waiting->given.version;
        return row;
    }
    auto stored = reads_->cases.find(id);
    if (!stored) return stored.error();
    return std::move(stored->row);
}

Result<void> CaseWrites::check_unchanged(const CaseRecord& stored) {
    if (std::ranges::find(touched_, stored.row.id, &Touched::id) != touched_.end()) return {};
    auto newest = newest_manifest_(stored.row.id);
    auto row = newest.next();
    if (!row) return row.error();
    if (!*row || is_bound(stored, newest.blob(0))) return {};
    return fail(Errc::bad_signature, "the stored case is not what its newest leaf says: run fsck");
}

Result<CaseNumber> CaseWrites::insert(const CaseRecord& record, std::uint64_t directory_version) {
    if (directory_version != pending_->directory_version())
        return fail(Errc::stale_directory, "sealed for an older directory");
    if (!record.dossier.is_sorted()) {
        auto sorted = record;
        sorted.dossier.sort();
        return insert(sorted, directory_version);
    }
    const auto year = short_year(record.row.received_at);
    if (!year) return year.error();
    if (auto free = check_free(record.row.id); !free) return free.error();
    const auto& row = record.row;
    const GivenColumns given{pending_->take_number(*year), awaits_token(record), 1, leaf_for(row.id)};
    pending_->own().cases.push_back(
        {row, given, encode_parts(record.dossier, true), encode_parts(record.dossier, false)});
    pending_->counters().add(row.unit, row.state, open_due_of(row), 1);
    touched_.push_back({row.id, given.number, given.manifest_leaf});
    return given.number;
}

Result<void> CaseWrites::check_free(const CaseId& id) {
    if (pending_->waits(id)) return fail(Errc::conflict, "there is such a case already");
    auto found = exists_(id);
    auto row = found.next();
    if (!row) return row.error();
    if (*row) return fail(Errc::conflict, "there is such a case already");
    return {};
}

Result<void> CaseWrites::update(const CaseRecord& record, std::uint32_t expected_version,
                                std::uint64_t directory_version) {
    if (directory_version != pending_->directory_version())
        return fail(Errc::stale_directory, "sealed for an older directory");
    auto old = reads_->cases.find(record.row.number);
    if (!old) return old.error();
    if (old->row.id != record.row.id) return fail(Errc::not_found, "number and id are of two cases");
    if (old->row.version != expected_version) return fail(Errc::conflict, "the case has another version");
    if (auto done = check_unchanged(*old); !done) return done;
    auto with = record;
    with.dossier.sort();
    with.row.phone_token = token_after(*old, with);
    return replace(*old, with);
}

Result<void> CaseWrites::replace(const CaseRecord& old, const CaseRecord& with) {
    const auto& row = with.row;
    if (std::ranges::any_of(manifests_, [&](const Covered& one) { return one.id == row.id && one.bound; }))
        return fail(Errc::internal, "a case changed after its leaf was read in the same work");
    const auto awaits = awaits_after(old, with);
    if (!awaits) return awaits.error();
    const GivenColumns given{row.number, *awaits, old.row.version + 1, leaf_for(row.id)};
    const auto head = encode_parts(with.dossier, true), body = encode_parts(with.dossier, false);
    if (auto done = run_case_row(update_, row, given, head); !done) return done;
    if (auto done = update_body_(body, row.number).run(); !done) return done;
    pending_->counters().add(old.row.unit, old.row.state, open_due_of(old.row), -1);
    pending_->counters().add(row.unit, row.state, open_due_of(row), 1);
    touched_.push_back({row.id, row.number, given.manifest_leaf});
    return drop_stale_cache(old, with);
}

Result<bool> CaseWrites::awaits_after(const CaseRecord& old, const CaseRecord& with) {
    if (!awaits_token(with)) return false;
    const bool same_contact = same_bytes(contact_of(old.dossier), contact_of(with.dossier));
    if (!may_be_indexed(old) || !same_contact || old.row.phone_token) return true;
    // somebody may have looked at this very contact and found no number in it
    return read_one(awaits_(with.row.number),
                    [](const Statement::Query& row) -> Result<bool> { return row.integer(0) != 0; });
}

Result<void> CaseWrites::drop_stale_cache(const CaseRecord& old, const CaseRecord& with) {
    std::vector<std::pair<crypto::Compartment, crypto::Kid>> stale;
    {
        auto rows = cached_of_(with.row.number);
        for (;;) {
            auto row = rows.next();
            if (!row) return row.error();
            if (!*row) break;
            RowReader in(rows);
            const auto compartment = static_cast<crypto::Compartment>(in.integer());
            const auto unit = in.fixed<crypto::Kid>();
            const auto* now = with.dossier.find_wrap(compartment, unit);
            // a copy of a replaced wrap holds the old data key
            const bool current = now != nullptr && same_bytes(now, old.dossier.find_wrap(compartment, unit));
            if (!current) stale.emplace_back(compartment, unit);
        }
    }
    for (const auto& [compartment, unit] : stale) {
        if (auto done = drop_wrap_(with.row.number, compartment, unit).run(); !done) return done;
    }
    return {};
}

Result<void> CaseWrites::set_phone_token(CaseNumber number, std::uint32_t token) {
    const auto stored = token == kNoPhoneToken ? std::nullopt : std::optional(token);
    if (auto done = set_token_(stored, number).run(); !done) return done;
    return refresh_sum("cases", whole_, set_sum_, number);
}

Result<void> CaseWrites::cache_wrap(CaseNumber number, const crypto::Kid& unit,
                                    crypto::Compartment compartment, const Bytes& wrap) {
    const auto summary = reads_->cases.find(number);
    if (!summary) return summary.error();
    // only beside an original, so that dropping the original drops the copy
    if (summary->dossier.find_wrap(compartment, unit) == nullptr)
        return fail(Errc::not_found, "the case has no such wrap");
    return put_wrap_.row("wrap_cache", number, compartment, unit, wrap).run();
}

Result<void> CaseWrites::erase(CaseNumber number, const std::vector<crypto::Compartment>& compartments,
                               bool with_events) {
    auto old = reads_->cases.find(number);
    if (!old) return old.error();
    if (auto done = check_unchanged(*old); !done) return done;
    auto with = *old;
    std::erase_if(with.dossier.parts, [&](const SealedPart& part) { return concerns(part, compartments); });
    with.row.phone_token = token_after(*old, with);
    if (auto done = replace(*old, with); !done) return done;
    if (!with_events) return {};
    return empty_events(old->row.id);
}

Result<void> CaseWrites::empty_events(const CaseId& id) {
    // the leaf that tells of the erasure keeps its own details
    const auto events =
        read_all(events_of_(id, pending_->first_leaf_of_work()),
                 [](const Statement::Query& row) -> Result<std::int64_t> { return row.integer(0); });
    if (!events) return events.error();
    for (const auto n : *events) {
        if (auto done = empty_event_(n).run(); !done) return done;
        if (auto done = refresh_sum("events", whole_event_, set_event_sum_, n); !done) return done;
    }
    return {};
}

}  // namespace hotline::storage::sqlite
