#include "tests/contract/list_contract.hpp"

#include <atomic>
#include <thread>

namespace hotline::storage::contract {
namespace {

using namespace std::chrono_literals;

const std::vector<std::string> kUnits{"desk", "so-xay-dung", "so-y-te", "ubnd-tan-lap"};

std::uint64_t in_state(const CaseCounts& counts, CaseState state) {
    for (const auto& [one, n] : counts.by_state) {
        if (one == state) return n;
    }
    return 0;
}

DueFilter due_of(const CaseRow& row) {
    if (!is_open(row.state) || !row.due_at) return DueFilter::any;
    if (*row.due_at < kNow) return DueFilter::overdue;
    return *row.due_at < kNow + kSoon ? DueFilter::soon : DueFilter::ok;
}

bool matches(const CaseQuery& query, const CaseRow& row) {
    const auto in_units = !query.units || std::ranges::find(*query.units, row.unit) != query.units->end();
    return in_units && (!query.state || query.state == row.state) &&
           (query.class_code.empty() || query.class_code == row.class_code) &&
           (query.field.empty() || query.field == row.field) &&
           (query.area.empty() || query.area == row.area) &&
           (query.due == DueFilter::any || query.due == due_of(row)) &&
           (!query.since || row.received_at >= *query.since) &&
           (!query.until || row.received_at < *query.until);
}

}  // namespace

void ListContract::add(std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) {
        samples::CaseOptions options;
        options.unit = kUnits[pick(kUnits.size())];
        options.state = static_cast<CaseState>(1 + pick(14));
        options.class_code = pick(2) == 0 ? "phan-anh" : "hoi-dap";
        options.field = pick(3) == 0 ? "y-te" : "ha-tang";
        options.area = pick(3) == 0 ? "p-tan-lap" : "";
        options.received_at = kNow - std::chrono::minutes{pick(100'000)};
        if (pick(5) != 0) options.due_at = kNow + std::chrono::minutes{pick(12'000)} - 6000min;
        options.report_bytes = 100;
        const auto record = store(options);
        rows_[record.row.number] = record;
    }
}

void ListContract::change(std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) {
        auto& record = std::next(rows_.begin(), static_cast<std::ptrdiff_t>(pick(rows_.size())))->second;
        record.row.unit = kUnits[pick(kUnits.size())];
        record.row.state = static_cast<CaseState>(1 + pick(14));
        if (pick(2) == 0) record.row.due_at = kNow + std::chrono::minutes{pick(12'000)} - 6000min;
        ASSERT_OK(write(samples::change(record)));
        ++record.row.version;
    }
}

std::vector<CaseNumber> ListContract::expected(const CaseQuery& query) const {
    std::vector<CaseNumber> numbers;
    for (const auto& [number, record] : rows_) {
        if (matches(query, record.row)) numbers.push_back(number);
    }
    std::ranges::reverse(numbers);
    return numbers;
}

void ListContract::expect_counts(const std::optional<std::vector<std::string>>& units) {
    const auto counted = counts(units, kNow, kSoon);
    for (int state = 1; state <= 14; ++state) {
        const CaseQuery query{.units = units, .state = static_cast<CaseState>(state)};
        EXPECT_EQ(in_state(counted, *query.state), expected(query).size());
    }
    EXPECT_EQ(counted.overdue, expected({.units = units, .due = DueFilter::overdue}).size());
    EXPECT_EQ(counted.soon, expected({.units = units, .due = DueFilter::soon}).size());
    EXPECT_EQ(counted.ok, expected({.units = units, .due = DueFilter::ok}).size());
}

std::size_t ListContract::pick(std::size_t n) {
    return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_);
}

namespace {

TEST_P(EngineContract, ListOfNothingIsEmptyAndBoundsAreChecked) {
    EXPECT_TRUE(page({}).items.empty());
    EXPECT_EQ(page({}).next, std::nullopt);
    EXPECT_FAILS(read([](ReadTx& tx) { return tx.list_cases({.limit = 0}); }), bad_input);
    EXPECT_FAILS(read([](ReadTx& tx) { return tx.list_cases({.limit = 201}); }), bad_input);
    EXPECT_TRUE(counts(std::nullopt, kNow).by_state.empty());
}

TEST_P(EngineContract, ItemsCarryTheHeadOnly) {
    const auto record = store();
    const auto found = page({});
    ASSERT_EQ(found.items.size(), 1U);
    EXPECT_EQ(found.items[0].row.id, record.row.id);
    EXPECT_FALSE(found.items[0].dossier.parts.empty());
    EXPECT_TRUE(std::ranges::all_of(found.items[0].dossier.parts, belongs_to_head));
}

TEST_P(EngineContract, PageOfExactlyTheRestHasNoCursor) {
    for (int i = 0; i < 4; ++i) static_cast<void>(store());
    const auto first = page({.limit = 2});
    ASSERT_EQ(first.items.size(), 2U);
    EXPECT_EQ(first.items[0].row.number, 2600000004);
    ASSERT_EQ(first.next, 2600000003);
    const auto second = page({.limit = 2, .before = first.next});
    EXPECT_EQ(second.items.size(), 2U);
    EXPECT_EQ(second.next, std::nullopt);
}

TEST_P(ListContract, EveryFilterGivesWhatAPlainSearchGives) {
    add(160);
    change(120);
    const std::vector<std::optional<std::vector<std::string>>> units{
        std::nullopt, {{"desk"}}, {{"so-y-te", "desk"}}, {{"desk", "desk"}}, {{"nowhere"}}, {{}}};
    for (const auto& some : units) {
        for (const auto due : {DueFilter::any, DueFilter::overdue, DueFilter::soon, DueFilter::ok}) {
            for (const int state : {0, 1, 5, 8}) {
                CaseQuery query{.units = some, .due = due, .now = kNow, .soon = kSoon, .limit = 7};
                if (state != 0) query.state = static_cast<CaseState>(state);
                EXPECT_EQ(all_numbers(query), expected(query));
            }
        }
        CaseQuery query{.units = some, .class_code = "hoi-dap", .field = "y-te", .limit = 3};
        EXPECT_EQ(all_numbers(query), expected(query));
        query = {.units = some, .area = "p-tan-lap", .since = kNow - 50'000min, .until = kNow - 10'000min};
        EXPECT_EQ(all_numbers(query), expected(query));
    }
}

TEST_P(ListContract, CountersAreARecountAfterRandomChanges) {
    add(120);
    change(200);
    for (const auto& unit : kUnits) expect_counts({{unit}});
    expect_counts(std::nullopt);
    expect_counts({{"desk", "so-y-te"}});
    reopen();
    expect_counts(std::nullopt);
}

TEST_P(ListContract, CountsOfAWorkSeeItsGroupAndComeBackWhenItFails) {
    add(10);
    const auto before = counts(std::nullopt, kNow, kSoon);
    const auto record = samples::sealed_case({.due_at = kNow - 1h});
    const auto failed = write([&](WriteTx& tx) -> Result<void> {
        if (auto number = tx.insert_case(record, 0); !number) return number.error();
        if (auto done = tx.append_event(samples::event_of(record)); !done) return done;
        const auto within = tx.count_cases(std::nullopt, kNow, kSoon);
        EXPECT_EQ(within->overdue, before.overdue + 1);
        EXPECT_EQ(tx.events({.case_id = record.row.id})->size(), 1U);
        return fail(Errc::wrong_state, "changed its mind");
    });
    EXPECT_FAILS(failed, wrong_state);
    EXPECT_EQ(counts(std::nullopt, kNow, kSoon).overdue, before.overdue);
    add(5);
    expect_counts(std::nullopt);
}

TEST_P(ListContract, ScanLimitEndsThePageEarlyWithACursor) {
    add(60);
    CaseQuery query{.class_code = "hoi-dap", .limit = 50, .scan_limit = 7};
    const auto first = page(query);
    EXPECT_LE(first.items.size(), 7U);
    EXPECT_TRUE(first.next);
    EXPECT_EQ(all_numbers(query), expected(query));
}

TEST_P(EngineContract, PagingIsCompleteUnderConcurrentInserts) {
    std::vector<CaseNumber> before;
    for (int i = 0; i < 60; ++i) before.push_back(store({.report_bytes = 50}).row.number);
    std::ranges::reverse(before);
    std::atomic<bool> stop = false;
    std::thread inserter([&] {
        while (!stop) static_cast<void>(store({.report_bytes = 50}));
    });
    for (int round = 0; round < 5; ++round) {
        auto found = all_numbers({.units = {{"so-xay-dung", "desk"}}, .limit = 4});
        EXPECT_TRUE(std::ranges::is_sorted(found, std::greater{}));
        EXPECT_EQ(std::ranges::adjacent_find(found), found.end());
        std::erase_if(found, [&](CaseNumber number) { return number > before.front(); });
        EXPECT_EQ(found, before);
    }
    stop = true;
    inserter.join();
}

}  // namespace
}  // namespace hotline::storage::contract
