#include "storage/sqlite/case_writes.hpp"

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

const SealedPart* contact_of(const Dossier& dossier) {
    const auto found = std::ranges::find_if(dossier.parts, [](const SealedPart& part) {
        return part.kind == SealedPart::Kind::envelope && part.compartment == crypto::Compartment::contact;
    });
    return found == dossier.parts.end() ? nullptr : &*found;
}

bool may_be_indexed(const CaseRecord& record) {
    return !record.row.flags.confidential && contact_of(record.dossier) != nullptr;
}

bool same_bytes(const SealedPart* a, const SealedPart* b) {
    return (a == nullptr && b == nullptr) || (a != nullptr && b != nullptr && a->bytes == b->bytes);
}

/// A caller that knows nothing of the index keeps the token, unless it belongs to another contact.
std::optional<std::uint32_t> token_after(const CaseRecord& old, const CaseRecord& with) {
    if (!may_be_indexed(with)) return std::nullopt;
    if (with.row.phone_token) return with.row.phone_token;
    const bool same_contact = same_bytes(contact_of(old.dossier), contact_of(with.dossier));
    return same_contact ? old.row.phone_token : std::nullopt;
}

/// Empty: as it was, because somebody may have looked at this contact and found no number in it.
std::optional<std::int64_t> awaits_after(const CaseRecord& old, const CaseRecord& with) {
    if (!awaits_token(with)) return 0;
    const bool looked_at =
        may_be_indexed(old) && same_bytes(contact_of(old.dossier), contact_of(with.dossier));
    return looked_at && !old.row.phone_token ? std::nullopt : std::optional<std::int64_t>(1);
}

}  // namespace

std::optional<Time> open_due_of(const CaseRow& row) {
    return is_open(row.state) ? row.due_at : std::nullopt;
}

bool awaits_token(const CaseRecord& record) {
    return !record.row.phone_token && may_be_indexed(record);
}

CaseWrites::CaseWrites(Connection& db, Reads& reads, Pending& pending)
    : reads_(&reads),
      pending_(&pending),
      insert_(db,
              "INSERT INTO cases(number,id,state,class,field,area,unit,urgency,channel,flags,received_at,"
              "due_at,open_due,updated_at,created_by,assignee,citizen_salt,phone_token,awaits_token,version,"
              "manifest_leaf,head) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,1,?,?)"),
      insert_body_(db, "INSERT INTO case_bodies(number,body) VALUES(?,?)"),
      update_(db,
              "UPDATE cases SET state=?2,class=?3,field=?4,area=?5,unit=?6,urgency=?7,channel=?8,flags=?9,"
              "received_at=?10,due_at=?11,open_due=?12,updated_at=?13,created_by=?14,assignee=?15,"
              "citizen_salt=?16,phone_token=?17,awaits_token=COALESCE(?18,awaits_token),version=?19,manifest_"
              "leaf=?20,head=?21"
              " WHERE number=?1"),
      update_body_(db, "UPDATE case_bodies SET body=? WHERE number=?"),
      set_leaf_(db, "UPDATE cases SET manifest_leaf=? WHERE number=?"),
      set_token_(db, "UPDATE cases SET phone_token=?,awaits_token=0 WHERE number=? RETURNING 1"),
      clear_awaiting_(db, "UPDATE cases SET phone_token=NULL,awaits_token=0 WHERE number=? RETURNING 1"),
      put_wrap_(db, "INSERT OR REPLACE INTO wrap_cache(number,compartment,unit,wrap) VALUES(?,?,?,?)"),
      cached_of_(db, "SELECT compartment,unit FROM wrap_cache WHERE number=?"),
      drop_wrap_(db, "DELETE FROM wrap_cache WHERE number=? AND compartment=? AND unit=?"),
      empty_events_(db,
                    "UPDATE events SET shown_json=NULL,shown_salt=NULL,staff_wrap=NULL,staff_envelope=NULL"
                    " WHERE case_id=? AND n<?") {}

void CaseWrites::begin_work() {
    touched_.clear();
    manifests_.clear();
}

std::uint64_t CaseWrites::leaf_for(const CaseId& id) const {
    const auto seen = std::ranges::find(manifests_, id, &std::pair<CaseId, std::uint64_t>::first);
    return seen != manifests_.end() ? seen->second : pending_->next_leaf();
}

std::uint64_t CaseWrites::final_leaf(const Touched& touched) const {
    const auto seen = std::ranges::find(manifests_, touched.id, &std::pair<CaseId, std::uint64_t>::first);
    if (seen != manifests_.end()) return seen->second;
    const bool has_leaves = pending_->next_leaf() > pending_->first_leaf_of_work();
    if (touched.is_new) return has_leaves ? pending_->first_leaf_of_work() : 0;
    return touched.fallback_leaf;
}

