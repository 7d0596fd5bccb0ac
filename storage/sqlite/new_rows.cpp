#include "storage/sqlite/new_rows.hpp"

#include "storage/case_hash.hpp"
#include "storage/sqlite/case_rules.hpp"

#include <algorithm>

namespace hotline::storage::sqlite {
namespace {

template <class Row>
void move_all(std::vector<Row>& from, std::vector<Row>& to) {
    std::ranges::move(from, std::back_inserter(to));
    from.clear();
}

}  // namespace

Result<void> run_case_row(Statement& statement, const CaseRow& row, const GivenColumns& given,
                          ByteView head) {
    return statement
        .row("cases", given.number, row.id, row.state, row.class_code, row.field, row.area, row.unit,
             row.urgency, row.channel, encode_flags(row.flags), row.received_at, row.due_at, open_due_of(row),
             row.updated_at, null_if_zero(row.created_by), null_if_zero(row.assignee), row.citizen_salt,
             row.phone_token, given.awaits_token ? 1 : 0, given.version, given.manifest_leaf, head)
        .run();
}

void NewRows::append(NewRows&& others) {
    move_all(others.cases, cases);
    move_all(others.events, events);
    move_all(others.answers, answers);
}

void NewRows::clear() {
    cases.clear();
    events.clear();
    answers.clear();
}

bool NewRows::has_case(const CaseId& id) const noexcept {
    return std::ranges::any_of(cases, [&](const NewCase& one) { return one.row.id == id; });
}

bool NewRows::has_answer(const Hash32& id) const noexcept {
    return std::ranges::find(answers, id, &IdempotencyRow::id) != answers.end();
}

NewRowWrites::NewRowWrites(Connection& db)
    : insert_case_(db, "INSERT INTO cases VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"),
      insert_body_(db, "INSERT INTO case_bodies(number,body) VALUES(?,?)"),
      insert_event_(
          db, "INSERT INTO events(" HOTLINE_EVENT_COLUMNS ",sum) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"),
      insert_answer_(db,
                     "INSERT INTO idempotency(n,id,fingerprint,case_id,leaf,answer,at,sum)"
                     " VALUES(?,?,?,?,?,?,?,?)"),
      newest_answer_(db, "SELECT n FROM idempotency ORDER BY n DESC LIMIT 1") {}

Result<void> NewRowWrites::flush_cases(NewRows& rows) {
    for (const auto& one : rows.cases) {
        if (auto done = run_case_row(insert_case_, one.row, one.given, one.head); !done) return done;
    }
    for (const auto& one : rows.cases) {
        if (auto done = insert_body_(one.given.number, one.body).run(); !done) return done;
    }
    rows.cases.clear();
    for (const auto& answer : rows.answers) {
        if (auto done = put_answer(answer); !done) return done;
    }
    rows.answers.clear();
    return {};
}

Result<void> NewRowWrites::flush_events(NewRows& rows, std::uint64_t first_leaf, Time at) {
    for (const auto& event : rows.events) {
        if (auto done = put_event(event, first_leaf++, at); !done) return done;
    }
    rows.events.clear();
    return {};
}

Result<void> NewRowWrites::put_event(const EventDraft& event, std::uint64_t leaf, Time at) {
    const auto text = format_leaf(leaf, at, event);
    return insert_event_
        .row("events", leaf, at, event.kind, event.purpose, event.case_id, event.actor, event.unit,
             event.manifest, event.shown_json, event.shown_salt, event.staff_hash, event.staff_wrap,
             event.staff_envelope, text)
        .run();
}

Result<void> NewRowWrites::put_answer(const IdempotencyRow& row) {
    if (next_answer_ == 0) {
        auto newest = newest_answer_();
        auto found = newest.next();
        if (!found) return found.error();
        next_answer_ = *found ? newest.integer(0) + 1 : 1;
    }
    return insert_answer_
        .row("idempotency", next_answer_++, row.id, row.fingerprint, row.case_id, row.leaf, row.answer,
             row.at)
        .run();
}

}  // namespace hotline::storage::sqlite
