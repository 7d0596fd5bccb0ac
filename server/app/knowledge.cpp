#include "server/app/knowledge.hpp"

#include "server/ops/log.hpp"

namespace hotline::app {
namespace {

constexpr std::chrono::days kAhead{60};

bool is_there(const std::filesystem::path& file) {
    std::error_code ignored;
    return std::filesystem::exists(file, ignored);
}

}  // namespace

Result<calendar::Calendar> load_calendar(const std::filesystem::path& data, std::string_view province) {
    const std::filesystem::path file = data / "calendar.json";
    if (!is_there(file)) return calendar::Calendar::built_in(province);
    return calendar::Calendar::load(file, province);
}

Result<calendar::ServiceLevels> load_service_levels(const std::filesystem::path& data) {
    const std::filesystem::path file = data / "service_levels.json";
    if (!is_there(file)) return calendar::ServiceLevels::built_in();
    return calendar::ServiceLevels::load(file);
}

std::string fingerprint_of(const calendar::Calendar& calendar,
                           const calendar::ServiceLevels& service_levels) {
    return to_hex(blake2b({}, {calendar.fingerprint().view(), service_levels.fingerprint().view()}).view());
}

void warn_of_doubtful_days(const calendar::Calendar& calendar, calendar::UtcTime now) {
    const calendar::Day today = calendar::day_of(now);
    std::string unverified, switched_off;
    for (calendar::Day day = today; day <= today + kAhead; day += std::chrono::days{1}) {
        const calendar::MarkedDay* mark = calendar.mark_of(day);
        if (mark != nullptr && !mark->verified)
            unverified += (unverified.empty() ? "" : " ") + calendar::iso(day);
        if (calendar.switched_off().contains(day))
            switched_off += (switched_off.empty() ? "" : " ") + calendar::iso(day);
    }
    if (!unverified.empty() || !switched_off.empty())
        ops::log_event(ops::LogLevel::warn, "calendar.doubtful_days",
                       {{"unverified", unverified},
                        {"switched_off", switched_off},
                        {"advice", "confirm them in calendar.json; see hotline-server calendar show"}});
    const int year = static_cast<int>(std::chrono::year_month_day{today + kAhead}.year());
    if (!calendar.knows_year(year))
        ops::log_event(
            ops::LogLevel::warn, "calendar.year_missing",
            {{"year", year}, {"advice", "its days off are computed; see hotline-server calendar prefill"}});
}

Result<routing::Classifier> load_classifier(const std::filesystem::path& data,
                                            const routing::Directory& directory) {
    const std::filesystem::path own = data / "reading.hlm";
    if (!std::filesystem::exists(own)) return routing::Classifier::built_in(directory);
    Result<routing::LinearModel> model = routing::LinearModel::map(own);
    if (!model) return model.error();
    return routing::Classifier::with_model(directory, *std::move(model));
}

}  // namespace hotline::app
