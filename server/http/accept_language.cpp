#include "server/http/accept_language.hpp"

#include <algorithm>
#include <boost/beast/core/string.hpp>
#include <cstddef>
#include <string>

namespace hotline::http {
namespace {

std::string_view trimmed(std::string_view text) noexcept {
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// "q=0.8" as 800; 1000 when there is no weight, 0 when it cannot be read.
int weight_of(std::string_view parameter) noexcept {
    if (parameter.empty()) return 1000;
    if (!parameter.starts_with("q=") || parameter.size() < 3 || parameter.size() > 7) return 0;
    if (parameter[2] == '1') return 1000;
    int weight = 0;
    int unit = 100;
    for (const char c : parameter.substr(std::min<std::size_t>(4, parameter.size()))) {
        if (c < '0' || c > '9') return 0;
        weight += (c - '0') * unit;
        unit /= 10;
    }
    return weight;
}

bool speaks(std::string_view range, std::string_view language) noexcept {
    return boost::beast::iequals(range.substr(0, std::min(range.find('-'), range.size())), language);
}

}  // namespace

bool prefers_english(std::string_view accept_language) noexcept {
    int english = 0;
    int vietnamese = 0;
    while (!accept_language.empty()) {
        const std::size_t end = std::min(accept_language.find(','), accept_language.size());
        const std::string_view item = trimmed(accept_language.substr(0, end));
        accept_language.remove_prefix(std::min(end + 1, accept_language.size()));
        const std::size_t semicolon = std::min(item.find(';'), item.size());
        const std::string_view range = trimmed(item.substr(0, semicolon));
        const int weight = weight_of(trimmed(item.substr(std::min(semicolon + 1, item.size()))));
        if (speaks(range, "en")) english = std::max(english, weight);
        if (speaks(range, "vi")) vietnamese = std::max(vietnamese, weight);
    }
    return english > vietnamese;
}

}  // namespace hotline::http
