#include "server/access/openings.hpp"

#include "server/access/embedded.hpp"
#include "server/access/table.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <sstream>
#include <stdexcept>

namespace hotline::access {
namespace {

using crypto::Compartment;

template <class Value, std::size_t kSize>
using Words = std::array<std::pair<std::string_view, Value>, kSize>;

constexpr Words<Compartment, 3> kParts{{{"contact", Compartment::contact},
                                        {"identity", Compartment::identity},
                                        {"original", Compartment::original}}};
constexpr Words<bool, 2> kCases{{{"ordinary", false}, {"confidential", true}}};
constexpr Words<Condition, 5> kConditions{
    {{"alone", {.possible = true}},
     {"consent", {.possible = true, .consent = true}},
     {"two", {.possible = true, .second_person = true}},
     {"consent+two", {.possible = true, .consent = true, .second_person = true}},
     {"-", {}}}};

template <class Value, std::size_t kSize>
std::optional<Value> next_of(const Words<Value, kSize>& known, std::istringstream& words) {
    std::string word;
    words >> word;
    const auto* found = std::ranges::find(known, word, &std::pair<std::string_view, Value>::first);
    return found == known.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace

Result<Openings> Openings::parse(std::string_view text) {
    Result<std::vector<TableLine>> table = read_table(text, "part case desk unit what");
    if (!table) return table.error();
    Openings openings;
    for (const TableLine& line : *table) {
        std::istringstream words(line.words);
        const std::optional<Compartment> part = next_of(kParts, words);
        const std::optional<bool> confidential = next_of(kCases, words);
        const std::optional<Condition> desk = next_of(kConditions, words);
        const std::optional<Condition> unit = next_of(kConditions, words);
        std::string what;
        const bool whole = part && confidential && desk && unit && words >> what;
        if (!whole ||
            !openings.conditions_.try_emplace({*part, *confidential}, std::array{*desk, *unit}).second)
            return fail(Errc::bad_format, fmt::format("openings line {}", line.number));
    }
    if (openings.conditions_.size() != kParts.size() * kCases.size())
        return fail(Errc::bad_format, "openings: a part is missing");
    return openings;
}

const Openings& Openings::built_in() {
    static const Openings openings = [] {
        Result<Openings> read = parse(openings_text());
        if (!read) throw std::logic_error(read.error().internal);
        return *std::move(read);
    }();
    return openings;
}

Condition Openings::of(Compartment part, bool confidential, Side side) const {
    const auto found = conditions_.find({part, confidential});
    if (found == conditions_.end()) return {.possible = true};
    return found->second[static_cast<std::size_t>(side)];
}

std::string_view openings_text() noexcept {
    return embedded_file("openings.txt");
}

}  // namespace hotline::access
