#include "storage/sqlite/case_list.hpp"

#include "storage/sqlite/case_reads.hpp"

#include <algorithm>
#include <limits>

namespace hotline::storage::sqlite {
namespace {

constexpr std::uint32_t kMostItems = 200;
constexpr std::size_t kLeastSlice = 8, kFilteredSlice = 256;
constexpr Time kBeginning{std::chrono::milliseconds::min()}, kEnd{std::chrono::milliseconds::max()};

struct DueRange {
    Time from = kBeginning, to = kEnd;
};

DueRange due_range(const CaseQuery& query) {
    const auto soon = query.now + query.soon;
    switch (query.due) {
        case DueFilter::overdue:
            return {kBeginning, query.now};
        case DueFilter::soon:
            return {query.now, soon};
        case DueFilter::ok:
            return {soon, kEnd};
        case DueFilter::any:
            break;
    }
    return {};
}

bool due_matches(const CaseQuery& query, const std::optional<Time>& open_due) {
    if (query.due == DueFilter::any) return true;
    const auto range = due_range(query);
    return open_due && *open_due >= range.from && *open_due < range.to;
}

/// What an index may not have decided already.
bool rest_matches(const CaseQuery& query, const CaseRow& row) {
    return (!query.state || query.state == row.state) &&
           (query.class_code.empty() || query.class_code == row.class_code) &&
           (query.field.empty() || query.field == row.field) &&
           (query.area.empty() || query.area == row.area) &&
           (!query.since || row.received_at >= *query.since) &&
           (!query.until || row.received_at < *query.until);
}

bool is_sieved(const CaseQuery& query) {
    return !query.class_code.empty() || !query.field.empty() || !query.area.empty() || query.since ||
           query.until || query.due != DueFilter::any;
}

std::size_t slice_for(const CaseQuery& query, std::size_t sources) {
    if (is_sieved(query)) return kFilteredSlice;
    // one more than a page, to know whether another follows
    return std::max<std::size_t>(query.limit / std::max<std::size_t>(sources, 1) + 1, kLeastSlice);
}

std::vector<std::optional<CaseState>> open_states() {
    std::vector<std::optional<CaseState>> states;
    for (auto value = 1; value <= static_cast<int>(CaseState::reopened); ++value) {
        const auto state = static_cast<CaseState>(value);
        if (is_open(state)) states.emplace_back(state);
    }
    return states;
}

std::uint64_t matching(const CaseCounts& counts, DueFilter due) {
    return due == DueFilter::overdue ? counts.overdue : due == DueFilter::soon ? counts.soon : counts.ok;
}

}  // namespace

/// Gives the numbers of all sources from the highest down.
class CaseList::Merge {
public:
    Merge(CaseList& list, std::vector<Source> sources, std::size_t slice)
        : list_(&list), sources_(std::move(sources)), slice_(slice) {}

