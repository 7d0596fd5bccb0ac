#pragma once

#include "server/redaction/document.hpp"
#include "server/redaction/redactor.hpp"

namespace hotline::redaction {

/// The text with every span replaced by a readable token; names are numbered so that the same person keeps
/// the same number: a later mention may leave the first words of the name out.
/// @param nfc    the text of `document`
/// @param spans  sorted and disjoint
[[nodiscard]] std::string replace_spans(const Document& document, std::string_view nfc,
                                        const std::vector<Span>& spans);

}  // namespace hotline::redaction
