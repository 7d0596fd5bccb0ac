#pragma once

#include "crypto/result.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace hotline::routing {

/// One labelled text of a file in the format of complaints.jsonl.
struct LabelledCase {
    std::string id;
    std::string same_as;  ///< id of the text it repeats, or empty
    std::string text;
    std::string class_code;
    std::string field_code;
    std::string area_code;  ///< empty for "none"
    std::string unit_code;
    std::vector<std::string> people;  ///< digits of its phone numbers and its full names, folded
};

/// Reads a file in the format of complaints.jsonl; lines that only hold "about" are skipped.
/// Errors: not_found, bad_format (names the line).
[[nodiscard]] Result<std::vector<LabelledCase>> read_labelled(const std::filesystem::path& file);

/// For each case the number of its group: texts that repeat another, or that the same person wrote or is
/// named in, are one group, so that a test never holds what was learned.
[[nodiscard]] std::vector<std::size_t> groups_of(const std::vector<LabelledCase>& cases);

}  // namespace hotline::routing
