#include "server/redaction/names.hpp"

namespace hotline::redaction {

namespace {

/// The words of one name: tokens [begin, end).
struct Words {
    std::size_t begin = 0, end = 0;
    [[nodiscard]] std::size_t count() const noexcept { return end - begin; }
};

constexpr std::size_t kLongestName = 7;
constexpr Terms kNameTerms{Term::surname, Term::surname_rare, Term::middle, Term::given, Term::birth_order};
constexpr Terms kPlaceTerms{Term::place_word, Term::street, Term::ward, Term::organisation};
constexpr Terms kFrontTerms{Term::honorific, Term::self_cue,      Term::name_cue,  Term::stop,
                            Term::speech,    Term::home_cue,      Term::key_phone, Term::key_landline,
                            Term::key_id,    Term::key_insurance, Term::key_bank,  Term::key_tax,
                            Term::role,      Term::home_weak,     Term::owner_cue};

/// Finds names by their capitals, or by name words where the writer uses none.
class NameFinder {
public:
    NameFinder(const Reading& reading, Findings& findings) : reading_(reading), findings_(findings) {}

    void run() {
        const bool no_capitals = reading_.document.without_capitals || reading_.document.all_capitals;
        for (std::size_t at = 0; at < reading_.size();) {
            const std::size_t next = step(at, no_capitals);
            at = std::max(next, at + 1);
        }
    }

private:
    [[nodiscard]] const Terms& terms(std::size_t at) const { return reading_.note(at).covers; }

    /// Handles what begins at one token; gives the token to go on with.
    std::size_t step(std::size_t at, bool no_capitals) {
        const Token& token = reading_.token(at);
        if (!token.is_word()) return at + 1;
        if (token.capital && !reading_.document.all_capitals) {
            const Words run = capital_run(at);
            judge_capitals(run);
            if (!no_capitals || run.count() > 1) return run.end;
        }
        if (const auto name = plain_name(at, no_capitals); name.count() > 0) {
            accept(name, "name.plain", 0.85F);
            return name.end;
        }
        return at + 1;
    }

    [[nodiscard]] Words capital_run(std::size_t begin) const {
        std::size_t end = begin + 1;
        while (end < reading_.size() && reading_.adjoins(end) && reading_.token(end).capital &&
               findings_.is_free(reading_.token(end).begin, reading_.token(end).end))
            ++end;
        return {begin, end};
    }

    /// A surname and at least one more word, or a rare one and two: the shape of a full name.
    [[nodiscard]] bool is_full(Words words) const {
        if (words.count() < 2 || words.count() > kLongestName) return false;
        if (terms(words.begin).any(Term::surname)) return true;
        return terms(words.begin).any(Term::surname_rare) && words.count() >= 3 &&
               terms(words.begin + 1).any(Term::middle);
    }

    /// Drops what stands before the name in the same run of capitals: "Anh", "Gọi", "Trưởng phòng".
    /// Gives an empty run when the words name a place or a body.
    [[nodiscard]] Words without_front(Words run) const {
        while (run.count() > 0) {
            const Terms here = terms(run.begin);
            const bool addressed = is_addressed(run.begin);
            if (reading_.note(run.begin).starts.any(Term::role) && !addressed) {
                ++run.begin;
                continue;
            }
            // "cô Ba Phụng"
            if (addressed && here.any(Term::birth_order) && run.count() >= 2) break;
            const bool surname = here.any({Term::surname, Term::surname_rare});
            // "Ông Hồng Văn Tấn": Ông is a surname only behind another word of address.
            const bool only_address = here.any(Term::honorific) && !here.any(Term::surname) && !addressed;
            if (surname && is_full(run) && !only_address) break;
            const bool name_word = surname || here.any(Term::given);
            if (addressed && run.count() == 1 && name_word) break;
            if (here.any(kPlaceTerms) && !(addressed && name_word)) return {run.end, run.end};
            if (!here.any(kFrontTerms) || is_told_pair(run)) break;
            ++run.begin;
        }
        return run;
    }

    /// "kế toán Thu Hà": the first word is a common one too, but both are name words behind a cue.
    [[nodiscard]] bool is_told_pair(Words run) const {
        constexpr Terms kPair{Term::given, Term::middle};
        return run.count() == 2 && run.begin > 0 && reading_.adjoins(run.begin) &&
               terms(run.begin).any(kPair) && terms(run.begin + 1).any(kPair) &&
               reading_.note(run.begin - 1)
                   .ends.any({Term::honorific, Term::name_cue, Term::self_cue, Term::owner_cue});
    }

