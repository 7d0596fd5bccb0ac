#include "clients/cli/text_input.hpp"

#include <fmt/format.h>
#include <fstream>
#include <istream>
#include <iterator>
#include <ostream>

#include "clients/cli/messages.hpp"

namespace hotline::cli {
namespace {

constexpr std::size_t kMaxInputBytes = std::size_t{1} << 20;
constexpr std::size_t kBlock = 65536;

/// All of `in`. Failures: failed (more than `max_bytes`).
Outcome<std::string> read_all(std::istream& in, const std::string& name, std::size_t max_bytes) {
    std::string text;
    std::string block(kBlock, '\0');
    while (in.read(block.data(), kBlock) || in.gcount() > 0) {
        text.append(block, 0, static_cast<std::size_t>(in.gcount()));
        if (text.size() > max_bytes) return Failure{ExitCode::failed, fmt::format(msg::kTooLarge, name)};
    }
    return text;
}

void drop_line_end(std::string& text) {
    if (text.ends_with('\n')) text.pop_back();
    if (text.ends_with('\r')) text.pop_back();
}

Failure must_use(std::string_view option) {
    return {ExitCode::usage, fmt::format(msg::kUseOption, option)};
}

}  // namespace

Outcome<std::string> read_file(const std::string& path, std::size_t max_bytes) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return Failure{ExitCode::failed, fmt::format(msg::kCannotRead, path)};
    return read_all(file, path, max_bytes);
}

Outcome<std::string> TextInput::whole(const std::string& path, std::string_view option) const {
    if (path == "-" && terminal_->in_is_tty) {
        if (no_input_) return must_use(option);
        *terminal_->err << msg::kTypeText << '\n' << std::flush;
    }
    Outcome<std::string> text =
        path == "-" ? read_all(*terminal_->in, path, kMaxInputBytes) : read_file(path, kMaxInputBytes);
    if (text) drop_line_end(*text);
    return text;
}

Outcome<std::string> TextInput::line(const std::string& path, std::string_view option) const {
    std::string first;
    if (path == "-") {
        if (terminal_->in_is_tty && no_input_) return must_use(option);
        std::getline(*terminal_->in, first);
    } else {
        auto text = read_file(path, kMaxInputBytes);
        if (!text) return text.error();
        first = text->substr(0, text->find('\n'));
    }
    drop_line_end(first);
    if (first.empty()) return must_use(option);
    return first;
}

Outcome<std::string> TextInput::secret(std::string_view prompt, std::string_view option) const {
    if (!may_ask()) return must_use(option);
    auto text = terminal_->read_hidden(prompt);
    if (!text || text->empty()) return must_use(option);
    return *text;
}

Outcome<std::string> TextInput::answer(std::string_view prompt, std::string_view option) const {
    if (!may_ask()) return must_use(option);
    *terminal_->err << prompt << std::flush;
    return line("-", option);
}

}  // namespace hotline::cli
