// The cost of reads at 10^4, 10^5 and (when asked, or with HOTLINE_LONG) 10^6 cases: a page of 50, counters,
// one case. Each question goes to all sizes in turn, so that a noisy minute is noisy for all. Medians in µs,
// and their ratio to the smallest table.

#include "storage/sqlite/sqlite_engine.hpp"
#include "tests/contract/samples.hpp"

#include <fmt/format.h>
#include <stdlib.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <fstream>
#include <map>
#include <random>
#include <thread>

namespace {

using namespace hotline;
using namespace hotline::storage;
using Clock = std::chrono::steady_clock;

constexpr Time kNow{std::chrono::sys_days{std::chrono::year{2026} / 9 / 10} + std::chrono::hours{8}};

/// One sealed dossier serves all rows: sealing is not measured, and the bytes are as many.
CaseRecord next_case(const CaseRecord& pattern, std::mt19937_64& random) {
    auto record = pattern;
    auto& row = record.row;
    row.id = samples::case_id(kNow);
    row.unit = fmt::format("so-{:02}", random() % 40);
    // as in a year's work: most cases are closed, some are open, a few are late
    const auto dice = random() % 100;
    row.state = dice < 85 ? CaseState::closed : dice < 90 ? CaseState::fresh : CaseState::in_progress;
    row.field = random() % 10 == 0 ? "y-te" : "ha-tang";
    row.received_at = kNow - std::chrono::minutes{static_cast<std::int64_t>(random() % 100'000)};
    row.due_at = kNow + std::chrono::minutes{static_cast<std::int64_t>(random() % 20'000)} -
                 std::chrono::minutes{2000};
    return record;
}

void grow(Engine& engine, const CaseRecord& pattern, std::size_t n, std::mt19937_64& random) {
    std::atomic<std::size_t> waiting = 0;
    for (std::size_t i = 0; i < n; ++i) {
        while (waiting > 2000) std::this_thread::yield();
        ++waiting;
        engine.write(
            [record = next_case(pattern, random)](WriteTx& tx) -> Result<void> {
                const auto number = tx.insert_case(record, 0);
                if (!number) return number.error();
                return tx.append_event(samples::event_of(record));
            },
            [&](const Result<Commit>& commit) {
                if (!commit) std::abort();
                --waiting;
            });
    }
    while (waiting > 0) std::this_thread::yield();
}

using Ask = std::function<void(ReadTx&)>;

void must(bool good) {
    if (!good) std::abort();
}

std::map<std::string, Ask> questions() {
    const std::vector<std::string> one{"so-07"}, three{"so-07", "so-11", "so-12"};
    const auto list = [](CaseQuery query) {
        query.now = kNow;
        return [query](ReadTx& tx) { must(tx.list_cases(query)->items.size() <= 50); };
    };
    return {
        {"list: all", list({})},
        {"list: unit", list({.units = one})},
        {"list: three units", list({.units = three})},
        {"list: unit, state", list({.units = one, .state = CaseState::fresh})},
        {"list: desk, state", list({.state = CaseState::fresh})},
        {"list: unit, overdue", list({.units = one, .due = DueFilter::overdue})},
        {"list: desk, overdue", list({.due = DueFilter::overdue})},
        {"list: unit, field", list({.units = one, .field = "y-te"})},
        {"counts: unit",
         [one](ReadTx& tx) { must(tx.count_cases(one, kNow, std::chrono::hours{48}).has_value()); }},
        {"counts: desk",
         [](ReadTx& tx) { must(tx.count_cases(std::nullopt, kNow, std::chrono::hours{48}).has_value()); }},
        {"case by number", [](ReadTx& tx) { must(tx.find_case(CaseNumber{2600005000}).has_value()); }}};
}

double ask_us(Engine& engine, const Ask& ask) {
    double taken = 0;
    const auto read = read_and_wait(engine, [&](ReadTx& tx) -> Result<void> {
        const auto start = Clock::now();
        ask(tx);
        taken = std::chrono::duration<double, std::micro>(Clock::now() - start).count();
        return {};
    });
    must(read.has_value());
    return taken;
}

struct Table {
    std::size_t cases = 0;
    std::unique_ptr<Engine> engine;
};

/// The median of each table for one question.
std::vector<double> medians_us(const std::vector<Table>& tables, const Ask& ask) {
    constexpr std::size_t kRounds = 201;
    std::vector<std::vector<double>> taken(tables.size());
    for (std::size_t round = 0; round < kRounds; ++round)
        for (std::size_t i = 0; i < tables.size(); ++i) taken[i].push_back(ask_us(*tables[i].engine, ask));
    std::vector<double> medians;
    for (std::vector<double>& each : taken) {
        std::ranges::nth_element(each, each.begin() + kRounds / 2);
        medians.push_back(each[kRounds / 2]);
    }
    return medians;
}

long resident_kb() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmRSS:")) return std::strtol(line.c_str() + 6, nullptr, 10);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    init_crypto();
    const std::size_t usual = std::getenv("HOTLINE_LONG") != nullptr ? 1'000'000 : 100'000;
    const std::size_t most = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : usual;
    auto folder = (std::filesystem::current_path() / "storage-growth-XXXXXX").string();
    must(::mkdtemp(folder.data()) != nullptr);
    const auto pattern = samples::sealed_case();
    std::mt19937_64 random(1022);
    std::vector<Table> tables;
    for (std::size_t cases = 10'000; cases <= most; cases *= 10) {
        SqliteOptions options;
        options.path = std::filesystem::path(folder) / fmt::format("{}.db", cases);
        options.create = true;
        tables.push_back({cases, open_sqlite(options).value()});
        grow(*tables.back().engine, pattern, cases, random);
        fmt::print("{} cases stored, {} kB resident\n", cases, resident_kb());
    }
    fmt::print("  {:<22}", "cases");
    for (const Table& table : tables) fmt::print(" {:>18}", table.cases);
    fmt::print("\n");
    for (const auto& [name, ask] : questions()) {
        const auto us = medians_us(tables, ask);
        fmt::print("  {:<22}", name);
        for (const double each : us) fmt::print(" {:>8.1f} us x {:.2f}", each, each / us.front());
        fmt::print("\n");
    }
    for (const Table& table : tables) table.engine->stop();
    tables.clear();
    std::filesystem::remove_all(folder);
    return 0;
}