    [[nodiscard]] bool is_addressed(std::size_t at) const {
        return at > 0 && reading_.adjoins(at) &&
               reading_.note(at - 1).ends.any({Term::honorific, Term::name_cue, Term::self_cue});
    }

    /// Cuts the run before a word that is no part of a name.
    [[nodiscard]] Words without_back(Words run) const {
        for (std::size_t at = run.begin + 1; at < run.end; ++at) {
            const Terms here = terms(at);
            const bool foreign =
                here.any({Term::key_phone, Term::key_id, Term::key_insurance, Term::key_tax, Term::key_bank,
                          Term::key_birth, Term::ward, Term::home_cue, Term::stop});
            const bool last_of_full = at + 1 == run.end && at >= run.begin + 2 && is_sure_middle(at - 1);
            const bool shouted = at >= run.begin + 1 && reading_.token(at).all_capital &&
                                 reading_.token(run.begin).all_capital && !here.any(Term::key_phone);
            if (foreign && !here.any(kNameTerms) && !last_of_full && !shouted)
                run.end = at;  // "Xa Văn Tới" is one
        }
        return run;
    }

    [[nodiscard]] bool names_a_place(Words words) const {
        if (words.begin > 0 && reading_.adjoins(words.begin)) {
            const Terms before = reading_.note(words.begin - 1).ends;
            if (before.any(Term::street)) return true;
            const bool person = before.any({Term::honorific, Term::owner_cue, Term::name_cue});
            if (before.any(kPlaceTerms) && !person) return true;
            if (is_brand(words)) return true;
        }
        if (words.begin >= 2 && reading_.token(words.begin - 1).is_sign('.') &&
            !reading_.token(words.begin - 1).space_before &&
            reading_.note(words.begin - 2).ends.any(Term::ward))
            return true;
        // "Xa Thanh Binh" in a text without marks: the word for the commune looks like a surname.
        const bool ward = words.count() >= 2 && terms(words.begin).any(Term::ward) &&
                          reading_.note(words.begin + 1).starts.any(Term::place_name);
        return ward || follows_a_place(words);
    }

    /// "sạp vải Cô Tư Hường": a capitalised word of address inside a sentence, a place word two words before.
    [[nodiscard]] bool is_brand(Words words) const {
        return words.begin >= 2 && terms(words.begin).any(Term::honorific) &&
               reading_.adjoins(words.begin - 1) &&
               reading_.note(words.begin - 2).ends.any(Term::place_word) &&
               !reading_.note(words.begin - 1).covers.any({Term::speech, Term::name_cue, Term::stop});
    }

    /// "Trần Hưng Đạo - Lê Lợi": a dash joins the second to a place.
    [[nodiscard]] bool follows_a_place(Words words) const {
        if (words.begin < 2 || last_place_end_ == 0) return false;
        const Token& sign = reading_.token(words.begin - 1);
        return (sign.is_sign('-') || sign.is_sign(U'–')) && last_place_end_ == words.begin - 1;
    }

    [[nodiscard]] bool covered_by(Words words, Term term) const {
        for (std::size_t at = words.begin; at < words.end; ++at) {
            if (!terms(at).any(term)) return false;
        }
        return reading_.note(words.begin).starts.any(term) && reading_.note(words.end - 1).ends.any(term);
    }

    /// "Phường Mỹ Tho Lý Mỹ Linh", "MBBank Nguyen Van A": a full name right behind a place or a bank; empty
    /// when there is none.
    [[nodiscard]] Words behind_place(Words run) const {
        for (std::size_t at = run.begin + 1; at + 2 < run.end; ++at) {
            const Words tail{at, run.end};
            if (reading_.note(at - 1).ends.any({Term::place_name, Term::bank_name}) && tail.count() <= 4 &&
                is_full(tail) && !terms(at).any(Term::place_name))
                return tail;
        }
        return {run.end, run.end};
    }

