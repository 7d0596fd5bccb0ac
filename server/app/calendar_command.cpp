#include "server/app/calendar_command.hpp"

#include "server/calendar/explain.hpp"
#include "server/calendar/lunar.hpp"
#include "server/calendar/reading.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <iostream>
#include <nlohmann/json.hpp>

namespace hotline::app {
namespace {

using namespace calendar;
using Json = nlohmann::ordered_json;

/// What the commands are asked; one object for the run of the program.
struct Asked {
    std::string calendar_file, rules_file, province, rule, from, extension;
    std::vector<std::string> pauses;
    int year = 0;
    bool json = false;
};

Result<Calendar> calendar_of(const Asked& asked) {
    if (asked.calendar_file.empty()) return Calendar::built_in(asked.province);
    return Calendar::load(asked.calendar_file, asked.province);
}

Result<ServiceLevels> rules_of(const Asked& asked) {
    if (asked.rules_file.empty()) return ServiceLevels::built_in();
    return ServiceLevels::load(asked.rules_file);
}

void print_day(Day day, const MarkedDay& mark, bool counted) {
    std::cout << fmt::format("{}\t{}\t{}\t{}\t{}{}\n", iso(day), in_words(day),
                             mark.kind == DayKind::make_up ? "làm bù" : "nghỉ", mark.name, mark.document,
                             !counted        ? "\tđang tắt"
                             : mark.verified ? ""
                                             : "\tchưa xác minh");
}

Result<void> show(const Asked& asked) {
    Result<Calendar> calendar = calendar_of(asked);
    if (!calendar) return calendar.error();
    if (!calendar->knows_year(asked.year))
        std::cout << fmt::format("# {}: chưa có thông báo; tính theo luật và âm lịch\n", asked.year);
    for (const auto& [day, mark] : calendar->marked_days(asked.year)) print_day(day, *mark, true);
    for (const auto& [day, mark] : calendar->switched_off())
        if (static_cast<int>(std::chrono::year_month_day{day}.year()) == asked.year)
            print_day(day, mark, false);
    return {};
}

Result<void> check(const Asked& asked) {
    Result<Calendar> calendar = calendar_of(asked);
    if (!calendar) return calendar.error();
    if (Result<ServiceLevels> rules = rules_of(asked); !rules) return rules.error();
    for (const int year : calendar->known_years()) {
        int unverified = 0;
        for (const auto& [day, mark] : calendar->marked_days(year)) unverified += mark->verified ? 0 : 1;
        std::cout << fmt::format("{}: {} ngày, {} chưa xác minh\n", year, calendar->marked_days(year).size(),
                                 unverified);
    }
    return {};
}

/// The year as an entry of calendar.json, to be confirmed day by day when the notice comes.
Result<void> prefill(const Asked& asked) {
    if (asked.year < kFirstLunarYear || asked.year > kLastLunarYear)
        return fail(Errc::bad_input, "years 2000 to 2100 only");
    std::cout << fmt::format(
        " \"{}\": {{\n  \"source\": \"tính theo Điều 112 Bộ luật Lao động 2019 và âm lịch; chưa có "
        "thông báo\",\n  \"days\": [\n",
        asked.year);
    const auto days = computed_year(asked.year);
    for (std::size_t written = 0; const auto& [day, mark] : days) {
        const Json line{{"date", iso(day)}, {"kind", "off"}, {"name", mark.name}, {"unverified", true}};
        std::cout << "   " << line.dump() << (++written < days.size() ? ",\n" : "\n");
    }
    std::cout << "  ]\n }\n";
    return {};
}

Result<Course> course_of(const Asked& asked) {
    Course course;
    Result<UtcTime> from = parse_local(asked.from);
    if (!from) return from.error();
    course.received_at = *from;
    course.extended = !asked.extension.empty();
    for (const std::string& pause : asked.pauses) {
        const auto slash = pause.find('/');
        if (slash == std::string::npos) return fail(Errc::bad_input, "a pause is FROM/TO");
        Result<UtcTime> begin = parse_local(pause.substr(0, slash));
        if (!begin) return begin.error();
        Result<UtcTime> end = parse_local(pause.substr(slash + 1));
        if (!end) return end.error();
        course.pauses.push_back({*begin, *end});
    }
    return course;
}

Result<void> explain(const Asked& asked) {
    Result<Calendar> calendar = calendar_of(asked);
    if (!calendar) return calendar.error();
    Result<ServiceLevels> rules = rules_of(asked);
    if (!rules) return rules.error();
    Result<Course> course = course_of(asked);
    if (!course) return course.error();
    Result<ServiceLevel> first = rules->by_id(asked.rule);
    if (!first) return first.error();
    std::optional<ServiceLevel> extension;
    if (course->extended) {
        Result<ServiceLevel> more = rules->by_id(asked.extension);
        if (!more) return more.error();
        extension = *std::move(more);
    }
    Result<Deadline> deadline =
        lay_out(*calendar, *first, extension ? &*extension : nullptr, *std::move(course));
    if (!deadline) return deadline.error();
    std::cout << (asked.json ? to_json(*calendar, *deadline).dump(1) : in_words(*calendar, *deadline))
              << "\n";
    return {};
}

using Command = Result<void> (*)(const Asked&);

/// Runs a command when it is parsed and says on stderr why it failed.
void run_when_parsed(CLI::App* command, Command run, const std::shared_ptr<Asked>& asked, int& code) {
    command->callback([run, asked, &code] {
        const Result<void> done = run(*asked);
        if (done) return;
        std::cerr << "hotline-server: " << name_of(done.error().code) << ": " << done.error().internal
                  << "\n";
        code = 1;
    });
}

}  // namespace

void add_calendar_command(CLI::App& program, int& code) {
    const auto asked = std::make_shared<Asked>();
    CLI::App* group =
        program.add_subcommand("calendar", "working days and deadlines that explain themselves");
    group->require_subcommand(1);
    CLI::App* show_command =
        group->add_subcommand("show", "print the days off and the Saturdays worked of a year");
    show_command->add_option("year", asked->year)->required();
    CLI::App* check_command = group->add_subcommand("check", "read the files and say what is not confirmed");
    CLI::App* prefill_command =
        group->add_subcommand("prefill", "compute a year that has no notice yet (JSON)");
    prefill_command->add_option("year", asked->year)->required();
    CLI::App* explain_command = group->add_subcommand("explain", "lay a rule on the calendar, day by day");
    explain_command->add_option("--rule", asked->rule, "id of a rule")->required();
    explain_command->add_option("--from", asked->from, "receipt, 2026-02-13T16:00")->required();
    explain_command->add_option("--pause", asked->pauses, "FROM/TO, in order; may be repeated");
    explain_command->add_option("--extend", asked->extension, "id of the rule of the extension");
    explain_command->add_flag("--json", asked->json, "every day with its reason");
    for (CLI::App* each : {show_command, check_command, explain_command}) {
        each->add_option("--calendar", asked->calendar_file, "a calendar.json instead of the program's");
        each->add_option("--province", asked->province, "whose office hours, e.g. \"Đồng Tháp\"");
    }
    for (CLI::App* each : {check_command, explain_command})
        each->add_option("--rules", asked->rules_file, "a service_levels.json instead of the program's");
    run_when_parsed(show_command, show, asked, code);
    run_when_parsed(check_command, check, asked, code);
    run_when_parsed(prefill_command, prefill, asked, code);
    run_when_parsed(explain_command, explain, asked, code);
}

}  // namespace hotline::app
