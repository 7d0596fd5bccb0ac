#include "storage/sqlite/reveal_rows.hpp"

#include "storage/approval_hash.hpp"
#include "storage/sqlite/pending.hpp"

#include <algorithm>

namespace hotline::storage::sqlite {
namespace {

#define HOTLINE_LOOKS "actor=? AND n>=? AND (kind='reveal.requested' OR kind='read.case')"

Bytes encode_compartments(const std::vector<crypto::Compartment>& compartments) {
    Bytes bytes;
    for (const auto compartment : compartments) put_u8(bytes, static_cast<std::uint8_t>(compartment));
    return bytes;
}

std::vector<crypto::Compartment> decode_compartments(ByteView bytes) {
    std::vector<crypto::Compartment> compartments;
    for (const auto byte : bytes) compartments.push_back(static_cast<crypto::Compartment>(byte));
    return compartments;
}

Bytes encode_wraps(const std::vector<SealedPart>& wraps) {
    return wraps.empty() ? Bytes{} : encode_parts(Dossier{wraps}, false);
}

Result<LookRow> read_look(const Statement::Query& query) {
    RowReader in(query);
    LookRow look;
    look.leaf = in.count();
    look.at = in.time();
    look.is_reveal = in.text() == "reveal.requested";
    look.case_id = in.fixed_or_zero<CaseId>();
    look.shown_json = in.text();
    if (!in.ok()) return fail(Errc::bad_format, "stored look");
    return look;
}

Result<CanaryRow> read_canary(const Statement::Query& query) {
    RowReader in(query);
    CanaryRow row;
    row.mark = in.fixed<Hash32>();
    row.hash = in.fixed<Hash32>();
    row.wrap = in.bytes();
    row.envelope = in.bytes();
    if (!in.ok()) return fail(Errc::bad_format, "stored canary");
    return row;
}

}  // namespace

Result<ApprovalRow> read_approval(const Statement::Query& query) {
    RowReader in(query);
    ApprovalRow row;
    row.id = in.fixed<RowId>();
    row.state = in.enumerator(ApprovalState::ended);
    row.case_id = in.optional_fixed<CaseId>();
    row.requester = in.fixed<UserId>();
    row.unit = in.text();
    row.purpose = in.text();
    row.compartments = decode_compartments(in.blob());
    row.note_wrap = in.bytes();
    row.note_envelope = in.bytes();
    row.leaf = in.count();
    row.asked_at = in.time();
    row.expires_at = in.time();
    row.approver = in.fixed_or_zero<UserId>();
    row.signature = in.fixed_or_zero<crypto::Signature>();
    const ByteView wraps = in.blob();
    row.version = in.u32();
    if (!in.ok()) return fail(Errc::bad_format, "stored approval");
    if (wraps.empty()) return row;
    Dossier parts;
    if (auto decoded = decode_parts(wraps, parts); !decoded) return decoded.error();
    row.wraps = std::move(parts.parts);
    return row;
}

// INDEXED BY: without their index these would read a whole day of the log inside the writer's transaction.
RevealReads::RevealReads(Connection& db)
    : approval_(db, "SELECT " HOTLINE_APPROVAL_COLUMNS " FROM approvals WHERE id=?"),
      of_requester_(db, "SELECT " HOTLINE_APPROVAL_COLUMNS
                        " FROM approvals WHERE requester=? ORDER BY asked_at DESC LIMIT ?"),
      in_state_(db,
                "SELECT " HOTLINE_APPROVAL_COLUMNS " FROM approvals WHERE state=? ORDER BY asked_at LIMIT ?"),
      on_case_(db, "SELECT " HOTLINE_APPROVAL_COLUMNS " FROM approvals WHERE case_id=? AND state<3"),
      looks_(db,
             "SELECT n,t,kind,case_id,shown_json FROM events INDEXED BY events_of_looks WHERE " HOTLINE_LOOKS
             " ORDER BY n"),
      alerts_(db, "SELECT " HOTLINE_EVENT_COLUMNS
                  " FROM events INDEXED BY events_of_alerts WHERE kind='admin.alert' OR"
                  " kind='admin.alert_acknowledged' ORDER BY n DESC LIMIT ?"),
      canary_(db, "SELECT 1 FROM canary_marks WHERE mark=?"),
      canaries_(db, "SELECT mark,hash,wrap,envelope FROM canary_marks ORDER BY mark"),
      guesses_(db, "SELECT number FROM guesses WHERE wipe_at<? ORDER BY number LIMIT ?") {}

Result<ApprovalRow> RevealReads::find_approval(const RowId& id) {
    return read_one(approval_(id), read_approval);
}

Result<std::vector<ApprovalRow>> RevealReads::approvals_of(const UserId& requester, std::uint32_t limit) {
    return read_all(of_requester_(requester, limit), read_approval);
}

Result<std::vector<ApprovalRow>> RevealReads::approvals_in(ApprovalState state, std::uint32_t limit) {
    return read_all(in_state_(state, limit), read_approval);
}

Result<std::vector<ApprovalRow>> RevealReads::approvals_on(const CaseId& case_id) {
    return read_all(on_case_(case_id), read_approval);
}

Result<std::vector<LookRow>> RevealReads::looks_of(const UserId& actor, std::uint64_t from) {
    return read_all(looks_(actor, from), read_look);
}

Result<std::vector<EventRow>> RevealReads::alerts(std::uint32_t limit) {
    return read_all(alerts_(limit), read_event);
}

Result<bool> RevealReads::has_canary(const Hash32& mark) {
    auto query = canary_(mark);
    return query.next();
}

Result<std::vector<CanaryRow>> RevealReads::canaries() {
    return read_all(canaries_(), read_canary);
}

Result<std::vector<CaseNumber>> RevealReads::guesses_before(Time at, std::uint32_t limit) {
    return read_all(guesses_(at, limit),
                    [](const Statement::Query& row) -> Result<CaseNumber> { return row.integer(0); });
}

RevealWrites::RevealWrites(Connection& db, RevealReads& reads, Pending& pending)
    : reads_(&reads),
      pending_(&pending),
      put_approval_(db, "INSERT OR REPLACE INTO approvals(" HOTLINE_APPROVAL_COLUMNS
                        ",sum) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"),
      add_canary_(db, "INSERT INTO canary_marks(mark,hash,wrap,envelope,sum) VALUES(?,?,?,?,?)"),
      put_guess_(db, "INSERT OR REPLACE INTO guesses(number,wipe_at,sum) VALUES(?,?,?)"),
      drop_guess_(db, "DELETE FROM guesses WHERE number=?") {}

Result<void> RevealWrites::put(const ApprovalRow& row, std::uint64_t leaf, std::uint32_t version) {
    const Bytes compartments = encode_compartments(row.compartments), wraps = encode_wraps(row.wraps);
    return put_approval_
        .row("approvals", row.id, row.state, row.case_id, row.requester, row.unit, row.purpose, compartments,
             row.note_wrap, row.note_envelope, leaf, row.asked_at, row.expires_at, null_if_zero(row.approver),
             null_if_zero(row.signature), wraps, version)
        .run();
}

Result<void> RevealWrites::add_approval(const ApprovalRow& row) {
    if (pending_->next_leaf() == pending_->first_leaf_of_work())
        return fail(Errc::internal, "an approval without its leaf");
    told_.push_back({"reveal.asked", asked_hash(row)});
    return put(row, pending_->first_leaf_of_work(), 1);
}

Result<void> RevealWrites::update_approval(const ApprovalRow& row) {
    const auto old = reads_->find_approval(row.id);
    if (!old) return old.error();
    if (old->version != row.version) return fail(Errc::conflict, std::to_string(old->version));
    if (row.state == ApprovalState::approved || row.state == ApprovalState::refused) {
        const bool approved = row.state == ApprovalState::approved;
        ApprovalRow decided = row;
        decided.leaf = old->leaf;
        told_.push_back({approved ? "reveal.approved" : "reveal.refused", decided_hash(decided, approved)});
    }
    return put(row, old->leaf, row.version + 1);
}

Result<void> RevealWrites::finish_work() {
    for (const auto& [kind, hash] : told_) {
        auto& events = pending_->own().events;
        const auto leaf = std::ranges::find_if(
            events, [&](const EventDraft& event) { return event.kind == kind && !event.manifest; });
        if (leaf == events.end()) return fail(Errc::internal, "an approval without its leaf");
        leaf->manifest = hash;
    }
    return {};
}

Result<void> RevealWrites::add_canary(const CanaryRow& row) {
    return add_canary_.row("canary_marks", row.mark, row.hash, row.wrap, row.envelope).run();
}

Result<void> RevealWrites::put_guess(CaseNumber number, Time wipe_at) {
    return put_guess_.row("guesses", number, wipe_at).run();
}

Result<void> RevealWrites::drop_guess(CaseNumber number) {
    return drop_guess_(number).run();
}

}  // namespace hotline::storage::sqlite
