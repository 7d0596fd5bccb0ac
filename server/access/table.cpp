#include "server/access/table.hpp"

#include <fmt/format.h>
#include <sstream>

namespace hotline::access {
namespace {

std::string with_single_spaces(const std::string& line) {
    std::istringstream words(line);
    std::string out;
    for (std::string word; words >> word;) out += (out.empty() ? "" : " ") + word;
    return out;
}

}  // namespace

Result<std::vector<TableLine>> read_table(std::string_view text, std::string_view heading) {
    std::vector<TableLine> table;
    std::istringstream lines{std::string(text)};
    bool headed = false;
    int number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        std::string plain = with_single_spaces(line);
        if (plain.empty() || plain.starts_with('#')) continue;
        if (headed) {
            table.push_back({number, std::move(plain)});
            continue;
        }
        if (plain != heading) return fail(Errc::bad_format, fmt::format("line {}: columns", number));
        headed = true;
    }
    if (!headed) return fail(Errc::bad_format, "no columns");
    return table;
}

}  // namespace hotline::access