Result<void> CaseWrites::finish_work() {
    for (const auto& touched : touched_) {
        const auto leaf = final_leaf(touched);
        if (leaf == touched.written_leaf) continue;
        if (auto done = set_leaf_(leaf, touched.number).run(); !done) return done;
    }
    return {};
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
    const auto& row = record.row;
    const auto number = pending_->take_number(*year);
    const auto leaf = leaf_for(row.id);
    const auto open_due = open_due_of(row);
    const auto head = encode_parts(record.dossier, true), body = encode_parts(record.dossier, false);
    auto insert = insert_(number, row.id, row.state, row.class_code, row.field, row.area, row.unit,
                          row.urgency, row.channel, encode_flags(row.flags), row.received_at, row.due_at,
                          open_due, row.updated_at, null_if_zero(row.created_by), null_if_zero(row.assignee),
                          row.citizen_salt, row.phone_token, awaits_token(record) ? 1 : 0, leaf, head);
    if (auto done = insert.run(); !done) return done.error();
    if (auto done = insert_body_(number, body).run(); !done) return done.error();
    pending_->count_case(row.unit, row.state, open_due, 1);
    touched_.push_back({.id = row.id, .number = number, .written_leaf = leaf, .is_new = true});
    return number;
}

Result<void> CaseWrites::update(const CaseRecord& record, std::uint32_t expected_version,
                                std::uint64_t directory_version) {
    if (directory_version != pending_->directory_version())
        return fail(Errc::stale_directory, "sealed for an older directory");
    auto old = reads_->cases.find(record.row.number);
    if (!old) return old.error();
    if (old->row.id != record.row.id) return fail(Errc::not_found, "number and id are of two cases");
    if (old->row.version != expected_version) return fail(Errc::conflict, "the case has another version");
    auto with = record;
    with.dossier.sort();
    with.row.phone_token = token_after(*old, with);
    return replace(*old, with);
}

Result<void> CaseWrites::replace(const CaseRecord& old, const CaseRecord& with) {
    const auto& row = with.row;
    const auto leaf = leaf_for(row.id);
    const auto open_due = open_due_of(row);
    const auto head = encode_parts(with.dossier, true), body = encode_parts(with.dossier, false);
    auto update =
        update_(row.number, row.state, row.class_code, row.field, row.area, row.unit, row.urgency,
                row.channel, encode_flags(row.flags), row.received_at, row.due_at, open_due, row.updated_at,
                null_if_zero(row.created_by), null_if_zero(row.assignee), row.citizen_salt, row.phone_token,
                awaits_after(old, with), old.row.version + 1, leaf, head);
    if (auto done = update.run(); !done) return done;
    if (auto done = update_body_(body, row.number).run(); !done) return done;
    pending_->count_case(old.row.unit, old.row.state, open_due_of(old.row), -1);
    pending_->count_case(row.unit, row.state, open_due, 1);
    touched_.push_back({row.id, row.number, leaf, old.row.manifest_leaf, false});
    return drop_stale_cache(old, with);
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
    auto update = token == kNoPhoneToken ? clear_awaiting_(number) : set_token_(token, number);
    auto row = update.next();
    if (!row) return row.error();
    if (!*row) return fail(Errc::not_found, "no such case");
    return update.run();
}

Result<void> CaseWrites::cache_wrap(CaseNumber number, const crypto::Kid& unit,
                                    crypto::Compartment compartment, const Bytes& wrap) {
    const auto summary = reads_->cases.find(number);
    if (!summary) return summary.error();
    // only beside an original, so that dropping the original drops the copy
    if (summary->dossier.find_wrap(compartment, unit) == nullptr)
        return fail(Errc::not_found, "the case has no such wrap");
    return put_wrap_(number, compartment, unit, wrap).run();
}

Result<void> CaseWrites::erase(CaseNumber number, const std::vector<crypto::Compartment>& compartments,
                               bool with_events) {
    auto old = reads_->cases.find(number);
    if (!old) return old.error();
    auto with = *old;
    std::erase_if(with.dossier.parts, [&](const SealedPart& part) { return concerns(part, compartments); });
    with.row.phone_token = token_after(*old, with);
    if (auto done = replace(*old, with); !done) return done;
    if (!with_events) return {};
    // the leaf that tells of the erasure keeps its own details
    if (auto done = pending_->flush(); !done) return done;
    return empty_events_(old->row.id, pending_->first_leaf_of_work()).run();
}

}  // namespace hotline::storage::sqlite
