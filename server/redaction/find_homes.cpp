#include "server/redaction/names.hpp"

#include <optional>

namespace hotline::redaction {

namespace {

/// One part of an address, tokens [begin, end): "tổ 9", "ấp Bình Hiệp A", "số 214/3", "đường Lê Lợi".
struct Part {
    std::size_t end = 0;
    bool home = false;   ///< a part that only a home has; a street alone has none
    bool exact = false;  ///< a house, flat or room number
};

/// A whole address without phường and xã.
struct Block {
    std::size_t end = 0;
    std::size_t parts = 0;
    bool home = false;
    bool exact = false;
};

class HomeFinder {
public:
    HomeFinder(const Reading& reading, Findings& findings) : reading_(reading), findings_(findings) {}

    void run() {
        for (std::size_t at = 0; at < reading_.size();) {
            const Block block = read_block(at);
            if (block.end == at) {
                ++at;
                continue;
            }
            if (block.home && is_home(at, block)) claim(at, block);
            at = block.end;
        }
    }

private:
    [[nodiscard]] const Token& token(std::size_t at) const { return reading_.token(at); }
    [[nodiscard]] bool is_sign(std::size_t at, char32_t c) const {
        return at < reading_.size() && token(at).is_sign(c);
    }
    [[nodiscard]] bool untaken(std::size_t at) const {
        const Span* span = findings_.ending_at(token(at).end);
        return findings_.is_free(token(at).begin, token(at).end) ||
               (span != nullptr && span->type == SpanType::name);
    }

    /// "214/3", "33/2A", "A4-07", "B5.12", "12": the token behind a house or unit number that begins at `at`.
    [[nodiscard]] std::size_t number_end(std::size_t at) const {
        if (at >= reading_.size() || token(at).line_before) return at;
        const Token& first = token(at);
        const bool lettered = first.is_word() && first.length() <= 2 && first.capital &&
                              at + 1 < reading_.size() && token(at + 1).is_number() &&
                              !token(at + 1).space_before;
        if (!lettered && !(first.is_number() && first.length() <= 5)) return at;
        std::size_t end = at + 1;
        while (end < reading_.size() && !token(end).space_before) {
            const bool joined =
                (token(end).is_sign('/') || token(end).is_sign('-') || token(end).is_sign('.')) &&
                end + 1 < reading_.size() && !token(end + 1).space_before &&
                (token(end + 1).is_number() || token(end + 1).length() <= 2) &&
                token(end + 1).kind != TokenKind::sign;
            const bool letter = token(end).is_word() && token(end).length() <= 2;
            if (joined) {
                end += 2;
            } else if (token(end).is_number() || letter) {
                ++end;
            } else {
                break;
            }
        }
        return end;
    }

    /// Capitalised words, then perhaps one number or letter: "Bình Hiệp A", "Mỹ Thiện 2".
    [[nodiscard]] std::size_t proper_end(std::size_t at) const {
        constexpr std::size_t kMost = 5;
        std::size_t end = at;
        while (end < reading_.size() && end - at < kMost && token(end).is_word() && token(end).capital &&
               untaken(end) &&
               (end == at ? token(end).space_before && !token(end).line_before : reading_.adjoins(end)) &&
               !reading_.note(end).starts.any({Term::ward, Term::home_unit, Term::street, Term::key_phone}))
            ++end;
        if (end > at && end < reading_.size() && token(end).is_number() && token(end).length() <= 2 &&
            token(end).space_before && !token(end).line_before)
            ++end;
        return end;
    }

    /// Names of hamlets without capitals, up to the word for the ward: "ấp tân mỹ xã lai vung".
    [[nodiscard]] std::size_t plain_proper_end(std::size_t at) const {
        constexpr std::size_t kMost = 3;
        std::size_t end = at;
        while (end < reading_.size() && end - at < kMost && token(end).is_word() && reading_.adjoins(end) &&
               untaken(end) &&
               !reading_.note(end).starts.any({Term::ward, Term::home_unit, Term::street, Term::key_phone,
                                               Term::stop, Term::place_name}))
            ++end;
        const bool closed = end < reading_.size() &&
                            reading_.note(end).starts.any({Term::ward, Term::home_unit, Term::place_name});
        return closed ? end : at;
    }

    [[nodiscard]] std::size_t unit_word_end(std::size_t at) const {
        std::size_t end = at + 1;
        while (end < reading_.size() && reading_.adjoins(end) &&
               reading_.note(end).covers.any(Term::home_unit) &&
               !reading_.note(end).starts.any(Term::home_unit))
            ++end;
        // "hẻm số 5", "phòng số 7"
        const bool number_word = end < reading_.size() && reading_.adjoins(end) &&
                                 reading_.note(end).starts.any(Term::home_unit) &&
                                 end + 1 < reading_.size() && token(end + 1).is_number();
        return number_word ? end + 1 : end;
    }

    [[nodiscard]] Part read_unit(std::size_t at) const {
        const std::size_t value = unit_word_end(at);
        if (const auto end = number_end(value); end != value) return {end, true, true};
        if (const auto end = proper_end(value); end != value) return {end, true, false};
        if (reading_.document.without_capitals) {
            if (const auto end = plain_proper_end(value); end != value) return {end, true, false};
        }
        return {at, false, false};
    }

    [[nodiscard]] Part read_street(std::size_t at) const {
        std::size_t value = at + 1;
        const bool date_like = value < reading_.size() && token(value).is_number();
        std::size_t end = date_like ? number_end(value) : value;
        const std::size_t proper = proper_end(end);
        end = std::max(end, proper);
        return {end == value ? at : end, false, false};
    }

