#include "server/redaction/reading.hpp"

#include <optional>

namespace hotline::redaction {

namespace {

/// Reads a plate from left to right over code points; every step fails by an empty answer.
class PlateReader {
public:
    PlateReader(const Document& document, std::uint32_t begin) : document_(document), begin_(begin) {}

    struct Plate {
        std::uint32_t end = 0;
        bool upper = false;   ///< its letters are capitals
        bool marked = false;  ///< written with a dash or a dot, as plates are
        bool five = false;    ///< five digits behind the series
    };

    [[nodiscard]] std::optional<Plate> read() const {
        if (!province()) return std::nullopt;
        std::uint32_t at = begin_ + 2;
        if (is_gap(at)) ++at;
        const std::uint32_t letters = count_letters(at);
        if (letters == 0) return std::nullopt;
        Plate plate;
        plate.upper = document_.chars[at].upper;
        const std::uint32_t series = at + letters;
        // "63B1 - 776.04" has a digit in its series, "63B-776.04" has none; "63B12345" may be read both ways.
        const bool with_digit = is_digit(series) && tail(series + 1, plate);
        if (!with_digit && !tail(series, plate)) return std::nullopt;
        plate.marked = has_dash(plate.end);
        return plate;
    }

private:
    [[nodiscard]] bool is_digit(std::size_t at) const {
        return at < document_.chars.size() && document_.chars[at].kind == CharKind::digit;
    }
    [[nodiscard]] bool is_gap(std::size_t at) const {
        if (at >= document_.chars.size()) return false;
        const char32_t c = document_.points[at];
        return c == '-' || c == '.' || document_.chars[at].kind == CharKind::space;
    }
    [[nodiscard]] bool province() const {
        if (!is_digit(begin_) || !is_digit(begin_ + 1) || is_digit(begin_ + 2)) return false;
        return document_.chars[begin_].digit * 10 + document_.chars[begin_ + 1].digit >= 11;
    }
    /// One or two letters of the series: A-Z without I, J, O, Q, W, and Đ.
    [[nodiscard]] std::uint32_t count_letters(std::uint32_t at) const {
        std::uint32_t count = 0;
        for (; at + count < document_.chars.size() && count < 3; ++count) {
            const CharInfo& c = document_.chars[at + count];
            if (c.kind != CharKind::letter) break;
            static constexpr std::u32string_view kSeries = U"abcdefghklmnprstuvxyzđ";
            if (kSeries.find(c.lower) == std::u32string_view::npos) return 0;
        }
        return count <= 2 ? count : 0;
    }
    [[nodiscard]] std::uint32_t digits_at(std::uint32_t at) const {
        std::uint32_t count = 0;
        while (is_digit(at + count)) ++count;
        return count;
    }
    /// A gap of up to three and then 12345, 123.45 or 1234.
    bool tail(std::uint32_t at, Plate& plate) const {
        for (int gap = 0; gap < 3 && is_gap(at); ++gap) ++at;
        const std::uint32_t first = digits_at(at);
        std::uint32_t end = at + first;
        if (first == 3 && end < document_.points.size() && is_gap(end) && digits_at(end + 1) == 2) {
            end += 3;
        } else if (first != 4 && first != 5) {
            return false;
        }
        if (end < document_.chars.size() && document_.chars[end].kind == CharKind::letter) return false;
        plate.five = first != 4;
        plate.end = end;
        return true;
    }
    [[nodiscard]] bool has_dash(std::uint32_t end) const {
        for (std::uint32_t at = begin_; at < end; ++at) {
            if (document_.points[at] == '-' || document_.points[at] == '.') return true;
        }
        return false;
    }

    const Document& document_;
    std::uint32_t begin_;
};

bool has_vehicle_word(const Reading& reading, std::size_t token) {
    constexpr std::size_t kReach = 6;
    for (std::size_t at = token; at > 0 && token - at < kReach; --at) {
        if (reading.sentence_begins(at)) return false;
        if (reading.note(at - 1).ends.any(Term::key_vehicle)) return true;
    }
    return false;
}

bool glued_before(const Document& document, std::uint32_t begin) {
    if (begin == 0) return false;
    const CharKind kind = document.chars[begin - 1].kind;
    if (kind == CharKind::letter || kind == CharKind::digit) return true;
    const char32_t c = document.points[begin - 1];
    const bool joiner = c == '-' || c == '.' || c == '/';
    return joiner && begin > 1 && document.chars[begin - 2].kind == CharKind::digit;
}

/// "41-291-NG-01": the plate of an embassy.
std::optional<std::uint32_t> diplomatic(const Reading& reading, std::size_t at) {
    if (at + 6 >= reading.size()) return std::nullopt;
    const auto number = [&](std::size_t i, std::uint32_t length) {
        return reading.token(at + i).is_number() && reading.token(at + i).length() == length;
    };
    const bool dashes = reading.token(at + 1).is_sign('-') && reading.token(at + 3).is_sign('-') &&
                        reading.token(at + 5).is_sign('-');
    const Token& kind = reading.token(at + 4);
    const bool letters = kind.is_word() && kind.all_capital && kind.length() == 2;
    if (!dashes || !letters || !number(0, 2) || !number(2, 3) || !number(6, 2)) return std::nullopt;
    return reading.token(at + 6).end;
}

}  // namespace

void find_plates(const Reading& reading, Findings& findings) {
    const Document& document = reading.document;
    for (std::size_t at = 0; at < reading.size(); ++at) {
        const Token& token = reading.token(at);
        if (!token.is_number() || token.length() != 2) continue;
        if (glued_before(document, token.begin)) continue;
        if (const auto end = diplomatic(reading, at)) {
            findings.add(token.begin, *end, SpanType::plate, 0.95F, "plate.diplomatic");
            continue;
        }
        const auto plate = PlateReader(document, token.begin).read();
        if (!plate) continue;
        const bool glued = document.chars[token.begin + 2].kind != CharKind::space;
        const bool plain = plate->upper && glued && (plate->five || plate->marked);
        if (plain || (plate->marked && plate->five)) {
            findings.add(token.begin, plate->end, SpanType::plate, 0.97F, "plate.shape");
        } else if (has_vehicle_word(reading, at)) {
            findings.add(token.begin, plate->end, SpanType::plate, 0.95F, "plate.keyword");
        }
    }
}

}  // namespace hotline::redaction
