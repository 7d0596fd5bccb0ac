#include "server/flow/receive.hpp"

#include "server/flow/decide.hpp"
#include "server/flow/divert.hpp"
#include "server/flow/person.hpp"
#include "server/redaction/text.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>

namespace hotline::flow {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 8> kChannels{"phone", "web",   "zalo",    "facebook",
                                                    "sms",   "email", "walk-in", "api"};
constexpr std::array<std::string_view, 3> kUrgencies{"normal", "urgent", "complex"};

bool one_of(std::string_view value, auto& list) {
    return std::ranges::find(list, value) != list.end();
}

/// Everything about a complaint that is ready to be stored.
struct Prepared {
    storage::CaseRecord record;
    storage::EventDraft event;
    std::uint64_t directory_version = 0;
    crypto::TrackingSecret tracking_secret;
    std::string facts_json;
    std::vector<storage::CanaryRow> canaries;
    std::optional<storage::Time> wipe_at;  ///< a guess of tố cáo waits until then for a person
};

std::string facts_of(const CaseId& id, const Decision& decision, storage::Time received_at,
                     const redaction::Redaction& redaction) {
    std::map<std::string_view, int> counts;
    for (const redaction::Span& span : redaction.spans) ++counts[redaction::name_of(span.type)];
    Json found = Json::array();
    for (const auto& [type, count] : counts) found.push_back({{"type", type}, {"count", count}});

    Json facts{{"id", to_hex(id.view())},
               {"state", storage::wire_name(decision.state)},
               {"class", decision.class_code},
               {"field", decision.field},
               {"area", decision.area.empty() ? Json() : Json(decision.area)},
               {"unit", decision.unit},
               {"urgency", decision.urgency},
               {"received_at", ops::format_rfc3339(received_at)},
               {"due_at", decision.due_at ? Json(ops::format_rfc3339(*decision.due_at)) : Json()},
               {"version", 1},
               {"redactions", std::move(found)},
               {"similar", Json::array()}};
    if (!decision.guidance.empty()) facts["guidance"] = decision.guidance;
    return facts.dump();
}

storage::CaseRow row_of(const CaseId& id, const Complaint& complaint, const Decision& decision,
                        storage::Time received_at, storage::Time now) {
    storage::CaseRow row;
    row.id = id;
    row.state = decision.state;
    row.class_code = decision.class_code;
    row.field = decision.field;
    row.area = decision.area;
    row.unit = decision.unit;
    row.urgency = decision.urgency;
    row.channel = complaint.channel;
    row.flags = {complaint.anonymous, complaint.confidential, complaint.consents.contact_by_unit,
                 complaint.consents.notify, complaint.consents.publish};
    row.received_at = received_at;
    row.due_at = decision.due_at;
    row.updated_at = now;
    const bool has_phone = !complaint.reporter.phone.empty() && !complaint.confidential &&
                           !decision.is_denunciation && !decision.maybe_denunciation;
    if (!has_phone) row.phone_token = storage::kNoPhoneToken;
    return row;
}

Result<vault::SealedCase> seal(Services& services, const CaseId& id, const Complaint& complaint,
                               const Decision& decision, const redaction::Redaction& redaction) {
    const std::string subject = subject_of(redaction.redacted_text);
    const SecretBytes circumstances = circumstances_json(complaint);
    SecretBytes identity;
    SecretBytes contact;
    // A denunciation that a person confirmed keeps nothing of who made it, not even the words as given.
    if (!decision.is_denunciation) {
        identity = identity_json(complaint.reporter);
        contact = contact_json(complaint);
    }
    const SecretBytes* original = decision.is_denunciation ? nullptr : &redaction.normalized_text;
    return services.sealer->seal_case(
        id, {redaction.redacted_text, subject, circumstances.expose_text(), original, &identity, &contact},
        {decision.unit, complaint.confidential || decision.maybe_denunciation,
         complaint.consents.contact_by_unit, !complaint.canary_by.empty()});
}

/// What the server and the auditors know a canary by. Errors: bad_key.
Result<std::vector<storage::CanaryRow>> canaries_of(Services& services, const CaseId& id,
                                                    const Complaint& complaint,
                                                    const vault::SealedCase& sealed, storage::Time now) {
    std::vector<storage::CanaryRow> rows;
    Json marks = Json::array();  // each row names all, so that one taken away is missed
    for (const Hash32& mark : sealed.canary_marks) marks.push_back(to_hex(mark.view()));
    const Json details{{"case", to_hex(id.view())},
                       {"by", complaint.canary_by},
                       {"at", now.time_since_epoch().count()},
                       {"marks", marks}};
    for (const Hash32& mark : sealed.canary_marks) {
        Result<vault::SealedStaffDetails> about = services.sealer->seal_staff_details(details.dump());
        if (!about) return about.error();
        rows.push_back({mark, about->hash, std::move(about->wrap), std::move(about->envelope)});
    }
    return rows;
}

Result<Prepared> prepare(Services& services, const access::Member* by, const Complaint& complaint) {
    Result<redaction::Redaction> redaction = services.redactor->redact(complaint.text.expose_text());
    if (!redaction) return redaction.error();
    const storage::Time now = services.clock->now();
    const storage::Time received_at = complaint.received_at.value_or(now);
    Result<Decision> decision = decide(services, complaint, *redaction, received_at);
    if (!decision) return decision.error();

    const CaseId id = make_case_id(now);
    Result<vault::SealedCase> sealed = seal(services, id, complaint, *decision, *redaction);
    if (!sealed) return sealed.error();

    Result<std::vector<storage::CanaryRow>> canaries = canaries_of(services, id, complaint, *sealed, now);
    if (!canaries) return canaries.error();

    Prepared prepared;
    prepared.canaries = *std::move(canaries);
    if (decision->maybe_denunciation) prepared.wipe_at = now + kGuessLife;
    prepared.record = {row_of(id, complaint, *decision, received_at, now), std::move(sealed->dossier)};
    prepared.record.row.citizen_salt = sealed->citizen_salt;
    if (by != nullptr) prepared.record.row.created_by = by->id();
    prepared.directory_version = sealed->directory_version;
    prepared.tracking_secret = std::move(sealed->tracking_secret);
    prepared.facts_json = facts_of(id, *decision, received_at, *redaction);

    audit::Act act;
    act.kind = "case.received";
    act.case_id = id;
    act.to_unit = decision->unit;
    act.manifest = storage::manifest_hash(prepared.record.dossier);
    act.detail = services.classifier->model_name();  // which model read the case, for whoever asks later
    const std::string evidence = complaint.canary_by.empty()
                                     ? note_for_audit(services, complaint.consents.evidence)
                                     : "canary: " + complaint.canary_by;
    act.note = evidence;
    Result<storage::EventDraft> event = by != nullptr
                                            ? services.recorder->by_member(*by, services.desk(), act)
                                            : services.recorder->by_citizen(act);
    if (!event) return event.error();
    prepared.event = *std::move(event);
    return prepared;
}

/// What is stored to answer the same request again: the tracking secret, a line feed, the facts.
SecretBytes stored_answer(const Prepared& prepared) {
    SecretBytes out(prepared.tracking_secret.expose_secret());
    out.append("\n");
    out.append(prepared.facts_json);
    return out;
}

Result<Received> from_stored(const Replayed& replayed, const storage::CaseRow& row) {
    constexpr std::size_t kSecret = crypto::TrackingSecret::size;
    if (replayed.answer.size() <= kSecret) return fail(Errc::internal, "a stored answer is too short");
    Result<crypto::TrackingSecret> secret =
        crypto::TrackingSecret::from(replayed.answer.expose_secret().first(kSecret));
    if (!secret) return secret.error();
    std::string facts(replayed.answer.expose_text().substr(kSecret + 1));
    const Json said = Json::parse(facts, nullptr, false);
    // the row beside the sealed answer must not lend its code to another case
    if (!said.is_object() || said.value("id", "") != to_hex(row.id.view()))
        return fail(Errc::bad_signature, "a stored answer of another case");
    return Received{row.number, replayed.leaf,
                    crypto::format_tracking_code(storage::format_reference(row.number), *secret),
                    std::move(facts)};
}

asio::awaitable<Result<Received>> answer_again(Services* services, const Idempotency* idempotency) {
    Result<Replayed> replayed = co_await replay(services, idempotency);
    if (!replayed) co_return replayed.error();
    Result<storage::CaseRecord> record = co_await ops::read(
        services->engine,
        [id = replayed->case_id.value_or(CaseId{})](storage::ReadTx& tx) { return tx.find_case(id); });
    if (!record) co_return record.error();
    co_return from_stored(*replayed, record->row);
}

/// The durable transaction: replay protection first, so that a repeated request stops before anything else.
asio::awaitable<Result<storage::Commit>> store(Services* services, Prepared* prepared,
                                               const Idempotency* idempotency,
                                               std::shared_ptr<storage::CaseNumber> number) {
    std::optional<storage::IdempotencyRow> remembered;
    const storage::CaseRow& row = prepared->record.row;
    if (idempotency != nullptr)
        remembered =
            remember_answer(*idempotency, stored_answer(*prepared).expose_text(), row.updated_at, row.id);
    std::vector<Announcement> news{{"case.received", row.id, {row.unit}}};
    auto work = [prepared, remembered = std::move(remembered), number](storage::WriteTx& tx) -> Result<void> {
        if (remembered)
            if (Result<void> put = tx.put_idempotency(*remembered); !put) return put;
        Result<storage::CaseNumber> given = tx.insert_case(prepared->record, prepared->directory_version);
        if (!given) return given.error();
        *number = *given;
        for (const storage::CanaryRow& canary : prepared->canaries)
            if (Result<void> added = tx.add_canary(canary); !added) return added;
        if (prepared->wipe_at)
            if (Result<void> put = tx.put_guess(*given, *prepared->wipe_at); !put) return put;
        return tx.append_event(prepared->event);
    };
    co_return co_await commit(services, std::move(work), std::move(news));
}

}  // namespace