    /// The next candidate, or empty at the end.
    [[nodiscard]] Result<std::optional<Candidate>> next() {
        Source* newest = nullptr;
        for (auto& source : sources_) {
            if (source.at == source.slice.size() && !source.at_end) {
                if (auto filled = list_->refill(source, slice_); !filled) return filled.error();
            }
            if (source.at == source.slice.size()) continue;
            if (newest == nullptr || source.slice[source.at].number > newest->slice[newest->at].number)
                newest = &source;
        }
        if (newest == nullptr) return std::optional<Candidate>{};
        return std::optional(newest->slice[newest->at++]);
    }

private:
    CaseList* list_;
    std::vector<Source> sources_;
    std::size_t slice_;
};

#define HOTLINE_NUMBERS(columns, index, condition) \
    "SELECT " columns " FROM cases " index " WHERE " condition "number<? ORDER BY number DESC LIMIT ?"

CaseList::CaseList(Connection& db, CaseReads& cases, Counts& counts)
    : cases_(&cases),
      counts_(&counts),
      all_(db, HOTLINE_NUMBERS("number", "NOT INDEXED", "")),
      open_(db, HOTLINE_NUMBERS("number,open_due", "INDEXED BY cases_open", "open_due IS NOT NULL AND ")),
      unit_(db, HOTLINE_NUMBERS("number", "INDEXED BY cases_by_unit", "unit=? AND ")),
      unit_state_(db, HOTLINE_NUMBERS("number,open_due", "INDEXED BY cases_by_unit_state",
                                      "unit=? AND state=? AND ")),
      due_(db,
           "SELECT number,open_due FROM cases INDEXED BY cases_by_due"
           " WHERE unit=? AND open_due>=? AND open_due<?") {}

Statement::Query CaseList::select(const Source& source, std::size_t slice) {
    if (source.open) return open_(source.below, slice);
    if (source.unit.empty()) return all_(source.below, slice);
    if (source.state) return unit_state_(source.unit, *source.state, source.below, slice);
    return unit_(source.unit, source.below, slice);
}

Result<void> CaseList::refill(Source& source, std::size_t slice) {
    source.slice.clear();
    source.at = 0;
    auto query = select(source, slice);
    for (;;) {
        auto row = query.next();
        if (!row) return row.error();
        if (!*row) break;
        Candidate candidate{query.integer(0), {}};
        if (query.columns() > 1) candidate.open_due = RowReader(query, 1).optional_time();
        source.slice.push_back(candidate);
    }
    source.at_end = source.slice.size() < slice;
    if (!source.slice.empty()) source.below = source.slice.back().number;
    return {};
}

Result<std::vector<std::string>> CaseList::units_of(const CaseQuery& query) {
    if (!query.units) return query.state ? counts_->units_with(*query.state) : counts_->all_units();
    auto units = *query.units;
    std::ranges::sort(units);
    const auto repeated = std::ranges::unique(units);
    units.erase(repeated.begin(), repeated.end());
    return units;
}

Result<std::vector<CaseList::Source>> CaseList::ranges(const CaseQuery& query, CaseNumber below) {
    const bool by_due = query.due != DueFilter::any;
    Source whole;
    whole.below = below;
    whole.open = by_due;
    if (!query.units && !query.state) return std::vector{whole};
    std::vector<std::optional<CaseState>> states{query.state};
    if (by_due && !query.state) states = open_states();
    const auto units = units_of(query);
    if (!units) return units.error();
    std::vector<Source> sources;
    for (const auto& unit : *units) {
        for (const auto& state : states) {
            Source source;
            source.unit = unit;
            source.state = state;
            source.below = below;
            sources.push_back(std::move(source));
        }
    }
    return sources;
}

Result<bool> CaseList::due_is_rare(const CaseQuery& query) {
    const auto counts = counts_->count(query.units, query.now, query.soon);
    if (!counts) return counts.error();
    const auto matches = matching(*counts, query.due);
    const auto open = counts->overdue + counts->soon + counts->ok;
    if (matches == 0) return true;
    return matches <= query.scan_limit && matches <= query.limit * open / matches;
}

Result<CaseList::Source> CaseList::collect_due(const CaseQuery& query, CaseNumber below) {
    Source source;
    source.at_end = true;
    const auto units = units_of(query);
    if (!units) return units.error();
    const auto range = due_range(query);
    for (const auto& unit : *units) {
        auto rows = due_(unit, range.from, range.to);
        for (;;) {
            auto row = rows.next();
            if (!row) return row.error();
            if (!*row) break;
            if (rows.integer(0) >= below) continue;
            source.slice.push_back({.number = rows.integer(0), .open_due = RowReader(rows, 1).time()});
        }
    }
    std::ranges::sort(source.slice, std::greater{}, &Candidate::number);
    return source;
}

Result<std::vector<CaseList::Source>> CaseList::plan(const CaseQuery& query) {
    const auto below = query.before.value_or(std::numeric_limits<CaseNumber>::max());
    if (query.due != DueFilter::any) {
        const auto rare = due_is_rare(query);
        if (!rare) return rare.error();
        if (*rare) {
            auto source = collect_due(query, below);
            if (!source) return source.error();
            return std::vector{*std::move(source)};
        }
    }
    return ranges(query, below);
}

Result<CasePage> CaseList::list(const CaseQuery& query) {
    if (query.limit < 1 || query.limit > kMostItems) return fail(Errc::bad_input, "page limit is 1..200");
    auto sources = plan(query);
    if (!sources) return sources.error();
    const auto slice = slice_for(query, sources->size());
    Merge merge(*this, *std::move(sources), slice);
    CasePage page;
    std::optional<CaseNumber> last;
    for (std::uint32_t scanned = 0;; ++scanned) {
        const auto candidate = merge.next();
        if (!candidate) return candidate.error();
        if (!*candidate) return page;
        if (page.items.size() == query.limit || scanned == query.scan_limit) {
            page.next = last;
            return page;
        }
        last = (*candidate)->number;
        if (!due_matches(query, (*candidate)->open_due)) continue;
        auto summary =
            cases_->summary_if(*last, [&](const CaseRow& row) { return rest_matches(query, row); });
        if (!summary) return summary.error();
        if (*summary) page.items.push_back(**std::move(summary));
    }
}

}  // namespace hotline::storage::sqlite
