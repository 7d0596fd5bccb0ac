#include "server/access/policy.hpp"

#include "server/access/embedded.hpp"
#include "server/access/table.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <sstream>
#include <stdexcept>

namespace hotline::access {
namespace {

constexpr std::array<std::pair<std::string_view, Scope>, 5> kWords{{{"-", Scope::none},
                                                                    {"self", Scope::self},
                                                                    {"own", Scope::own},
                                                                    {"yes", Scope::yes},
                                                                    {"all", Scope::all}}};

std::optional<Scope> scope_named(std::string_view word) {
    const auto* found = std::ranges::find(kWords, word, &std::pair<std::string_view, Scope>::first);
    return found == kWords.end() ? std::nullopt : std::optional(found->second);
}

/// The columns in the order of `kAllRoles`, so that a row needs no names.
std::string heading() {
    std::string text = "call anyone";
    for (const Role role : kAllRoles) text += fmt::format(" {}", wire_name(role));
    return text + " what";
}

/// Everything behind the name of the call; nothing when a word is missing or unknown.
std::optional<PolicyRow> read_row(std::istringstream& words) {
    PolicyRow row;
    std::string word;
    if (!(words >> word) || (word != "yes" && word != "-")) return std::nullopt;
    row.anyone = word == "yes";
    for (Scope& scope : row.scopes) {
        if (!(words >> word)) return std::nullopt;
        const std::optional<Scope> read = scope_named(word);
        if (!read) return std::nullopt;
        scope = *read;
    }
    std::getline(words >> std::ws, row.what);
    return row.what.empty() ? std::nullopt : std::optional(std::move(row));
}

}  // namespace

Scope PolicyRow::scope_of(RoleSet roles) const noexcept {
    Scope furthest = Scope::none;
    for (const Role role : kAllRoles)
        if (roles.has(role)) furthest = std::max(furthest, scope_of(role));
    return furthest;
}

RoleSet PolicyRow::roles() const noexcept {
    RoleSet out;
    for (const Role role : kAllRoles)
        if (scope_of(role) != Scope::none) out.add(role);
    return out;
}

Result<Policy> Policy::parse(std::string_view text) {
    Result<std::vector<TableLine>> table = read_table(text, heading());
    if (!table) return table.error();
    Policy policy;
    for (const TableLine& line : *table) {
        std::istringstream words(line.words);
        std::string call;
        words >> call;
        std::optional<PolicyRow> row = read_row(words);
        if (!row || !policy.rows_.emplace(call, *std::move(row)).second)
            return fail(Errc::bad_format, fmt::format("policy line {}: {}", line.number, call));
    }
    return policy;
}

const Policy& Policy::built_in() {
    static const Policy policy = [] {
        Result<Policy> read = parse(policy_text());
        if (!read) throw std::logic_error(read.error().internal);
        return *std::move(read);
    }();
    return policy;
}

const PolicyRow& Policy::row(std::string_view call) const {
    const auto found = rows_.find(call);
    if (found == rows_.end()) throw std::logic_error("no line in the policy: " + std::string(call));
    return found->second;
}

std::string_view policy_text() noexcept {
    return embedded_file("policy.txt");
}

std::string_view word_of(Scope scope) noexcept {
    const auto* found = std::ranges::find(kWords, scope, &std::pair<std::string_view, Scope>::second);
    return found->first;
}

}  // namespace hotline::access