    void judge_capitals(Words run) {
        const Words whole = run;
        if (const Words tail = behind_place(run); tail.count() > 0) run = tail;
        if (run.begin == whole.begin && names_a_place(run)) {
            if (run.count() >= 3 && is_full(run) && in_public_role(reading_, run.begin, run.end))
                remember_official(run);
            last_place_end_ = whole.end;
            return;
        }
        run = without_front(run);
        if (run.count() > 0) run = without_back(run);
        if (run.count() == 0 || names_a_place(run)) {
            last_place_end_ = whole.end;
            return;
        }
        const NameCues cues = cues_around(reading_, findings_, run.begin, run.end);
        const bool addressed = cues.honorific || cues.named || cues.self;
        if (covered_by(run, Term::place_name) && !(addressed && run.count() == 1)) return;
        // "lăng cụ Nguyễn Sinh Sắc"
        const bool hero = covered_by(run, Term::famous) && !cues.named && !cues.self && !cues.contact;
        if (hero && (!addressed || run.count() >= 3)) return;
        if (!is_person(run, cues)) return;
        if (!cues.self && in_public_role(reading_, run.begin, run.end)) {
            remember_official(run);
            return;
        }
        if (run.count() <= 2 && !is_full(run) && is_official(run)) return;
        accept(run, "name.capitals", confidence(run, cues));
    }

    void remember_official(Words run) {
        constexpr std::size_t kMostOfficials = 32;
        if (officials_.size() < kMostOfficials) officials_.push_back(reading_.token(run.end - 1).key.marked);
    }

    [[nodiscard]] bool is_person(Words run, const NameCues& cues) const {
        const Terms first = terms(run.begin);
        const bool order = first.any(Term::birth_order);
        if (run.count() == 1) {
            if (order && !first.any(Term::surname)) return false;
            if (reading_.token(run.begin).length() < 2) return false;
            const bool name_word =
                first.any({Term::given, Term::surname, Term::middle}) ||
                (is_called(run.begin) && !first.any({Term::stop, Term::place_word, Term::place_name}));
            if (cues.honorific || cues.self) return !reading_.token(run.begin).all_capital || name_word;
            return (cues.named || phone_follows(run)) && name_word;
        }
        if (is_full(run)) return run.count() >= 3 || cues.any();
        if (order) return cues.any() && !cues.alone;
        if (cues.honorific || cues.self || cues.named) return true;
        const bool all_name_words = terms(run.begin).any(kNameTerms) && terms(run.begin + 1).any(kNameTerms);
        if (cues.owner && terms(run.begin).any(kNameTerms)) return true;
        return (cues.list || cues.contact || cues.alone) && all_name_words && run.count() <= 4;
    }

    /// "tên" right before.
    [[nodiscard]] bool is_called(std::size_t at) const {
        static const std::uint64_t kName = folded_key(U"ten");
        return at > 0 && reading_.adjoins(at) && reading_.token(at - 1).key.folded == kName;
    }
    /// "tên" or "là" right before: what follows is told as a name.
    [[nodiscard]] bool is_told(std::size_t at) const {
        static const std::uint64_t kIs = folded_key(U"la");
        const bool is = at > 0 && reading_.adjoins(at) && reading_.token(at - 1).key.folded == kIs;
        return is || is_called(at);
    }

    /// A phone number stands right behind, over a comma, a colon or a bracket.
    [[nodiscard]] bool phone_follows(Words run) const {
        std::size_t at = run.end;
        if (at < reading_.size() && reading_.token(at).kind == TokenKind::sign &&
            !reading_.token(at).is_sign('.'))
            ++at;
        return at < reading_.size() && !findings_.is_free(reading_.token(at).begin, reading_.token(at).end);
    }

    [[nodiscard]] float confidence(Words run, const NameCues& cues) const {
        if (is_full(run)) return cues.strong() ? 0.97F : 0.8F;
        return cues.self || cues.named ? 0.92F : 0.85F;
    }

    /// A later mention of somebody who was met in office: "ông Phước".
    [[nodiscard]] bool is_official(Words run) const {
        return std::ranges::find(officials_, reading_.token(run.end - 1).key.marked) != officials_.end();
    }

