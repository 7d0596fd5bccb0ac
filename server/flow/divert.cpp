#include "server/flow/divert.hpp"

#include "server/flow/approvals.hpp"
#include "server/flow/due.hpp"
#include "server/ops/log.hpp"
#include "server/vault/readers.hpp"

#include <algorithm>

namespace hotline::flow {
namespace {

constexpr std::string_view kDenunciation = "to-cao";
constexpr std::string_view kOrdinary = "phan-anh";
constexpr std::uint32_t kSlice = 100;

constexpr std::string_view kDenunciationGuidance =
    "Nội dung ông/bà gửi có dấu hiệu tố cáo nên Tổng đài 1022 không thụ lý và không giữ thông tin về người "
    "gửi. "
    "Ông/bà gửi đơn tố cáo hoặc đến trình bày trực tiếp tại cơ quan có thẩm quyền theo Luật Tố cáo năm 2018: "
    "người đứng đầu cơ quan quản lý cán bộ, công chức bị tố cáo, Ban Tiếp công dân hoặc Thanh tra tỉnh. Nếu "
    "cần "
    "giữ bí mật danh tính, ông/bà nêu yêu cầu đó ngay khi tố cáo.";

bool is_personal(const storage::SealedPart& part) {
    return std::ranges::find(vault::kPersonCompartments, part.compartment) !=
           vault::kPersonCompartments.end();
}

void wipe_person(storage::CaseRecord& record) {
    std::erase_if(record.dossier.parts, is_personal);
    record.row.flags.contact_by_unit = false;
    record.row.flags.notify = false;
    record.row.phone_token.reset();
}

/// Erased bytes leave the journal and free pages too; what cannot be done now the next scrub does.
void scrub(Services& services) {
    services.engine->scrub([](const Result<storage::Time>& done) {
        if (!done)
            ops::log_event(ops::LogLevel::error, "erase.not_scrubbed",
                           {{"errc", name_of(done.error().code)}});
    });
}

/// @param kind  a literal
ChangePlan plan_of(storage::CaseRecord record, std::string_view kind, std::string unit) {
    ChangePlan plan;
    plan.told = {record.row.unit};
    plan.record = std::move(record);
    plan.act.kind = kind;
    plan.unit = std::move(unit);
    plan.ends_approvals = true;
    plan.decides_guess = true;
    return plan;
}

/// It was none: an ordinary case at the desk, with its deadline.
asio::awaitable<Result<void>> restore(Services* services, const access::Member* member,
                                      storage::CaseRecord* record) {
    const std::string& supervisors = services->sealer->units().supervisors;
    storage::CaseRow& row = record->row;
    row.class_code = kOrdinary;
    row.state = storage::CaseState::fresh;
    Result<calendar::Deadline> due =
        answer_due(*services, {row.class_code, row.field, row.urgency}, row.received_at);
    if (!due) co_return due.error();
    row.due_at = due->due_at;
    if (row.flags.confidential) co_return Result<void>{};  // the supervisors keep it for that reason

    Result<vault::UnitReader> reader = co_await reader_of(services, member, supervisors);
    if (!reader) co_return reader.error();
    const std::shared_ptr<const vault::KeyDirectory> directory = services->sealer->directory();
    const vault::KeyDirectory::UnitKey* desk = directory->primary(services->desk());
    if (desk == nullptr) co_return fail(Errc::bad_key, "the desk has no valid key");
    co_return reader->hand_person_to(*record, *services->sealer, *desk);
}

/// Wipes one guess whose time is over, with its leaf.
Result<void> wipe_lapsed(storage::WriteTx& tx, const audit::Recorder& recorder, storage::CaseNumber number) {
    Result<storage::CaseRecord> record = tx.find_case(number);
    if (!record) return record.error();
    std::erase_if(record->dossier.parts, is_personal);
    record->dossier.sort();
    const std::string reference = storage::format_reference(number);
    audit::Act act;
    act.kind = "erase.lapsed";
    act.case_id = record->row.id;
    act.reference = reference;
    act.compartments = {"original", "identity", "contact"};
    act.manifest = storage::manifest_hash(record->dossier);
    Result<storage::EventDraft> draft = recorder.by_server(act);
    if (!draft) return draft.error();
    if (Result<void> added = tx.append_event(*draft); !added) return added;
    if (Result<void> ended = end_approvals_on(tx, record->row.id); !ended) return ended;
    const std::vector<crypto::Compartment> person(vault::kPersonCompartments.begin(),
                                                  vault::kPersonCompartments.end());
    if (Result<void> erased = tx.erase_compartments(number, person, false); !erased) return erased;
    return tx.drop_guess(number);
}

}  // namespace

bool is_undecided_guess(const storage::CaseRecord& record) {
    return record.row.class_code == kDenunciation && std::ranges::any_of(record.dossier.parts, is_personal);
}

asio::awaitable<Result<Changed>> divert(Services* services, const access::Member* member,
                                        std::string case_name, DivertRequest request) {
    if (Result<void> may = may_open(*services); !may) co_return may.error();
    auto begun = co_await begin_act(services, member, std::move(case_name), ActKind::divert, &request.act);
    if (!begun) co_return begun.error();
    if (Changed* again = std::get_if<Changed>(&*begun)) co_return std::move(*again);
    auto& [record, next] = std::get<Begun>(*begun);
    if (!is_undecided_guess(record)) co_return fail(Errc::wrong_state, "no undecided guess");
    if (!request.confirmed && !decides(*services, *member))
        co_return fail(Errc::forbidden, "a supervisor gives the person back");

    if (request.confirmed) {
        wipe_person(record);
    } else if (Result<void> restored = co_await restore(services, member, &record); !restored) {
        co_return restored.error();
    }
    ChangePlan plan =
        plan_of(std::move(record), request.confirmed ? "erase.confirmed" : "case.restored", services->desk());
    Result<Changed> changed =
        co_await store_change(services, member, std::move(plan), std::move(request.act));
    if (changed && request.confirmed) scrub(*services);
    co_return changed;
}

void sweep_guesses(Services& services) {
    auto wiped = std::make_shared<bool>(false);
    services.engine->write(
        [&services, now = services.clock->now(), wiped](storage::WriteTx& tx) -> Result<void> {
            Result<std::vector<storage::CaseNumber>> lapsed = tx.guesses_before(now, kSlice);
            if (!lapsed) return lapsed.error();
            for (const storage::CaseNumber number : *lapsed)
                if (Result<void> done = wipe_lapsed(tx, *services.recorder, number); !done) return done;
            *wiped = !lapsed->empty();
            return {};
        },
        [&services, wiped](const Result<storage::Commit>& done) {
            if (!done)
                ops::log_event(ops::LogLevel::error, "erase.failed", {{"errc", name_of(done.error().code)}});
            else if (*wiped)
                scrub(services);
        });
}

std::string_view guidance_for_reporter(std::string_view class_code) noexcept {
    return class_code == kDenunciation ? kDenunciationGuidance : std::string_view();
}

}  // namespace hotline::flow
