#include "storage/reveal_records.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace hotline::storage {
namespace {

using NamedState = std::pair<CaseState, std::string_view>;
constexpr std::array kStateNames{
    NamedState{CaseState::fresh, "new"},
    NamedState{CaseState::triaged, "triaged"},
    NamedState{CaseState::forwarded, "forwarded"},
    NamedState{CaseState::accepted, "accepted"},
    NamedState{CaseState::in_progress, "in_progress"},
    NamedState{CaseState::awaiting_approval, "awaiting_approval"},
    NamedState{CaseState::answered, "answered"},
    NamedState{CaseState::closed, "closed"},
    NamedState{CaseState::waiting, "waiting"},
    NamedState{CaseState::returned, "returned"},
    NamedState{CaseState::rejected, "rejected"},
    NamedState{CaseState::diverted, "diverted"},
    NamedState{CaseState::merged, "merged"},
    NamedState{CaseState::reopened, "reopened"},
};

constexpr CaseNumber kSequencePerYear = 100'000'000;
constexpr std::size_t kYearDigits = 2, kLeastDigits = 6, kMostDigits = 8;

std::optional<CaseNumber> parse_digits(std::string_view digits) {
    CaseNumber value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    const bool all = error == std::errc{} && end == digits.data() + digits.size() && digits.front() != '-';
    return all ? std::optional(value) : std::nullopt;
}

}  // namespace

std::string_view wire_name(CaseState state) noexcept {
    const auto* found = std::ranges::find(kStateNames, state, &NamedState::first);
    return found == kStateNames.end() ? std::string_view("unknown") : found->second;
}

std::optional<CaseState> parse_case_state(std::string_view name) noexcept {
    const auto* found = std::ranges::find(kStateNames, name, &NamedState::second);
    return found == kStateNames.end() ? std::nullopt : std::optional(found->first);
}

std::string_view wire_name(ApprovalState state) noexcept {
    switch (state) {
        case ApprovalState::pending:
            return "pending";
        case ApprovalState::approved:
            return "approved";
        case ApprovalState::refused:
            return "refused";
        case ApprovalState::ended:
            return "ended";
    }
    return "unknown";
}

bool is_open(CaseState state) noexcept {
    switch (state) {
        case CaseState::fresh:
        case CaseState::triaged:
        case CaseState::forwarded:
        case CaseState::accepted:
        case CaseState::in_progress:
        case CaseState::awaiting_approval:
        case CaseState::returned:
        case CaseState::reopened:
            return true;
        case CaseState::answered:
        case CaseState::closed:
        case CaseState::waiting:  // the next word is the citizen's
        case CaseState::rejected:
        case CaseState::diverted:
        case CaseState::merged:
            return false;
    }
    return false;
}

std::string format_reference(CaseNumber number) {
    return fmt::format("{:02}-{:06}", number / kSequencePerYear, number % kSequencePerYear);
}

Result<CaseNumber> parse_reference(std::string_view reference) {
    const auto refuse = [] { return fail(Errc::bad_format, "not a case reference"); };
    const bool shaped = reference.size() >= kYearDigits + 1 + kLeastDigits &&
                        reference.size() <= kYearDigits + 1 + kMostDigits && reference[kYearDigits] == '-';
    if (!shaped) return refuse();
    const auto year = parse_digits(reference.substr(0, kYearDigits));
    const auto sequence = parse_digits(reference.substr(kYearDigits + 1));
    if (!year || !sequence || *sequence == 0) return refuse();
    const CaseNumber number = *year * kSequencePerYear + *sequence;
    // one number, one spelling: 26-0000123 is not another name of 26-000123
    if (format_reference(number) != reference) return refuse();
    return number;
}

}  // namespace hotline::storage
