#include "server/flow/alerts.hpp"

#include "server/vault/readers.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <tuple>

namespace hotline::flow {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::uint32_t kShown = 200;  // leaves: alerts and acknowledgements
constexpr std::string_view kAlert = "admin.alert";

Json object_in(std::string_view text) {
    Json json = Json::parse(text, nullptr, false);
    return json.is_object() ? json : Json::object();
}

/// Opens the details of alerts for an auditor.
class AlertReader {
public:
    AlertReader(vault::WorkPermit permit, crypto::WrapOpener key) noexcept
        : permit_(std::move(permit)), key_(std::move(key)) {}

    Result<Alert> read(const storage::EventRow& event) {
        Result<SecretBytes> staff = vault::open_staff_details(permit_, key_, event);
        if (!staff) return staff.error();
        const Json details = object_in(staff->expose_text().substr(Salt32::size));
        const Json about = object_in(details.value("note", ""));
        return Alert{event.index,
                     event.at,
                     {about.value("what", ""), about.value("officer", ""), about.value("reference", "")},
                     {},
                     {}};
    }
    /// The leaf that an acknowledgement names, and who gave it.
    Result<std::pair<std::uint64_t, std::string>> read_acknowledgement(const storage::EventRow& event) {
        Result<SecretBytes> staff = vault::open_staff_details(permit_, key_, event);
        if (!staff) return staff.error();
        const Json details = object_in(staff->expose_text().substr(Salt32::size));
        const Json note = object_in(details.value("note", ""));
        return std::pair{note.value("alert", ~std::uint64_t{0}), details.value("officer", "")};
    }

private:
    vault::WorkPermit permit_;
    crypto::WrapOpener key_;
};

/// Newest first: an acknowledgement comes before its alert.
Result<std::vector<Alert>> read_all(AlertReader& reader, const std::vector<storage::EventRow>& events) {
    std::map<std::uint64_t, std::pair<std::string, storage::Time>> seen_to;
    std::vector<Alert> alerts;
    for (const storage::EventRow& event : events) {
        if (event.details.kind != kAlert) {
            auto given = reader.read_acknowledgement(event);
            if (!given) return given.error();
            seen_to[given->first] = {given->second, event.at};
            continue;
        }
        Result<Alert> alert = reader.read(event);
        if (!alert) return alert.error();
        if (const auto found = seen_to.find(alert->leaf); found != seen_to.end())
            std::tie(alert->acknowledged_by, alert->acknowledged_at) = found->second;
        alerts.push_back(*std::move(alert));
    }
    return alerts;
}

}  // namespace

asio::awaitable<Result<void>> raise_alert(Services* services, AlertAbout about, std::optional<UserId> ended) {
    const std::string note =
        Json{{"what", about.what}, {"officer", about.officer}, {"reference", about.reference}}.dump();
    audit::Act act;
    act.kind = kAlert;
    act.note = note;
    Result<storage::EventDraft> draft = services->recorder->by_server(act);
    if (!draft) co_return draft.error();
    // A canary is known to the auditors alone; who opens too fast is also the supervisors' business.
    std::vector<std::string> told{services->sealer->units().audit};
    if (ended) told.push_back(services->sealer->units().supervisors);
    std::vector<Announcement> news{{"alert", random_fixed<CaseId>(), std::move(told), {}, false}};
    Result<storage::Commit> stored = co_await commit(
        services,
        [draft = *std::move(draft), ended](storage::WriteTx& tx) -> Result<void> {
            if (ended)
                if (Result<void> dropped = tx.drop_sessions_of(*ended); !dropped) return dropped;
            return tx.append_event(draft);
        },
        std::move(news));
    if (ended) services->sessions->forget_user(*ended);
    if (!stored) co_return stored.error();
    co_return Result<void>{};
}

asio::awaitable<Result<void>> end_burst(Services* services, const access::Member* member, std::string what) {
    Result<void> raised =
        co_await raise_alert(services, {std::move(what), member->username(), {}}, member->id());
    if (!raised) co_return raised.error();
    co_return fail(Errc::unauthenticated, "too much was opened too fast: the session has ended");
}

asio::awaitable<Result<std::vector<Alert>>> list_alerts(Services* services, const access::Member* member) {
    if (Result<void> may = may_open(*services); !may) co_return may.error();
    Result<UnitAccess> audit = co_await enter_unit(services, member, services->sealer->units().audit);
    if (!audit) co_return audit.error();
    Result<std::vector<storage::EventRow>> events =
        co_await ops::read(services->engine, [](storage::ReadTx& tx) { return tx.alerts(kShown); });
    if (!events) co_return events.error();
    AlertReader reader(std::move(audit->permit), std::move(audit->key));
    co_return read_all(reader, *events);
}

asio::awaitable<Result<Alert>> find_alert(Services* services, const access::Member* member,
                                          std::uint64_t leaf) {
    Result<std::vector<Alert>> alerts = co_await list_alerts(services, member);
    if (!alerts) co_return alerts.error();
    const auto found = std::ranges::find(*alerts, leaf, &Alert::leaf);
    if (found == alerts->end()) co_return fail(Errc::not_found, "no such alert");
    co_return std::move(*found);
}

asio::awaitable<Result<Alert>> acknowledge_alert(Services* services, const access::Member* member,
                                                 std::uint64_t leaf, std::string note) {
    Result<Alert> alert = co_await find_alert(services, member, leaf);
    if (!alert) co_return alert.error();
    if (alert->acknowledged_by == member->username()) co_return *std::move(alert);  // the same again
    if (alert->acknowledged_at) co_return fail(Errc::wrong_state, "seen to already");
    const std::string words = note_for_audit(*services, note);
    const std::string details = Json{{"alert", leaf}, {"note", words}}.dump();
    audit::Act act;
    act.kind = "admin.alert_acknowledged";
    act.note = details;
    Result<storage::EventDraft> draft =
        services->recorder->by_member(*member, services->sealer->units().audit, act);
    if (!draft) co_return draft.error();
    Result<storage::Commit> stored = co_await ops::write(
        services->engine,
        [draft = *std::move(draft)](storage::WriteTx& tx) { return tx.append_event(draft); });
    if (!stored) co_return stored.error();
    alert->acknowledged_by = member->username();
    alert->acknowledged_at = stored->at;
    co_return *std::move(alert);
}

}  // namespace hotline::flow
