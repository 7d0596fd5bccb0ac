#pragma once

#include "crypto/result.hpp"
#include "server/letters/letter.hpp"

#include <string_view>

namespace hotline::letters {

/// A letter's fixed words, from a file of data/ (DESIGN.md, "Templates"). Immutable after parsing.
class Template {
public:
    /// One blank of a template.
    struct Blank {
        std::string name;
        bool needed = true;
        std::string sample;  ///< what the preview shows
    };

    /// Errors: bad_format (names the line or the blank).
    [[nodiscard]] static Result<Template> parse(std::string_view text);
    /// A template compiled into the program. Errors: not_found.
    [[nodiscard]] static Result<Template> built_in(std::string_view kind);

    /// The words of a letter. Errors: bad_input: a needed field is missing, an unknown one is given, text is
    /// not UTF-8 or holds control characters. The error names the field, never its value.
    [[nodiscard]] Result<Document> fill(const Letter& letter) const;

    [[nodiscard]] const std::vector<Blank>& blanks() const noexcept { return blanks_; }
    /// The sample values of all blanks.
    [[nodiscard]] Fields samples() const;

private:
    friend struct TemplateReader;
    bool is_official_letter_ = true;
    std::string title_, summary_;
    std::vector<std::string> addressees_, copies_;
    std::string body_;
    std::vector<Blank> blanks_;
};

/// Kinds of letters in the order of a case's life: receipt, transfer, return, extension, apology, answer,
/// refusal.
[[nodiscard]] const std::vector<std::string_view>& kinds();

}  // namespace hotline::letters
