#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "clients/cli/json.hpp"
#include "clients/cli/terminal.hpp"

namespace hotline::cli {

enum class Style { plain, bold, red, yellow, green };

/// One value of a table: as scripts read it and as people do.
struct Cell {
    Cell(std::string both) : raw(both), shown(std::move(both)) {}  // NOLINT(google-explicit-constructor)
    Cell(std::string for_scripts, std::string for_people, Style how = Style::plain)
        : raw(std::move(for_scripts)), shown(std::move(for_people)), style(how) {}
    std::string raw;
    std::string shown;
    Style style = Style::plain;
};
using Row = std::vector<Cell>;

enum class ColorChoice { automatic, always, never };

/// Writes what a command found. On a terminal: aligned, Vietnamese, perhaps coloured. In a pipe: the raw
/// values between tabs, without a header. With `json`: one JSON value a line. Every text passes `printable`
/// first.
class Output {
public:
    /// `terminal` is borrowed. Colour is automatic on a terminal unless NO_COLOR is set.
    Output(const Terminal& terminal, bool json, ColorChoice color);

    [[nodiscard]] bool wants_json() const noexcept { return json_; }
    /// Whether people read it: a terminal, and no JSON asked for.
    [[nodiscard]] bool for_people() const noexcept { return terminal_->out_is_tty && !json_; }

    void json_line(const Json& value) const;
    void table(const std::vector<std::string_view>& header, const std::vector<Row>& rows) const;
    /// "name: value" for people, name TAB value in a pipe; left out when the value is empty.
    void pair(std::string_view name, const Cell& cell) const;
    void heading(std::string_view text) const;
    /// One line or a longer text of data.
    void text(std::string_view text) const;
    /// A remark on standard error.
    void note(std::string_view text) const;

private:
    [[nodiscard]] std::string styled(std::string_view text, Style style) const;
    void aligned_row(const Row& row, const std::vector<std::size_t>& widths) const;

    const Terminal* terminal_;
    bool json_;
    bool color_;
};

}  // namespace hotline::cli
