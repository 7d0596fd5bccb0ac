#include "server/redaction/address_reader.hpp"

namespace hotline::redaction {

namespace {

constexpr Terms kKeys{Term::key_phone, Term::key_id,   Term::key_insurance,
                      Term::key_tax,   Term::key_bank, Term::key_birth};
/// What closes the name of a hamlet that is written without capitals.
constexpr Terms kCloses{Term::ward, Term::home_unit, Term::place_name, Term::street};

/// "2m", "5k", "7h": a measure, not a house number with a letter.
bool is_measure(const Document& document, const Token& letter) {
    static constexpr std::u32string_view kUnits = U"mkhgtđ";
    const char32_t first = document.chars[letter.begin].lower;
    return !letter.capital && kUnits.find(first) != std::u32string_view::npos;
}

bool is_year(const Document& document, const Token& token) {
    if (token.length() != 4) return false;
    const int century = document.chars[token.begin].digit * 10 + document.chars[token.begin + 1].digit;
    return century == 19 || century == 20;
}

}  // namespace

bool AddressReader::untaken(std::size_t at) const {
    const Token& one = token(at);
    if (findings_.is_free(one.begin, one.end)) return true;
    const Span* span = findings_.covering(one.begin);
    return span != nullptr && span->type == SpanType::name;  // "Nguyễn Huệ" may have looked like a person
}

bool AddressReader::ends_proper(std::size_t at) const {
    const Terms starts = reading_.note(at).starts;
    const bool next_small = at + 1 >= reading_.size() || !token(at + 1).is_word() || !token(at + 1).capital;
    if (starts.any(kKeys) && (token(at).all_capital || next_small)) return true;
    if (starts.any(Term::ward)) return true;
    if (starts.any({Term::organisation, Term::place_word}) && token(at).all_capital) return true;
    // "Phạm Hữu Lầu" is a street, "Bình Minh Lầu 2" has a floor behind it.
    const bool unit = starts.any({Term::home_unit, Term::street});
    return unit && at + 1 < reading_.size() && token(at + 1).is_number();
}

/// "/2", "-07", ".12", "A": what may follow the first piece of a house number without a space.
bool AddressReader::joins_number(std::size_t at) const {
    const bool sign = token(at).is_sign('/') || token(at).is_sign('-') || token(at).is_sign('.');
    if (!sign || at + 1 >= reading_.size() || token(at + 1).space_before) return false;
    return token(at + 1).is_number() || (token(at + 1).is_word() && token(at + 1).length() <= 2);
}

/// "214/3", "33/2A", "A4-07", "B5.12": the token behind a number of a house or unit.
std::size_t AddressReader::number_end(std::size_t at) const {
    if (at >= reading_.size() || (token(at).line_before && at > 0)) return at;
    const Token& first = token(at);
    const bool lettered = first.is_word() && first.length() <= 2 && first.capital &&
                          at + 1 < reading_.size() && token(at + 1).is_number() &&
                          !token(at + 1).space_before;
    if (!lettered && !(first.is_number() && first.length() <= 5)) return at;
    constexpr std::size_t kMost = 10;
    std::size_t end = at + 1;
    while (end < reading_.size() && end - at < kMost && !token(end).space_before) {
        const bool letter = token(end).is_word() && token(end).length() <= 2;
        if (letter && is_measure(reading_.document, token(end))) return at;
        if (joins_number(end)) {
            end += 2;
        } else if (token(end).is_number() || letter) {
            ++end;
        } else {
            break;
        }
    }
    const bool sum = end < reading_.size() && reading_.note(end).starts.any(Term::money_unit);
    const bool account = end < reading_.size() && reading_.note(end).starts.any(Term::bank_name);
    return sum || account ? at : end;  // "nguyên căn 8 triệu", "… 11 MB Bank"
}

/// Capitalised words, then perhaps one number: "Bình Hiệp A", "Mỹ Thiện 2".
std::size_t AddressReader::proper_end(std::size_t at) const {
    constexpr std::size_t kMost = 5;
    std::size_t end = at;
    while (end < reading_.size() && end - at < kMost && token(end).is_word() && token(end).capital &&
           untaken(end) && token(end).space_before && !token(end).line_before && !ends_proper(end))
        ++end;
    const bool numbered = end > at && end < reading_.size() && token(end).is_number() &&
                          token(end).length() <= 2 && token(end).space_before && !token(end).line_before;
    return numbered ? end + 1 : end;
}

/// Up to three words without capitals that end at another part, a ward or a stop: "ấp tân mỹ xã lai vung".
std::size_t AddressReader::plain_end(std::size_t at) const {
    constexpr std::size_t kMost = 3;
    std::size_t end = at;
    while (end < reading_.size() && end - at < kMost && reading_.adjoins(end) && untaken(end) &&
           !reading_.note(end).starts.any(kCloses) && !reading_.note(end).starts.any(kKeys) &&
           !reading_.note(end).starts.any(Term::stop))
        ++end;
    const bool closed = end >= reading_.size() || token(end).kind == TokenKind::sign ||
                        token(end).line_before || reading_.note(end).starts.any(kCloses);
    return closed ? end : at;
}

/// Behind "tổ", "khu phố", "hẻm số".
std::size_t AddressReader::unit_word_end(std::size_t at) const {
    std::size_t end = at + 1;
    // "khu tai dinh cu xa …": "cu" ends one unit word although "cư xá" would begin another.
    while (end < reading_.size() && reading_.adjoins(end) && reading_.note(end).covers.any(Term::home_unit) &&
           (!reading_.note(end).starts.any(Term::home_unit) ||
            !reading_.note(end - 1).ends.any(Term::home_unit)))
        ++end;
    const bool number_word = end + 1 < reading_.size() && reading_.adjoins(end) &&
                             reading_.note(end).starts.any(Term::home_unit) && token(end + 1).is_number();
    return number_word ? end + 1 : end;
}

AddressReader::Part AddressReader::read_unit(std::size_t at, bool inside) const {
    const std::size_t value = unit_word_end(at);
    if (const auto end = number_end(value); end != value) return {end, true, true};
    if (const auto end = proper_end(value); end != value) return {end, true, false};
    if (inside || reading_.document.without_capitals || reading_.sentence_begins(at)) {
        if (const auto end = plain_end(value); end != value) return {end, true, false};
    }
    // "khu tái định cư xã Tháp Mười": long unit words need no name
    const bool named_by_ward =
        inside && value >= at + 3 && value < reading_.size() && reading_.note(value).starts.any(kCloses);
    if (named_by_ward) return {value, true, false};
    return {at, false, false};
}

AddressReader::Part AddressReader::read_street(std::size_t at) const {
    std::size_t value = at + 1;
    const bool number_word = value + 1 < reading_.size() && reading_.adjoins(value) &&
                             token(value + 1).is_number() && reading_.note(value).ends.any(Term::key_number);
    if (number_word) ++value;  // "đường số 4"
    const std::size_t end = proper_end(number_end(value));
    return {end == value ? at : end, false, false};
}

/// "44/9 …", "62 Lý Thường Kiệt": a number is a house only when more of an address follows.
AddressReader::Part AddressReader::read_house(std::size_t at) const {
    const std::size_t end = number_end(at);
    if (end == at || end >= reading_.size()) return {at, false, false};
    if (end == at + 1 && is_year(reading_.document, token(at))) return {at, false, false};
    // "thương binh 3/4" is a grade
    if (at > 0 && (reading_.note(at - 1).ends.any(Term::grade) || token(at - 1).is_sign('/')))
        return {at, false, false};
    std::size_t next = end;
    if (token(next).is_sign(',')) ++next;
    if (next >= reading_.size() || token(next).line_before) return {at, false, false};
    const bool part = reading_.note(next).starts.any({Term::home_unit, Term::street});
    if (part && read_word(next, true).end != next) return {end, true, true};
    const std::size_t proper = proper_end(end);
    if (proper >= end + 2 && next == end) return {proper, true, true};
    return {at, false, false};
}

AddressReader::Part AddressReader::read_word(std::size_t at, bool inside) const {
    if (reading_.note(at).starts.any(Term::home_unit)) {
        if (const Part part = read_unit(at, inside); part.end != at) return part;
    }
    if (reading_.note(at).starts.any(Term::street)) return read_street(at);
    return {at, false, false};
}

AddressReader::Part AddressReader::read_part(std::size_t at, const AddressBlock& so_far) const {
    if (at >= reading_.size() || !untaken(at)) return {at, false, false};
    if (const Part part = read_word(at, so_far.parts > 0); part.end != at) return part;
    if (const Part part = read_house(at); part.end != at) return part;
    // "33/2A hẻm 8 Nguyễn Huệ": behind a number the street may stand without its word.
    const std::size_t proper = so_far.exact && at == so_far.end ? proper_end(at) : at;
    return {proper >= at + 2 ? proper : at, false, false};
}

AddressBlock AddressReader::read(std::size_t begin) const {
    AddressBlock block{begin, 0, false, false};
    constexpr std::size_t kMostParts = 8;
    for (std::size_t at = begin; at < reading_.size() && block.parts < kMostParts;) {
        if (at > begin && token(at).line_before) break;
        const Part part = read_part(at, block);
        if (part.end == at) break;
        block.home = block.home || part.home;
        block.exact = block.exact || part.exact;
        ++block.parts;
        block.end = at = part.end;
        const bool joined = at < reading_.size() &&
                            (token(at).is_sign(',') || token(at).is_sign('-') || token(at).is_sign(U'–'));
        if (joined) ++at;
    }
    return block;
}

}  // namespace hotline::redaction
