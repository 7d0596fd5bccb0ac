#include "server/redaction/address_reader.hpp"
#include "server/redaction/names.hpp"

namespace hotline::redaction {

namespace {

/// Decides which addresses are the homes of private persons, not the places of incidents.
class HomeFinder {
public:
    HomeFinder(const Reading& reading, Findings& findings) : reading_(reading), findings_(findings) {}

    void run() {
        const AddressReader reader(reading_, findings_);
        for (std::size_t at = 0; at < reading_.size();) {
            const AddressBlock block = reader.read(at);
            if (block.end == at) {
                ++at;
                continue;
            }
            if (block.home && is_home(at, block)) {
                claim(at, block);
                at = block.end;
            } else {
                ++at;  // "thương binh 3/4, ấp Tân Hội": the home may begin with a later part
            }
        }
    }

private:
    [[nodiscard]] const Token& token(std::size_t at) const { return reading_.token(at); }

    [[nodiscard]] bool is_home(std::size_t at, const AddressBlock& block) const {
        if (behind_person(at) || behind_cue(at) || behind_weak_cue(at, block)) return true;
        if (in_a_persons_sentence(at, block)) return true;
        // "Xóm lưới, tổ 7, phường Gò Công." says nothing but where somebody lives.
        return reading_.sentence_begins(at) && block.parts >= 2 && ward_follows(block.end) &&
               !mentions_street(at, block);
    }

    /// A name, a date of birth, a phone or ID number ends before `at`, over commas and brackets.
    [[nodiscard]] bool behind_person(std::size_t at) const {
        constexpr int kMostSigns = 2;
        for (int signs = 0; at > 0 && signs <= kMostSigns; ++signs) {
            if (const Span* span = findings_.ending_at(token(at - 1).end)) {
                return span->type == SpanType::name || span->type == SpanType::dob ||
                       span->type == SpanType::phone || span->type == SpanType::id;
            }
            if (token(at).line_before) return false;
            const Token& sign = token(at - 1);
            static constexpr std::u32string_view kSigns = U",()-–:;";
            if (sign.kind != TokenKind::sign || kSigns.find(sign.sign) == std::u32string_view::npos)
                return false;
            --at;
        }
        return false;
    }

    /// The last word before `at`, over colons, brackets and one short word such as "tại"; size() if none.
    [[nodiscard]] std::size_t word_before(std::size_t at, Terms wanted) const {
        constexpr int kMostSkipped = 3;
        for (int skipped = 0; at > 0 && skipped < kMostSkipped; ++skipped, --at) {
            const Token& before = token(at - 1);
            if (reading_.note(at - 1).ends.any(wanted)) return at - 1;
            const bool sign = before.is_sign(':') || before.is_sign('(') || before.is_sign(',');
            const bool filler =
                before.is_word() && skipped == 0 && reading_.note(at - 1).covers.any(Term::stop);
            if (!sign && !filler) break;
        }
        return reading_.size();
    }

    [[nodiscard]] bool behind_cue(std::size_t at) const {
        const std::size_t cue = word_before(at, Term::home_cue);
        return cue < reading_.size() && !of_a_body(cue);
    }

    /// "ở", "nhà": enough with a colon, with a whole address, or with a person just before.
    [[nodiscard]] bool behind_weak_cue(std::size_t at, const AddressBlock& block) const {
        const std::size_t cue = word_before(at, Term::home_weak);
        if (cue >= reading_.size()) return false;
        if (cue + 1 < at && token(cue + 1).is_sign(':')) return true;
        return (block.exact && block.parts >= 2) || person_nearby(cue);
    }

    /// "Bà sống một mình, 33/2A hẻm 8 Nguyễn Huệ": behind a comma in a sentence about a person or a house.
    [[nodiscard]] bool in_a_persons_sentence(std::size_t at, const AddressBlock& block) const {
        if (at == 0) return false;
        const bool comma = token(at - 1).is_sign(',');
        const bool enough = (comma && (ward_follows(block.end) || (block.exact && block.parts >= 2))) ||
                            (block.exact && block.parts >= 2 && ward_follows(block.end));
        if (!enough || reading_.note(at - 1).ends.any({Term::place_word, Term::organisation})) return false;
        constexpr int kReach = 24;
        for (int steps = 0; at > 0 && steps < kReach; ++steps, --at) {
            if (reading_.sentence_begins(at)) return false;
            const Token& before = token(at - 1);
            if (is_place_end(at - 1)) return false;
            const Span* span = findings_.ending_at(before.end);
            if (span != nullptr)
                return span->type == SpanType::name || span->type == SpanType::dob ||
                       span->type == SpanType::id;
            if (reading_.note(at - 1).ends.any({Term::home_weak, Term::home_cue})) return true;
            const bool address_word =
                reading_.note(at - 1).ends.any(Term::honorific) && reading_.sentence_begins(at - 1);
            if (address_word) return true;
        }
        return false;
    }

    /// A word for a body, a street or a place ends here; "xóm" and the like are parts of homes.
    [[nodiscard]] bool is_place_end(std::size_t at) const {
        const Terms ends = reading_.note(at).ends;
        return ends.any({Term::organisation, Term::street}) ||
               (ends.any(Term::place_word) && !ends.any(Term::home_unit));
    }

    [[nodiscard]] bool ward_follows(std::size_t end) const {
        if (end < reading_.size() && token(end).is_sign(',')) ++end;
        return end < reading_.size() && !token(end).line_before && reading_.note(end).starts.any(Term::ward);
    }

    [[nodiscard]] bool mentions_street(std::size_t at, const AddressBlock& block) const {
        for (; at < block.end; ++at) {
            const Note& note = reading_.note(at);
            if (note.starts.any(Term::street) && !note.covers.any(Term::home_unit))
                return true;  // not "khu phố"
        }
        return false;
    }

    /// "Công ty …, địa chỉ số 5": the address of a body is public.
    [[nodiscard]] bool of_a_body(std::size_t at) const {
        constexpr int kReach = 16;
        for (int steps = 0; at > 0 && steps < kReach; ++steps, --at) {
            if (reading_.sentence_begins(at)) return false;
            const Token& before = token(at - 1);
            const Terms covers = reading_.note(at - 1).covers;
            if (!findings_.is_free(before.begin, before.end) || covers.any(Term::honorific)) return false;
            if (covers.any(Term::organisation)) return true;
        }
        return false;
    }

    /// A person is spoken of just before: "em ở", "Bà Sáu nhà".
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

    void claim(std::size_t at, const AddressBlock& block) {
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
