#include "clients/cli/output.hpp"

#include <algorithm>
#include <ostream>

#include "clients/cli/printable.hpp"

namespace hotline::cli {
namespace {

constexpr std::size_t kMaxColumn = 60;
constexpr std::string_view kGap = "  ";

std::string_view escape_of(Style style) {
    switch (style) {
        case Style::bold:
            return "\x1B[1m";
        case Style::red:
            return "\x1B[31m";
        case Style::yellow:
            return "\x1B[33m";
        case Style::green:
            return "\x1B[32m";
        case Style::plain:
            break;
    }
    return {};
}

std::string as_cell(std::string_view text) {
    return shortened(printable(text, false), kMaxColumn);
}

std::vector<std::size_t> widths_of(const std::vector<std::string_view>& header,
                                   const std::vector<Row>& rows) {
    std::vector<std::size_t> widths;
    for (const std::string_view name : header) widths.push_back(columns_of(name));
    for (const Row& row : rows) {
        for (std::size_t i = 0; i < widths.size() && i < row.size(); ++i) {
            widths[i] = std::max(widths[i], columns_of(as_cell(row[i].shown)));
        }
    }
    return widths;
}

}  // namespace

Output::Output(const Terminal& terminal, bool json, ColorChoice color) : terminal_(&terminal), json_(json) {
    const bool automatic =
        terminal.out_is_tty && terminal.variable("NO_COLOR").empty() && terminal.variable("TERM") != "dumb";
    color_ = !json && (color == ColorChoice::always || (color == ColorChoice::automatic && automatic));
}

void Output::json_line(const Json& value) const {
    *terminal_->out << dump_line(value) << '\n';
}

void Output::table(const std::vector<std::string_view>& header, const std::vector<Row>& rows) const {
    if (!for_people()) {
        for (const Row& row : rows) {
            for (std::size_t i = 0; i < row.size(); ++i) {
                *terminal_->out << (i > 0 ? "\t" : "") << printable(row[i].raw, false);
            }
            *terminal_->out << '\n';
        }
        return;
    }
    const std::vector<std::size_t> widths = widths_of(header, rows);
    Row titles;
    for (const std::string_view name : header)
        titles.emplace_back(std::string(name), std::string(name), Style::bold);
    aligned_row(titles, widths);
    for (const Row& row : rows) aligned_row(row, widths);
}

void Output::pair(std::string_view name, const Cell& cell) const {
    if (cell.raw.empty()) return;
    if (for_people()) {
        *terminal_->out << name << ": " << styled(printable(cell.shown, true), cell.style) << '\n';
    } else {
        *terminal_->out << name << '\t' << printable(cell.raw, false) << '\n';
    }
}

void Output::heading(std::string_view text) const {
    if (for_people()) *terminal_->out << '\n' << styled(text, Style::bold) << '\n';
}

void Output::text(std::string_view text) const {
    *terminal_->out << printable(text, true) << '\n';
}

void Output::note(std::string_view text) const {
    *terminal_->err << printable(text, true) << '\n';
}

std::string Output::styled(std::string_view text, Style style) const {
    if (!color_ || style == Style::plain) return std::string(text);
    return std::string(escape_of(style)) + std::string(text) + "\x1B[0m";
}

void Output::aligned_row(const Row& row, const std::vector<std::size_t>& widths) const {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
        const std::string cell = as_cell(row[i].shown);
        line += styled(cell, row[i].style);
        if (i + 1 == row.size()) break;
        line.append(widths[i] - columns_of(cell), ' ');
        line += kGap;
    }
    *terminal_->out << line << '\n';
}

}  // namespace hotline::cli