    /// A name without capitals that begins at `at`; empty when none does.
    [[nodiscard]] Words plain_name(std::size_t at, bool no_capitals) const {
        const Words none{at, at};
        if (!findings_.is_free(reading_.token(at).begin, reading_.token(at).end)) return none;
        // "quản lý thị trường", "bê tông hóa"
        if (terms(at).any({Term::role, Term::organisation}) || is_common_phrase(at)) return none;
        const NameCues cues = cues_around(reading_, findings_, at, at + 1);
        const bool named = cues.named || cues.self;
        if (terms(at).any({Term::self_cue, Term::name_cue})) return none;  // the "la" of "toi la"
        if (terms(at).any(Term::surname) || (terms(at).any(Term::surname_rare) && named)) {
            const Words words{at, plain_end(at)};
            // "ho thi noi" is "họ thì nói" unless something says that a name follows.
            const bool cued = named || cues.honorific || cues.contact || cues.speaks;
            const bool marked_middle =
                words.count() >= 3 && is_sure_middle(at + 1) && (cued || !reading_.document.without_marks);
            const bool likely = words.count() >= 2 && (named || cues.honorific) && no_capitals &&
                                terms(at + 1).any({Term::middle, Term::given});
            if (marked_middle || likely) return words;
        }
        if (!no_capitals || !named) return none;
        if (terms(at).any(Term::birth_order) && at + 1 < reading_.size() && reading_.adjoins(at + 1) &&
            !terms(at + 1).any({Term::stop, Term::digit, Term::home_unit}))
            return {at, at + 2};
        if (!is_told(at) && !cues.contact) return none;  // "tự phát", "tôi tính"
        if (terms(at).any(Term::given) &&
            !terms(at).any({Term::stop, Term::honorific, Term::place_word, Term::digit}))
            return {at, short_end(at)};
        return none;
    }

    /// The word belongs to a longer phrase that is never a name.
    [[nodiscard]] bool is_common_phrase(std::size_t at) const {
        const bool before = at > 0 && !reading_.note(at).starts.any(Term::stop);
        const bool behind = at + 1 < reading_.size() && !reading_.note(at).ends.any(Term::stop);
        return terms(at).any(Term::stop) && (before || behind);
    }

    /// Thị and Văn are hardly anything but the middle of a name.
    [[nodiscard]] bool is_sure_middle(std::size_t at) const {
        const std::uint64_t key = reading_.token(at).key.folded;
        static const std::uint64_t kThi = folded_key(U"thi");
        static const std::uint64_t kVan = folded_key(U"van");
        return terms(at).any(Term::middle) && (key == kThi || key == kVan);
    }
    [[nodiscard]] static std::uint64_t folded_key(std::u32string_view word) {
        WordHasher hasher;
        for (const char32_t c : word) hasher.add(char_info(c));
        return hasher.key().folded;
    }

    /// The end of a full name without capitals: name words, and one unknown word in the place of the last.
    [[nodiscard]] std::size_t plain_end(std::size_t begin) const {
        constexpr std::size_t kMost = 5;
        std::size_t end = begin + 1;
        while (end < reading_.size() && end - begin < kMost && reading_.adjoins(end)) {
            const Terms here = terms(end);
            if (end == begin + 1 && is_sure_middle(end)) {  // without marks "thi" is "thì" as well
                ++end;
                continue;
            }
            const bool name_word = here.any({Term::middle, Term::given});
            const bool stop = here.any(
                {Term::stop, Term::honorific, Term::ward, Term::key_phone, Term::home_unit, Term::street});
            const bool after_middle = is_sure_middle(end - 1);
            if (stop && !after_middle && !(name_word && !here.any(Term::stop) && end - begin < 3)) break;
            const bool last = end + 1 >= reading_.size() || !reading_.adjoins(end + 1);
            if (!name_word && !after_middle && end - begin >= 2 &&
                !(last && terms(end - 1).any(Term::middle)))
                break;
            ++end;
        }
        return end;
    }

    /// One or two given names without a surname.
    [[nodiscard]] std::size_t short_end(std::size_t begin) const {
        const std::size_t second = begin + 1;
        const bool two = second < reading_.size() && reading_.adjoins(second) &&
                         terms(second).any(Term::given) &&
                         !terms(second).any(
                             {Term::stop, Term::honorific, Term::place_word, Term::place_name, Term::digit});
        return two ? second + 1 : second;
    }

    void accept(Words words, std::string_view detector, float confidence) {
        if (in_public_plain(words)) return;
        findings_.add(reading_.token(words.begin).begin, reading_.token(words.end - 1).end, SpanType::name,
                      confidence, detector);
    }
    [[nodiscard]] bool in_public_plain(Words words) const {
        return !reading_.token(words.begin).capital && in_public_role(reading_, words.begin, words.end) &&
               !cues_around(reading_, findings_, words.begin, words.end).self;
    }

    const Reading& reading_;
    Findings& findings_;
    std::vector<std::uint64_t> officials_;  ///< last words of the names of officials met so far
    std::size_t last_place_end_ = 0;
};

}  // namespace

void find_names(const Reading& reading, Findings& findings) {
    NameFinder(reading, findings).run();
}

}  // namespace hotline::redaction
