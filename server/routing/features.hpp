#pragma once

#include "server/redaction/document.hpp"

#include <cstdint>
#include <vector>

namespace hotline::routing {

/// The features of a text, each once, in the order in which they first stand in it: words with and without
/// marks, pairs of neighbouring words with and without marks, and pieces of six characters (folded, over the
/// space between words) from the beginning of each word, which survive a misspelled or glued end. Hashes
/// only: nothing of the text can be read from them. Time is linear in the text.
[[nodiscard]] std::vector<std::uint64_t> features_of(const redaction::Document& document);

/// The feature of one word as it is spelled.
[[nodiscard]] std::uint64_t feature_of_word(const redaction::Token& word) noexcept;

}  // namespace hotline::routing
