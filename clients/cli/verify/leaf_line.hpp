#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/bytes.hpp"

namespace hotline::cli {

/// A text member that may be null; the string keeps its memory from line to line.
struct MaybeText {
    bool present = false;
    std::string text;
};

/// One line of a leaves file.
struct LeafLine {
    std::uint64_t index = 0;
    std::string leaf;
    MaybeText shown;
    MaybeText salt;
    MaybeText staff;
    MaybeText staff_salt;
    bool has_proof = false;
    std::vector<Hash32> proof;
};

/// Reads lines of a leaves file: JSON objects without blanks, every member once, `proof` alone optional.
/// Hand-written because a general parser is several times slower and lenient about duplicates.
class LeafLineParser {
public:
    /// False when the line (without its end) is of another form; then `line()` is undefined.
    [[nodiscard]] bool parse(std::string_view line);
    /// Valid until the next parse.
    [[nodiscard]] const LeafLine& line() const noexcept { return line_; }

private:
    bool member();
    bool value_of(std::string_view key);
    bool number(std::uint64_t& out);
    bool text(std::string& out);
    bool escape(std::string& out);
    bool unicode_escape(std::string& out);
    bool hex4(std::uint32_t& out);
    bool text_or_null(MaybeText& out);
    bool hashes(std::vector<Hash32>& out);
    bool take(std::string_view expected);
    bool first_time(unsigned bit);

    std::string_view rest_;
    unsigned seen_ = 0;
    LeafLine line_;
    std::string hash_;
};

}  // namespace hotline::cli
