#include "storage/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace hotline::storage {
namespace {

constexpr std::uint8_t kCacheAlgorithm = 3;
constexpr std::array<std::size_t, 5> kWrapBytes{0, 124, 148, 116, 116};  // by algorithm
constexpr std::array<std::string_view, 3> kUrgencies{"normal", "urgent", "complex"};
constexpr std::int64_t kSequencePerYear = 100'000'000, kYears = 100;
constexpr Time kEarliest{std::chrono::sys_days{std::chrono::year{2000} / 1 / 1}};
constexpr Time kLatest{std::chrono::sys_days{std::chrono::year{2200} / 1 / 1}};
constexpr std::string_view kShownLine = "\nd ";
constexpr std::size_t kHashText = 44;  // base64 of 32 bytes

bool is_time(const std::optional<Time>& time) {
    return !time || (*time >= kEarliest && *time < kLatest);
}

bool is_code(std::string_view code) {
    constexpr std::size_t kMostLetters = 64;
    return code.size() <= kMostLetters &&
           std::ranges::none_of(code, [](unsigned char c) { return c <= ' ' || c >= 0x7f; });
}

bool is_known(crypto::Compartment compartment) {
    const auto value = static_cast<unsigned>(compartment);
    const auto first = static_cast<unsigned>(crypto::Compartment::attachment_first);
    return (value >= 1 && value <= static_cast<unsigned>(crypto::Compartment::note)) ||
           (value >= first && value < first + 64U);
}

bool is_part(const SealedPart& part) {
    if (!is_known(part.compartment) || part.row_version == 0) return false;
    if (part.kind == SealedPart::Kind::wrap)
        return part.column == 0 && part.row_id == RowId{} && is_wrap(part.bytes, false);
    return part.column >= place::kText && is_envelope(part.bytes);
}

void check_columns(const CaseRow& row, const std::string& name, Findings& findings) {
    const auto sequence = row.number % kSequencePerYear, year = row.number / kSequencePerYear;
    if (sequence < 1 || year < 0 || year >= kYears) findings.add("cases", name, "number out of range");
    if (row.unit.empty()) findings.add("cases", name, "no unit");
    for (const auto* code : {&row.class_code, &row.field, &row.area, &row.unit, &row.channel}) {
        if (!is_code(*code)) findings.add("cases", name, "a code is out of range");
    }
    if (std::ranges::find(kUrgencies, row.urgency) == kUrgencies.end())
        findings.add("cases", name, "urgency out of range");
    if (!is_time(row.received_at) || !is_time(row.due_at) || !is_time(row.updated_at))
        findings.add("cases", name, "a time is out of range");
    if (row.version == 0) findings.add("cases", name, "version out of range");
}

/// The text without the value of its `d` line; empty when there is none.
std::optional<std::string> without_shown(std::string_view leaf) {
    const auto at = leaf.find(kShownLine);
    if (at == std::string_view::npos) return std::nullopt;
    const auto value = at + kShownLine.size();
    if (!from_base64(leaf.substr(value, kHashText))) return std::nullopt;
    return std::string(leaf).erase(value, kHashText);
}

bool leaf_fits(const EventRow& event, bool erased) {
    const auto expected = format_leaf(event.index, event.at, event.details);
    if (!erased) return std::ranges::equal(event.leaf, expected);
    const auto stored = without_shown(as_text(event.leaf));
    return stored && stored == without_shown(as_text(expected));
}

}  // namespace

void Findings::add(std::string_view table, std::string_view row, std::string_view what) {
    if (list_.size() < kMost) list_.push_back(fmt::format("{} {}: {}", table, row, what));
    if (list_.size() == kMost) list_.back() = "more findings than are listed";
}

bool is_wrap(ByteView bytes, bool cached) {
    const auto head = crypto::read_wrap_head(bytes);
    if (!head || head->algorithm >= kWrapBytes.size()) return false;
    return bytes.size() == kWrapBytes[head->algorithm] && (head->algorithm == kCacheAlgorithm) == cached;
}

bool is_envelope(ByteView bytes) {
    return bytes.size() > crypto::kEnvelopeOverhead && crypto::envelope_key_id(bytes).has_value();
}

void check_case(const CaseRecord& record, Findings& findings) {
    const auto name = std::to_string(record.row.number);
    check_columns(record.row, name, findings);
    if (!record.dossier.is_sorted()) findings.add("cases", name, "sealed parts out of order");
    const auto repeated =
        std::ranges::adjacent_find(record.dossier.parts, [](const SealedPart& a, const SealedPart& b) {
            return a.kind == SealedPart::Kind::envelope && b.kind == a.kind &&
                   a.compartment == b.compartment && a.column == b.column && a.row_id == b.row_id;
        });
    if (repeated != record.dossier.parts.end()) findings.add("cases", name, "two envelopes in one place");
    if (!std::ranges::all_of(record.dossier.parts, is_part))
        findings.add("cases", name, "a sealed part is malformed");
}

void check_event(const EventRow& event, bool erased, Findings& findings) {
    const auto name = std::to_string(event.index);
    const auto& details = event.details;
    if (!is_leaf_word(details.kind) || (!details.purpose.empty() && !is_leaf_word(details.purpose)))
        findings.add("events", name, "kind or purpose is not a word");
    else if (!leaf_fits(event, erased))
        findings.add("events", name, "the leaf is not what the columns say");
    if (!is_time(event.at)) findings.add("events", name, "time out of range");
    if (!is_code(details.unit)) findings.add("events", name, "unit out of range");
    if (!details.staff_wrap.empty() && !is_wrap(details.staff_wrap, false))
        findings.add("events", name, "staff_wrap is malformed");
    if (!details.staff_envelope.empty() && !is_envelope(details.staff_envelope))
        findings.add("events", name, "staff_envelope is malformed");
}

}  // namespace hotline::storage
