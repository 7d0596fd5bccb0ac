#include "server/api/complaint_form.hpp"

#include "server/ops/clock.hpp"

namespace hotline::api {

std::vector<http::FieldError> read_complaint(std::string_view body, flow::Complaint& into) {
    std::string received_at;
    Form form;
    form.text("/channel", into.channel, {.max = 16});
    form.secret("/text", into.text, {.required = true, .max = kMostCharacters});
    form.text("/class", into.class_code, {.max = 64});
    form.text("/field", into.field, {.max = 64});
    form.text("/area", into.area, {.max = 64});
    form.text("/unit", into.unit, {.max = 64});
    form.text("/urgency", into.urgency, {.max = 16});
    form.flag("/anonymous", into.anonymous);
    form.flag("/confidential", into.confidential);
    form.secret("/reporter/full_name", into.reporter.full_name, {.max = 200});
    form.secret("/reporter/phone", into.reporter.phone, {.max = 200});  // spoken digits are long
    form.secret("/reporter/email", into.reporter.email, {.max = 254});
    form.secret("/reporter/address", into.reporter.address, {.max = 500});
    form.secret("/reporter/citizen_id", into.reporter.citizen_id, {.max = 40});
    form.secret("/reporter/birth_date", into.reporter.birth_date, {.max = 40});
    form.secret("/reporter/call_name", into.reporter.call_name, {.max = 100});
    form.secret("/reporter/via", into.reporter.via, {.max = 500});
    form.flag("/consents/contact_by_unit", into.consents.contact_by_unit);
    form.flag("/consents/notify", into.consents.notify);
    form.flag("/consents/publish", into.consents.publish);
    form.text("/consents/evidence", into.consents.evidence, {.max = 500});
    form.secret("/location/text", into.location.text, {.max = 500});
    form.number("/location/lat", into.location.lat, -90, 90);
    form.number("/location/lon", into.location.lon, -180, 180);
    form.secret("/occurred_at", into.occurred_at, {.max = 64});
    form.text("/received_at", received_at, {.max = 64});
    form.secret("/external_ref", into.external_ref, {.max = 200});
    form.secret("/call_id", into.call_id, {.max = 200});
    std::vector<http::FieldError> errors = form.read(body);
    if (!errors.empty()) return errors;

    if (!received_at.empty()) {
        Result<ops::SysTime> time = ops::parse_rfc3339(received_at);
        if (!time) return {{"/received_at", "Thời điểm phải theo RFC 3339, ví dụ 2026-11-22T08:15:30Z."}};
        into.received_at = *time;
    }
    if (!into.occurred_at.empty() && !ops::parse_rfc3339(into.occurred_at.expose_text()))
        return {{"/occurred_at", "Thời điểm phải theo RFC 3339, ví dụ 2026-11-22T08:15:30Z."}};
    return {};
}

}  // namespace hotline::api