    /// "44/9 …", "62 Lý Thường Kiệt": a number counts as a house only when more of an address follows.
    [[nodiscard]] Part read_house(std::size_t at) const {
        const std::size_t end = number_end(at);
        if (end == at || end >= reading_.size()) return {at, false, false};
        std::size_t next = end;
        if (token(next).is_sign(',')) ++next;
        if (next >= reading_.size() || token(next).line_before) return {at, false, false};
        if (reading_.note(next).starts.any({Term::home_unit, Term::street}) &&
            read_part_word(next).end != next)
            return {end, true, true};
        const std::size_t proper = proper_end(end);
        if (proper >= end + 2 && next == end) return {proper, true, true};
        return {at, false, false};
    }

    [[nodiscard]] Part read_part_word(std::size_t at) const {
        if (reading_.note(at).starts.any(Term::home_unit)) {
            if (const Part part = read_unit(at); part.end != at) return part;
        }
        if (reading_.note(at).starts.any(Term::street)) return read_street(at);
        return {at, false, false};
    }

    [[nodiscard]] Part read_part(std::size_t at) const {
        if (at >= reading_.size() || !untaken(at)) return {at, false, false};
        if (const Part part = read_part_word(at); part.end != at) return part;
        return read_house(at);
    }

    [[nodiscard]] Block read_block(std::size_t begin) const {
        Block block{begin, 0, false, false};
        std::size_t at = begin;
        while (true) {
            Part part = read_part(at);
            // "33/2A hẻm 8 Nguyễn Huệ": behind a part the street may stand without its word
            if (part.end == at && block.exact && at == block.end) {
                const std::size_t proper = proper_end(at);
                if (proper >= at + 2) part = {proper, false, false};
            }
            if (part.end == at) break;
            block.end = part.end;
            block.home = block.home || part.home;
            block.exact = block.exact || part.exact;
            ++block.parts;
            at = part.end;
            const bool comma = is_sign(at, ',') || is_sign(at, '-') || is_sign(at, U'–');
            if (comma && at + 1 < reading_.size() && !token(at + 1).line_before) ++at;
            if (at >= reading_.size() || token(at).line_before) break;
        }
        return block;
    }

    /// The span of personal data that ends before `at`, over commas, brackets and "hiện".
    [[nodiscard]] const Span* person_before(std::size_t at) const {
        constexpr int kMost = 2;
        for (int skipped = 0; at > 0 && skipped <= kMost; ++skipped) {
            if (token(at).line_before) return nullptr;
            if (const Span* span = findings_.ending_at(token(at - 1).end)) return span;
            const Token& sign = token(at - 1);
            if (!sign.is_sign(',') && !sign.is_sign('(') && !sign.is_sign(')') && !sign.is_sign('-') &&
                !sign.is_sign(':') && !sign.is_sign(';') && !sign.is_sign(U'–'))
                return nullptr;
            --at;
        }
        return nullptr;
    }

    [[nodiscard]] bool is_home(std::size_t at, const Block& block) const {
        if (const Span* span = person_before(at)) {
            return span->type == SpanType::name || span->type == SpanType::dob ||
                   span->type == SpanType::phone || span->type == SpanType::id;
        }
        std::size_t before = at;
        constexpr int kMostSkipped = 3;
        for (int skipped = 0; before > 0 && skipped < kMostSkipped; ++skipped) {
            const Token& sign = token(before - 1);
            const bool skip =
                sign.is_sign(':') || sign.is_sign('(') || sign.is_sign(',') ||
                (sign.is_word() && !reading_.note(before - 1).ends.any({Term::home_cue, Term::home_weak}) &&
                 reading_.note(before - 1).covers.any(Term::stop) && skipped == 0 && sign.length() <= 4 &&
                 !reading_.note(before - 1).ends.any(Term::place_word));
            if (!skip) break;
            --before;
        }
        if (before == 0 || !token(before - 1).is_word()) return false;
        const Terms ends = reading_.note(before - 1).ends;
        if (ends.any(Term::home_cue)) return !of_a_body(before - 1);
        if (!ends.any(Term::home_weak)) return false;
        return block.exact && (block.parts >= 2 || person_nearby(before - 1));
    }

    /// "Công ty …, địa chỉ số 5": the address of a body is public.
    [[nodiscard]] bool of_a_body(std::size_t at) const {
        constexpr int kReach = 12;
        int words = 0;
        for (; at > 0 && words < kReach; --at) {
            if (reading_.sentence_begins(at)) return false;
            const Token& before = token(at - 1);
            if (!findings_.is_free(before.begin, before.end)) return false;
            if (reading_.note(at - 1).covers.any(Term::honorific)) return false;
            if (reading_.note(at - 1).covers.any(Term::organisation)) return true;
            words += before.is_word() ? 1 : 0;
        }
        return false;
    }

    /// A person is spoken of just before "ở": "em ở", "bà Sáu ở".
    [[nodiscard]] bool person_nearby(std::size_t at) const {
        constexpr std::size_t kReach = 4;
        for (std::size_t back = 1; back <= kReach && back <= at; ++back) {
            const std::size_t one = at - back;
            if (findings_.ending_at(token(one).end) != nullptr) return true;
            if (reading_.note(one).covers.any({Term::honorific, Term::self_cue})) return true;
            if (reading_.sentence_begins(one)) break;
        }
        return false;
    }

    void claim(std::size_t at, const Block& block) {
        const std::size_t begin = token(at).begin;
        const std::size_t end = token(block.end - 1).end;
        findings_.drop_names(begin, end);
        findings_.add(begin, end, SpanType::address, block.exact ? 0.9F : 0.8F, "address.home");
    }

    const Reading& reading_;
    Findings& findings_;
};

}  // namespace

void find_homes(const Reading& reading, Findings& findings) {
    HomeFinder(reading, findings).run();
}

}  // namespace hotline::redaction
