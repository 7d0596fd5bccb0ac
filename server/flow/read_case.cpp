#include "server/flow/read_case.hpp"

#include "server/flow/divert.hpp"
#include "server/flow/due.hpp"
#include "server/flow/looks.hpp"
#include "server/flow/reveal.hpp"
#include "server/vault/readers.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace hotline::flow {
namespace {

using crypto::Compartment;

/// How a member opens one compartment.
std::string access_to(const Services& services, const storage::CaseRecord& record, Compartment compartment,
                      std::string_view person_unit, const crypto::Kid& reader) {
    if (compartment == Compartment::report || compartment == Compartment::conversation)
        return record.dossier.find_wrap(compartment, reader) != nullptr ? "open" : "none";
    if (is_withheld(services, record, {compartment}, person_unit)) return "none";
    if (needs_second_person(services, record, {compartment}, person_unit)) return "approval";
    const vault::KeyDirectory::UnitKey* key = services.sealer->directory()->primary(person_unit);
    const bool wrapped = key != nullptr && record.dossier.find_wrap(compartment, key->kid) != nullptr;
    return wrapped ? "reveal" : "none";
}

std::vector<CompartmentView> compartments_of(const Services& services, const storage::CaseRecord& record,
                                             std::string_view person_unit, const crypto::Kid& reader) {
    std::vector<CompartmentView> views;
    for (const Compartment compartment :
         {Compartment::report, Compartment::conversation, Compartment::original, Compartment::identity,
          Compartment::contact}) {
        const bool exists = record.dossier.find_envelope(compartment, storage::place::kText) != nullptr;
        if (!exists && compartment != Compartment::conversation) continue;
        views.push_back({std::string(audit::wire_name(compartment)),
                         access_to(services, record, compartment, person_unit, reader)});
    }
    return views;
}

/// Messages by their time, which stands inside the sealed text.
std::vector<SecretBytes> oldest_first(std::vector<vault::Message> messages) {
    std::vector<std::pair<std::string, SecretBytes>> dated;
    for (vault::Message& message : messages) {
        const nlohmann::json json = nlohmann::json::parse(message.json.expose_text(), nullptr, false);
        dated.emplace_back(json.is_object() ? json.value("at", "") : "", std::move(message.json));
    }
    std::ranges::sort(dated, {}, &std::pair<std::string, SecretBytes>::first);
    std::vector<SecretBytes> out;
    for (auto& [at, json] : dated) out.push_back(std::move(json));
    return out;
}

Result<CaseView> open_view(vault::UnitReader& reader, const storage::CaseRecord& record) {
    CaseView view;
    Result<SecretBytes> subject = reader.subject(record, {});
    if (!subject) return subject.error();
    Result<SecretBytes> report = reader.report(record);
    if (!report) return report.error();
    Result<SecretBytes> circumstances = reader.circumstances(record);
    if (!circumstances) return circumstances.error();
    Result<std::vector<vault::Message>> messages = reader.conversation(record);
    if (!messages) return messages.error();
    view.subject = *std::move(subject);
    view.report = *std::move(report);
    view.circumstances = *std::move(circumstances);
    view.conversation = oldest_first(*std::move(messages));
    return view;
}

}  // namespace

asio::awaitable<Result<CaseView>> read_case(Services* services, const access::Member* member,
                                            std::string case_name) {
    if (Result<void> may = may_open(*services); !may) co_return may.error();
    Result<storage::CaseRecord> record = co_await find_case_for(services, member, std::move(case_name));
    if (!record) co_return record.error();
    Result<std::string> reading = reading_unit(*services, *member, record->row.unit);
    if (!reading) co_return reading.error();
    Result<vault::UnitReader> reader = co_await reader_of(services, member, *std::move(reading));
    if (!reader) co_return reader.error();
    if (Result<void> logged = co_await log_reading(services, member, &record->row); !logged)
        co_return logged.error();

    Result<CaseView> view = open_view(*reader, *record);
    if (!view) co_return view.error();
    Result<std::string> person = person_unit(*services, *member, *record);
    if (!person) co_return person.error();
    view->compartments = compartments_of(*services, *record, *person, reader->kid());
    Result<std::vector<storage::EventRow>> timeline =
        co_await ops::read(services->engine, [id = record->row.id](storage::ReadTx& tx) {
            storage::EventQuery query;
            query.case_id = id;
            return tx.events(query);
        });
    if (!timeline) co_return timeline.error();
    Result<Hash32> mark = reader->canary_mark(*record);
    if (!mark) co_return mark.error();
    Result<void> watched = co_await watch_canaries(services, member, &record->row, {*mark}, "canary-read");
    if (!watched) co_return watched.error();
    view->timeline = *std::move(timeline);
    view->acts = open_acts(record->row.state, member->roles());
    if (!is_undecided_guess(*record)) std::erase(view->acts, ActKind::divert);
    view->due = explain_due(*services, record->row);
    view->row = std::move(record->row);
    co_return view;
}

}  // namespace hotline::flow
