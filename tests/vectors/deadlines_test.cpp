#include "server/calendar/lunar.hpp"
#include "server/calendar/service_levels.hpp"

#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <numeric>

namespace hotline::calendar {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

json read(const std::string& name) {
    return json::parse(std::ifstream(std::string(HOTLINE_VECTORS "/deadlines/") + name));
}

/// "2026-02-13T16:00", Vietnam's time.
UtcTime instant(const std::string& text) {
    const auto number = [&](std::size_t from, std::size_t length) {
        return std::stoi(text.substr(from, length));
    };
    const Day day{std::chrono::year{number(0, 4)} / number(5, 2) / number(8, 2)};
    return start_of(day) + std::chrono::hours{number(11, 2)} + std::chrono::minutes{number(14, 2)};
}

/// As the table writes it: the last second of a day is its 24:00.
std::string written(UtcTime due) {
    const Minute minute = minute_of(due);
    const bool end_of_day = due != utc_of(minute);
    return iso(day_of(minute)) + "T" + (end_of_day ? "24:00" : clock_in_words(minute));
}

/// The table calls a Saturday worked "make-up".
std::string reason_in_table(DayReason reason) {
    return reason == DayReason::make_up ? "make-up" : std::string(name_of(reason));
}

json rows_of(const Term& term) {
    json rows = json::array();
    for (const CountedDay& each : term.days)
        rows.push_back({iso(each.day), reason_in_table(each.reason), each.counted, each.paused});
    return rows;
}

/// Reading the calendar is the slow part, and there are three provinces.
const Calendar& calendar_of(const std::string& province) {
    static std::map<std::string, Calendar> read_before;
    const auto found = read_before.find(province);
    if (found != read_before.end()) return found->second;
    return read_before.emplace(province, Calendar::built_in(province)).first->second;
}

Result<Deadline> deadline_of(const json& line, const ServiceLevels& rules) {
    Course course{instant(line["from"]), {}, line.contains("extension")};
    for (const json& pause : line.value("pauses", json::array()))
        course.pauses.push_back({instant(pause[0]), instant(pause[1])});
    const Calendar& calendar = calendar_of(line["province"]);
    const Result<ServiceLevel> first = rules.by_id(line["rule"].get<std::string>());
    if (!first) return first.error();
    if (!course.extended) return lay_out(calendar, *first, nullptr, std::move(course));
    const Result<ServiceLevel> extension = rules.by_id(line["extension"].get<std::string>());
    if (!extension) return extension.error();
    return lay_out(calendar, *first, &*extension, std::move(course));
}

int whole_of(const Term& term) {
    switch (term.unit) {
        case TimeUnit::minute:
        case TimeUnit::working_day:
            return term.amount;
        case TimeUnit::hour:
        case TimeUnit::working_hour:
            return 60 * term.amount;
    }
    return 0;
}

class Table : public testing::Test {
protected:
    const json table = read("table.json");
    const ServiceLevels rules = *ServiceLevels::load(HOTLINE_VECTORS "/deadlines/rules.json");
};

TEST_F(Table, EveryDeadlineIsTheOneWalkedMinuteByMinute) {
    ASSERT_GE(table["cases"].size(), 300U);
    for (const json& line : table["cases"]) {
        const Result<Deadline> found = deadline_of(line, rules);
        ASSERT_TRUE(found) << line["id"] << ": " << found.error().internal;
        EXPECT_EQ(written(found->due_at), line["due"].get<std::string>()) << line["id"];
        ASSERT_EQ(found->terms.size(), line["terms"].size()) << line["id"];
        for (std::size_t i = 0; i < found->terms.size(); ++i)
            EXPECT_EQ(rows_of(found->terms[i].term), line["terms"][i]) << line["id"];
    }
}

TEST_F(Table, TheDaysOfEveryExplanationAddUp) {
    for (const json& line : table["cases"]) {
        const Result<Deadline> found = deadline_of(line, rules);
        ASSERT_TRUE(found) << line["id"];
        for (const ExplainedTerm& each : found->terms) {
            const auto& days = each.term.days;
            const int sum = std::accumulate(days.begin(), days.end(), 0,
                                            [](int all, const CountedDay& day) { return all + day.counted; });
            EXPECT_EQ(sum, whole_of(each.term)) << line["id"];
            for (std::size_t i = 1; i < days.size(); ++i)
                EXPECT_EQ(days[i].day - days[i - 1].day, std::chrono::days{1}) << line["id"];
        }
    }
}

TEST_F(Table, EveryChoiceOfARuleIsTheSame) {
    ASSERT_FALSE(table["choices"].empty());
    for (const json& choice : table["choices"]) {
        const auto phase = [&] {
            for (const Phase each :
                 {Phase::receive, Phase::transfer, Phase::accept, Phase::answer, Phase::extend})
                if (name_of(each) == choice[0].get<std::string>()) return each;
            throw std::logic_error("unknown phase");
        }();
        const std::string of_class = choice[1], field = choice[2], urgency = choice[3];
        const Result<ServiceLevel> found =
            rules.find(phase, {of_class, field, urgency}, instant(choice[4].get<std::string>() + "T23:59"));
        EXPECT_EQ(found ? json(found->rule) : json(), choice[5]) << choice;
    }
}

TEST(Lunar, TetAndGioToAreThoseOfASecondProgram) {
    const json days = read("lunar.json")["days"];
    ASSERT_EQ(days.size(), static_cast<std::size_t>(kLastLunarYear - kFirstLunarYear + 1));
    for (int year = kFirstLunarYear; year <= kLastLunarYear; ++year) {
        const json& both = days[static_cast<std::size_t>(year - kFirstLunarYear)];
        EXPECT_EQ(iso(lunar_day(1, 1, year)), both[0].get<std::string>());
        EXPECT_EQ(iso(lunar_day(10, 3, year)), both[1].get<std::string>());
    }
}

}  // namespace
}  // namespace hotline::calendar
