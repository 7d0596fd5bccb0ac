#include "server/flow/reply.hpp"

#include "server/vault/readers.hpp"

#include <nlohmann/json.hpp>

namespace hotline::flow {
namespace {

std::string message_json(const Services& services, const access::Member& member, const std::string& unit,
                         const ReplyRequest& request, std::string_view redacted) {
    return nlohmann::ordered_json{{"at", ops::format_rfc3339(services.clock->now())},
                                  {"from", unit == services.desk() ? "desk" : "unit"},
                                  {"unit", unit},
                                  {"officer", member.alias()},
                                  {"text", redacted},
                                  {"interim", request.interim}}
        .dump();
}

/// Opens the conversation's key and adds the message.
asio::awaitable<Result<void>> add_message(Services* services, const access::Member* member,
                                          storage::CaseRecord* record, std::string reading,
                                          std::string json) {
    Result<vault::UnitReader> reader = co_await reader_of(services, member, std::move(reading));
    if (!reader) co_return reader.error();
    co_return reader->add_message(*record, json);
}

}  // namespace

asio::awaitable<Result<Changed>> reply(Services* services, const access::Member* member,
                                       std::string case_name, ReplyRequest request) {
    if (Result<void> may = may_open(*services); !may) co_return may.error();
    auto begun = co_await begin_act(services, member, std::move(case_name), ActKind::reply, &request.act);
    if (!begun) co_return begun.error();
    if (Changed* again = std::get_if<Changed>(&*begun)) co_return std::move(*again);
    auto& [record, next] = std::get<Begun>(*begun);
    Result<std::string> reading = reading_unit(*services, *member, record.row.unit);
    if (!reading) co_return reading.error();
    Result<redaction::Redaction> redacted = services->redactor->redact(request.text);
    if (!redacted) co_return redacted.error();

    std::string json = message_json(*services, *member, *reading, request, redacted->redacted_text);
    Result<void> added = co_await add_message(services, member, &record, *reading, std::move(json));
    if (!added) co_return added.error();

    ChangePlan plan;
    plan.unit = *reading;
    plan.told = {record.row.unit};
    plan.record = std::move(record);
    if (!request.interim) plan.record.row.state = next;
    plan.act.kind = request.interim ? "case.interim_reply" : "case.answered";
    co_return co_await store_change(services, member, std::move(plan), std::move(request.act));
}

}  // namespace hotline::flow
