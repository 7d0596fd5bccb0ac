#include "server/letters/embedded.hpp"
#include "server/letters/template.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <stdexcept>

namespace hotline::letters {
namespace {

/// A fault in a template, with its place; becomes bad_format at the edge.
struct BadTemplate : std::runtime_error {
    using std::runtime_error::runtime_error;
};

std::string_view trimmed(std::string_view text) {
    const auto from = text.find_first_not_of(' ');
    if (from == std::string_view::npos) return {};
    return text.substr(from, text.find_last_not_of(' ') - from + 1);
}

/// Takes the first line off a text.
std::string_view next_line(std::string_view& text) {
    const auto end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return line;
}

/// The names in {{…}}, without the sign of a section.
std::vector<std::string> tags_of(std::string_view text) {
    std::vector<std::string> out;
    for (auto at = text.find("{{"); at != std::string_view::npos; at = text.find("{{", at + 2)) {
        const auto end = text.find("}}", at);
        if (end == std::string_view::npos) throw BadTemplate("{{ without }}");
        std::string_view name = text.substr(at + 2, end - at - 2);
        if (!name.empty() && std::string_view("#^/").contains(name[0])) name.remove_prefix(1);
        out.emplace_back(trimmed(name));
    }
    return out;
}

}  // namespace

/// Reads a head of "word: value" lines, an empty line, and the body.
struct TemplateReader {
    Template out;

    void take_blank(std::string_view name, std::string_view sample, bool needed) {
        const bool is_word =
            !name.empty() && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string_view::npos;
        if (!is_word) throw BadTemplate(fmt::format("blank {}: lower-case letters and _ only", name));
        if (std::ranges::find(out.blanks_, name, &Template::Blank::name) != out.blanks_.end())
            throw BadTemplate(fmt::format("blank {} stands here twice", name));
        out.blanks_.push_back({std::string(name), needed, std::string(sample)});
    }

    void take(std::string_view word, std::string_view value) {
        if (word == "form") {
            if (value != "letter" && value != "titled") throw BadTemplate("form is letter or titled");
            out.is_official_letter_ = value == "letter";
        } else if (word == "title") {
            out.title_ = value;
        } else if (word == "summary") {
            out.summary_ = value;
        } else if (word == "to") {
            out.addressees_.emplace_back(value);
        } else if (word == "copy") {
            out.copies_.emplace_back(value);
        } else if (word.starts_with("need ")) {
            take_blank(trimmed(word.substr(5)), value, true);
        } else if (word.starts_with("may ")) {
            take_blank(trimmed(word.substr(4)), value, false);
        } else {
            throw BadTemplate(fmt::format("unknown word {}", word));
        }
    }

    void read_head(std::string_view& text) {
        for (int number = 1; !text.empty(); ++number) {
            const std::string_view line = next_line(text);
            if (line.empty()) return;
            if (line.starts_with('#')) continue;
            const auto colon = line.find(':');
            if (colon == std::string_view::npos) throw BadTemplate(fmt::format("line {}: no colon", number));
            take(trimmed(line.substr(0, colon)), trimmed(line.substr(colon + 1)));
        }
    }

    void check() const {
        if (out.summary_.empty()) throw BadTemplate("no summary");
        if (out.is_official_letter_ != out.title_.empty())
            throw BadTemplate("a titled document has a title, a letter has none");
        if (out.body_.empty()) throw BadTemplate("no body");
        std::string all = out.summary_ + out.title_ + out.body_;
        for (const auto* lines : {&out.addressees_, &out.copies_})
            for (const std::string& line : *lines) all += line;
        const std::vector<std::string> tags = tags_of(all);
        for (const std::string& tag : tags) {
            if (std::ranges::find(out.blanks_, tag, &Template::Blank::name) == out.blanks_.end())
                throw BadTemplate(fmt::format("blank {} is used and not declared", tag));
        }
        for (const Template::Blank& blank : out.blanks_) {
            if (std::ranges::find(tags, blank.name) == tags.end())
                throw BadTemplate(fmt::format("blank {} is declared and not used", blank.name));
        }
    }
};

Result<Template> Template::parse(std::string_view text) {
    try {
        TemplateReader reader;
        reader.read_head(text);
        while (text.ends_with('\n')) text.remove_suffix(1);
        reader.out.body_ = text;
        reader.check();
        return std::move(reader.out);
    } catch (const BadTemplate& fault) {
        return fail(Errc::bad_format, std::string("letter template: ") + fault.what());
    }
}

Result<Template> Template::built_in(std::string_view kind) {
    if (std::ranges::find(kinds(), kind) == kinds().end())
        return fail(Errc::not_found, "no such kind of letter");
    return parse(embedded_file(fmt::format("{}.txt", kind)));
}

const std::vector<std::string_view>& kinds() {
    static const std::vector<std::string_view> kAll{"receipt", "transfer", "return", "extension",
                                                    "apology", "answer",   "refusal"};
    return kAll;
}

}  // namespace hotline::letters