CaseId make_case_id(storage::Time now) {
    auto id = random_fixed<CaseId>();
    const auto ms = static_cast<std::uint64_t>(now.time_since_epoch().count());
    for (std::size_t i = 0; i < 6; ++i) id.bytes[i] = static_cast<std::uint8_t>(ms >> (40 - (8 * i)));
    id.bytes[6] = static_cast<std::uint8_t>(0x70U | (id.bytes[6] & 0x0FU));  // version 7 (RFC 9562)
    id.bytes[8] = static_cast<std::uint8_t>(0x80U | (id.bytes[8] & 0x3FU));
    return id;
}

std::string subject_of(std::string_view redacted_text) {
    constexpr std::size_t kSubjectCharacters = 80;
    std::string subject(
        redacted_text.substr(0, redaction::byte_of_code_point(redacted_text, kSubjectCharacters)));
    std::ranges::replace_if(subject, [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
    return subject;
}

std::vector<InputFault> faults_in(const Services& services, const Complaint& complaint, bool by_public) {
    std::vector<InputFault> faults;
    const auto need = [&faults](bool good, const char* pointer, const char* detail) {
        if (!good) faults.push_back({pointer, detail});
    };
    const routing::Directory& directory = *services.directory;
    need(one_of(complaint.channel, kChannels), "/channel", "Kênh tiếp nhận không có trong danh mục.");
    need(complaint.class_code.empty() || directory.find_class(complaint.class_code) != nullptr, "/class",
         "Loại phản ánh không có trong danh mục.");
    need(complaint.field.empty() || directory.find_field(complaint.field) != nullptr, "/field",
         "Lĩnh vực không có trong danh mục.");
    need(complaint.area.empty() || directory.find_area(complaint.area) != nullptr, "/area",
         "Địa bàn không có trong danh mục.");
    need(complaint.urgency.empty() || one_of(complaint.urgency, kUrgencies), "/urgency",
         "Mức độ phải là normal, urgent hoặc complex.");
    const routing::Unit* unit = directory.find_unit(complaint.unit);
    need(complaint.unit.empty() || (unit != nullptr && unit->kind != routing::UnitKind::audit), "/unit",
         "Đơn vị không có trong danh mục.");
    need(!complaint.anonymous || complaint.reporter.empty(), "/reporter",
         "Phản ánh ẩn danh không được kèm thông tin người phản ánh.");
    need(complaint.location.lat.has_value() == complaint.location.lon.has_value(), "/location",
         "Tọa độ phải có cả vĩ độ và kinh độ.");
    need(!complaint.received_at || *complaint.received_at <= services.clock->now() + std::chrono::minutes{5},
         "/received_at", "Thời điểm tiếp nhận không được ở tương lai.");
    if (!by_public) return faults;
    need(complaint.unit.empty(), "/unit", "Chỉ cán bộ tổng đài được chọn đơn vị.");
    need(complaint.urgency.empty(), "/urgency", "Chỉ cán bộ tổng đài được chọn mức độ.");
    need(!complaint.received_at, "/received_at", "Chỉ cán bộ tổng đài được ghi thời điểm tiếp nhận.");
    need(complaint.external_ref.empty(), "/external_ref", "Chỉ cán bộ tổng đài được ghi mã bên ngoài.");
    need(complaint.call_id.empty(), "/call_id", "Chỉ cán bộ tổng đài được ghi mã cuộc gọi.");
    return faults;
}

asio::awaitable<Result<Received>> receive(Services* services, const access::Member* by, Complaint complaint,
                                          std::optional<Idempotency> idempotency) {
    constexpr int kAttempts = 3;  // each time the key directory changed between sealing and storing
    for (int attempt = 1;; ++attempt) {
        Result<Prepared> prepared = prepare(*services, by, complaint);
        if (!prepared) co_return prepared.error();
        auto number = std::make_shared<storage::CaseNumber>(0);
        const Idempotency* key = idempotency ? &*idempotency : nullptr;
        Result<storage::Commit> stored = co_await store(services, &*prepared, key, number);
        if (stored)
            co_return Received{
                *number, stored->leaves.front(),
                crypto::format_tracking_code(storage::format_reference(*number), prepared->tracking_secret),
                std::move(prepared->facts_json)};
        if (key != nullptr && stored.error().code == Errc::conflict)
            co_return co_await answer_again(services, key);
        if (stored.error().code != Errc::stale_directory || attempt == kAttempts) co_return stored.error();
        if (Result<void> refreshed = co_await refresh_directory(services); !refreshed)
            co_return refreshed.error();
    }
}

}  // namespace hotline::flow
