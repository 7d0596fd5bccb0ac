#include "server/calendar/explain.hpp"

#include "server/ops/clock.hpp"

#include <array>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace hotline::calendar {
namespace {

using Json = nlohmann::ordered_json;

std::string_view word_for(TimeUnit unit) {
    static constexpr std::array<std::string_view, 4> kWords{"phút", "giờ", "giờ làm việc", "ngày làm việc"};
    return kWords[static_cast<std::size_t>(unit)];
}

std::string moment(Minute at) {
    return fmt::format("{} {}", clock_in_words(at), in_words(day_of(at)));
}

std::string end_of(const Term& term) {
    if (term.unit == TimeUnit::working_day)
        return "đến hết " + in_words(day_of(term.to - std::chrono::minutes{1}));
    return "đến " + moment(term.to);
}

/// Why a day was not counted; empty for a day that was.
std::string why_not(const Calendar& calendar, const CountedDay& each) {
    switch (each.reason) {
        case DayReason::weekend:
            return "cuối tuần";
        case DayReason::holiday: {
            const MarkedDay* mark = calendar.mark_of(each.day);
            const std::string name = mark == nullptr ? "nghỉ lễ" : mark->name;
            return mark == nullptr || mark->verified ? name : name + ", chưa xác minh";
        }
        case DayReason::paused:
            return "tạm dừng";
        case DayReason::closed:
            return "hết giờ làm việc";
        case DayReason::start:
        case DayReason::working:
        case DayReason::make_up:
        case DayReason::clock:
            break;
    }
    return {};
}

std::string listed(const Calendar& calendar, const Term& term, bool skipped) {
    std::string out;
    for (const CountedDay& each : term.days) {
        const bool worked_saturday = each.counted > 0 && each.reason == DayReason::make_up;
        const std::string why = skipped ? why_not(calendar, each) : worked_saturday ? "làm bù" : "";
        if (why.empty()) continue;
        out += fmt::format("{}{} ({})", out.empty() ? "" : ", ", date_in_words(each.day), why);
    }
    return out;
}

std::string term_in_words(const Calendar& calendar, const ExplainedTerm& each) {
    std::string out = fmt::format(" {}{} {}, {}.", each.level.phase == Phase::extend ? "Gia hạn thêm " : "",
                                  each.term.amount, word_for(each.term.unit), end_of(each.term));
    const std::string skipped = listed(calendar, each.term, true);
    if (!skipped.empty()) out += " Không tính: " + skipped + ".";
    const std::string made_up = listed(calendar, each.term, false);
    if (!made_up.empty()) out += " Có tính: " + made_up + ".";
    return out + " Căn cứ: " + each.level.source + ".";
}

std::string doubts(const Calendar& calendar, const Deadline& deadline) {
    if (deadline.certain) return {};
    std::set<int> unknown_years;
    for (const ExplainedTerm& each : deadline.terms) {
        for (const CountedDay& day : each.term.days) {
            const int year = static_cast<int>(std::chrono::year_month_day{day.day}.year());
            if (!calendar.knows_year(year)) unknown_years.insert(year);
        }
    }
    std::string out;
    for (const int year : unknown_years)
        out += fmt::format(" Chưa có lịch nghỉ năm {}: ngày nghỉ được tính tạm theo luật và âm lịch.", year);
    return out.empty() ? " Có ngày nghỉ hoặc ngày làm bù chưa được xác minh." : out;
}

Json day_json(const Calendar& calendar, const CountedDay& each) {
    Json out{{"date", iso(each.day)},
             {"reason", name_of(each.reason)},
             {"counted", each.counted},
             {"paused_minutes", each.paused},
             {"name", nullptr},
             {"document", nullptr},
             {"certain", calendar.is_certain(each.day)}};
    if (const MarkedDay* mark = calendar.mark_of(each.day)) {
        out["name"] = mark->name;
        if (!mark->document.empty()) out["document"] = mark->document;
    }
    return out;
}

Json term_json(const Calendar& calendar, const ExplainedTerm& each) {
    Json days = Json::array();
    for (const CountedDay& day : each.term.days) days.push_back(day_json(calendar, day));
    return {{"phase", name_of(each.level.phase)},
            {"rule", each.level.rule},
            {"source", each.level.source},
            {"amount", each.term.amount},
            {"unit", name_of(each.term.unit)},
            {"from", ops::format_rfc3339(utc_of(each.term.from))},
            {"until", ops::format_rfc3339(due_at(each.term))},
            {"days", std::move(days)}};
}

}  // namespace

std::string in_words(const Calendar& calendar, const Deadline& deadline) {
    std::string out = fmt::format("Tiếp nhận lúc {}", moment(minute_of(deadline.course.received_at)));
    out += deadline.terms.front().term.unit == TimeUnit::working_day ? " (không tính ngày này)." : ".";
    for (const ExplainedTerm& each : deadline.terms) out += term_in_words(calendar, each);
    for (const Pause& pause : deadline.course.pauses)
        out += fmt::format(" Tạm dừng từ {} đến {}.", moment(minute_of(pause.from)),
                           moment(minute_of(pause.to)));
    return out + doubts(calendar, deadline);
}

Json to_json(const Calendar& calendar, const Deadline& deadline) {
    Json terms = Json::array(), pauses = Json::array();
    for (const ExplainedTerm& each : deadline.terms) terms.push_back(term_json(calendar, each));
    for (const Pause& pause : deadline.course.pauses)
        pauses.push_back(
            {{"from", ops::format_rfc3339(pause.from)}, {"until", ops::format_rfc3339(pause.to)}});
    return {{"at", ops::format_rfc3339(deadline.due_at)},
            {"certain", deadline.certain},
            {"text", in_words(calendar, deadline)},
            {"terms", std::move(terms)},
            {"pauses", std::move(pauses)}};
}

}  // namespace hotline::calendar
