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

/// What the index did not decide already.
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

#define HOTLINE_NUMBERS(index, condition) \
    "SELECT number,open_due FROM cases " index " WHERE " condition "number<? ORDER BY number DESC LIMIT ?"

CaseList::CaseList(Connection& db, CaseReads& cases, Counts& counts)
    : cases_(&cases),
      counts_(&counts),
      all_(db, HOTLINE_NUMBERS("NOT INDEXED", "")),
      unit_(db, HOTLINE_NUMBERS("INDEXED BY cases_by_unit", "unit=? AND ")),
      unit_state_(db, HOTLINE_NUMBERS("INDEXED BY cases_by_unit_state", "unit=? AND state=? AND ")),
      due_(db,
           "SELECT number,open_due FROM cases INDEXED BY cases_by_due"
           " WHERE unit=? AND open_due>=? AND open_due<?") {}

Result<void> CaseList::refill(Source& source, std::size_t slice) {
    source.slice.clear();
    source.at = 0;
    auto query = source.unit.empty() ? all_(source.below, slice)
                 : source.state      ? unit_state_(source.unit, *source.state, source.below, slice)
                                     : unit_(source.unit, source.below, slice);
    for (;;) {
        auto row = query.next();
        if (!row) return row.error();
        if (!*row) break;
        RowReader in(query);
        source.slice.push_back({.number = in.integer(), .open_due = in.optional_time()});
    }
    source.at_end = source.slice.size() < slice;
    if (!source.slice.empty()) source.below = source.slice.back().number;
    return {};
}

Result<std::vector<CaseList::Source>> CaseList::ranges(const CaseQuery& query, CaseNumber below) {
    std::vector<Source> sources;
    const auto add = [&](std::string unit) {
        Source source;
        source.unit = std::move(unit);
        source.state = query.state;
        source.below = below;
        sources.push_back(std::move(source));
    };
    if (query.units) {
        auto units = *query.units;
        std::ranges::sort(units);
        units.erase(std::ranges::unique(units).begin(), units.end());
        for (auto& unit : units) add(std::move(unit));
    } else if (query.state) {
        auto units = counts_->units_with(*query.state);
        if (!units) return units.error();
        for (auto& unit : *units) add(std::move(unit));
    } else {
        add({});
    }
    return sources;
}

Result<bool> CaseList::due_is_rare(const CaseQuery& query) {
    const auto total = counts_->total(query.units);
    if (!total) return total.error();
    const auto counts = counts_->count(query.units, query.now, query.soon);
    if (!counts) return counts.error();
    const auto matches = matching(*counts, query.due);
    if (matches == 0) return true;
    const auto walked = query.limit * *total / matches;
    return matches <= query.scan_limit && matches <= walked;
}

Result<CaseList::Source> CaseList::collect_due(const CaseQuery& query, CaseNumber below) {
    Source source;
    source.at_end = true;
    auto units = query.units ? Result(*query.units) : counts_->all_units();
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
    const auto repeated = std::ranges::unique(source.slice, {}, &Candidate::number);
    source.slice.erase(repeated.begin(), repeated.end());
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
        auto summary = cases_->summary(*last);
        if (!summary) return summary.error();
        if (rest_matches(query, summary->row)) page.items.push_back(*std::move(summary));
    }
}

}  // namespace hotline::storage::sqlite
