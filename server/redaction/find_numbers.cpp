#include "server/redaction/number_context.hpp"

namespace hotline::redaction {

namespace {

/// A decision about a run: what it is, or that it is nothing personal.
struct Verdict {
    enum class Kind { unknown, personal, harmless } kind = Kind::unknown;
    SpanType type = SpanType::phone;
    float confidence = 0;
    std::string_view detector;
    Run run;
};

Verdict personal(SpanType type, float confidence, std::string_view detector, const Run& run) {
    return {Verdict::Kind::personal, type, confidence, detector, run};
}

/// One pass over the digit groups of a text.
class NumberFinder {
public:
    NumberFinder(const Reading& reading, Findings& findings)
        : reading_(reading), findings_(findings), digits_(find_digits(reading.document)) {}

    void run() {
        for (std::size_t at = 0; at < digits_.groups.size();) {
            const Verdict verdict = judge(at);
            if (verdict.kind == Verdict::Kind::unknown) {
                ++at;
                continue;
            }
            if (verdict.kind == Verdict::Kind::personal) claim(verdict);
            at = verdict.run.last_group + 1;
        }
    }

private:
    [[nodiscard]] std::size_t token_of(std::size_t group) const {
        return reading_.document.token_at(digits_.groups[group].begin);
    }

    /// The longest run from a group: all of it is harmless when the group is.
    [[nodiscard]] Verdict harmless(std::size_t group) const {
        Verdict out{Verdict::Kind::harmless, SpanType::phone, 0, {}, {}};
        RunReader runs(reading_.document, digits_, group);
        while (const auto run = runs.next()) out.run = *run;
        out.run.last_group = std::max(out.run.last_group, group);
        return out;
    }

    /// The run with the first of the wanted counts that some run has; the order is the preference.
    [[nodiscard]] std::optional<Run> with_count(std::size_t group,
                                                std::initializer_list<std::size_t> counts) const {
        std::optional<Run> best;
        const std::size_t* best_rank = counts.end();
        RunReader runs(reading_.document, digits_, group);
        while (const auto run = runs.next()) {
            const std::size_t* rank = std::find(counts.begin(), counts.end(), run->count);
            if (rank < best_rank) {
                best = run;
                best_rank = rank;
            }
        }
        return best;
    }

    [[nodiscard]] Verdict judge(std::size_t group) const {
        if (const auto card = health_card(group); card.kind != Verdict::Kind::unknown) return card;
        const std::size_t token = token_of(group);
        const auto key = key_before(reading_, findings_, token);
        if (const auto travel = passport(group, key); travel.kind != Verdict::Kind::unknown) return travel;
        if (is_part_of_code(reading_, findings_, digits_.groups[group].begin)) return harmless(group);
        if (key) {
            if (key->term == Term::key_none) return harmless(group);
            if (const auto keyed = judge_keyed(group, *key); keyed.kind != Verdict::Kind::unknown)
                return keyed;
        }
        return judge_shape(group, key);
    }

    /// Two letters and thirteen digits: a health insurance card.
    [[nodiscard]] Verdict health_card(std::size_t group) const {
        const std::size_t token = token_of(group);
        if (token == 0) return {};
        const Token& letters = reading_.token(token - 1);
        const bool shape = letters.is_word() && letters.length() == 2 && !letters.marked &&
                           digits_.groups[group].begin - letters.end <= 1;
        if (!shape) return {};
        auto run = with_count(group, {13});
        if (!run || run->digit[0] < 1 || run->digit[0] > 5) return {};
        run->begin = letters.begin;
        return personal(SpanType::insurance, 0.97F, "insurance.health_card", *run);
    }

    [[nodiscard]] Verdict passport(std::size_t group, const std::optional<NumberKey>& key) const {
        const std::size_t token = token_of(group);
        if (token == 0 || !key) return {};
        if (key->term != Term::key_passport && key->term != Term::key_id) return {};
        const Token& letter = reading_.token(token - 1);
        const bool glued =
            letter.is_word() && letter.length() == 1 && digits_.groups[group].begin - letter.end <= 1;
        if (!glued) return {};
        auto run = with_count(group, {8, 7});
        if (!run) return {};
        run->begin = letter.begin;
        return personal(SpanType::id, 0.95F, "id.passport", *run);
    }

    [[nodiscard]] Verdict judge_keyed(std::size_t group, const NumberKey& key) const {
        switch (key.term) {
            case Term::key_id:
            case Term::key_passport:
                if (const auto run = with_count(group, {12, 9}))
                    return personal(SpanType::id, 0.96F, "id.keyword", *run);
                return {};
            case Term::key_insurance:
                if (const auto run = with_count(group, {10}); run && (key.distance <= 2 || !is_mobile(*run)))
                    return personal(SpanType::insurance, 0.95F, "insurance.keyword", *run);
                return {};
            case Term::key_tax:
                return judge_tax(group);
            case Term::key_bank:
            case Term::bank_name:
                return judge_account(group, key);
            case Term::key_landline:
                if (const auto run = with_count(group, {7, 8}); run && run->digit[0] != 0)
                    return personal(SpanType::phone, 0.9F, "phone.local", *run);
                return {};
            case Term::key_phone:
                return judge_bare_phone(group, key);
            default:
                return {};
        }
    }

    [[nodiscard]] Verdict judge_tax(std::size_t group) const {
        const auto run = with_count(group, {13, 12, 10});
        if (!run) return {};
        const bool of_person = run->count == 12 || run->digit[0] == 8;
        if (!of_person && belongs_to_body(reading_, token_of(group))) return harmless(group);
        return personal(SpanType::tax, 0.93F, "tax.keyword", *run);
    }

    [[nodiscard]] Verdict judge_account(std::size_t group, const NumberKey& key) const {
        constexpr int kReach = 6;
        std::optional<Run> best;
        RunReader runs(reading_.document, digits_, group);
        while (const auto run = runs.next()) {
            if (run->count >= 6) best = run;
        }
        if (!best || key.distance > kReach || is_money(reading_, *best)) return {};
        const std::size_t last = reading_.document.token_at(best->end - 1);
        const bool public_purse = belongs_to_body(reading_, token_of(group)) && !names_a_bank(group, last);
        if (public_purse) return harmless(group);
        return personal(SpanType::bank, 0.93F, "bank.keyword", *best);
    }

    /// A bank stands next to the account, so a word such as "ngân hàng" before it says nothing of its owner.
    [[nodiscard]] bool names_a_bank(std::size_t group, std::size_t last) const {
        const std::size_t first = token_of(group);
        for (std::size_t at = first > 4 ? first - 4 : 0; at < std::min(last + 4, reading_.size()); ++at) {
            if (reading_.note(at).covers.any(Term::bank_name)) return true;
        }
        return false;
    }

    /// Nine digits of a mobile number without its first zero.
    [[nodiscard]] Verdict judge_bare_phone(std::size_t group, const NumberKey& key) const {
        const auto run = with_count(group, {9});
        if (!run || key.distance > 2) return {};
        RunReader longer(reading_.document, digits_, group);
        while (const auto one = longer.next()) {
            if (is_mobile(*one)) return {};  // "+84 (0) 907 112 334" has nine digits at its beginning
        }
        const unsigned first = run->digit[0];
        const bool mobile = first == 3 || first == 5 || first >= 7;
        if (!mobile || is_money(reading_, *run)) return {};
        return personal(SpanType::phone, 0.85F, "phone.without_zero", *run);
    }

    [[nodiscard]] Verdict judge_shape(std::size_t group, const std::optional<NumberKey>& key) const {
        const bool public_key = key && key->term == Term::key_public && key->distance <= 4;
        if (!key || key->term != Term::key_phone || key->distance > 2) {
            if (const auto account = account_before_bank(group); account.kind != Verdict::Kind::unknown)
                return account;
        }
        RunReader runs(reading_.document, digits_, group);
        while (const auto run = runs.next()) {
            if (is_mobile(*run) || is_old_mobile(*run)) {
                if (public_key) return harmless(group);
                return personal(SpanType::phone, 0.97F, "phone.mobile", *run);
            }
            if (is_landline(*run)) {
                if (public_key || belongs_to_body(reading_, token_of(group))) return harmless(group);
                return personal(SpanType::phone, 0.9F, "phone.landline", *run);
            }
            if (is_citizen_id(*run)) return personal(SpanType::id, 0.9F, "id.citizen", *run);
            if (is_card(*run)) return personal(SpanType::bank, 0.85F, "bank.card", *run);
        }
        return judge_topic(group);
    }

    /// "mã số 8230914475": ten digits whose meaning only the topic of the text gives.
    [[nodiscard]] Verdict judge_topic(std::size_t group) const {
        const std::size_t token = token_of(group);
        const auto run = with_count(group, {10});
        if (!run || token == 0 || !reading_.note(token - 1).ends.any(Term::key_number)) return {};
        if (is_money(reading_, *run)) return {};
        constexpr std::size_t kReach = 60;
        for (std::size_t at = token; at > 0 && token - at < kReach; --at) {
            const Terms covers = reading_.note(at - 1).covers;
            if (covers.any(Term::topic_tax)) return personal(SpanType::tax, 0.8F, "tax.topic", *run);
            if (covers.any(Term::topic_insurance))
                return personal(SpanType::insurance, 0.8F, "insurance.topic", *run);
        }
        return {};
    }

    /// "1018 8877 6655 vcb": the bank behind the number is the key.
    [[nodiscard]] Verdict account_before_bank(std::size_t group) const {
        std::optional<Run> best;
        RunReader runs(reading_.document, digits_, group);
        while (const auto run = runs.next()) {
            if (run->count >= 8) best = run;
        }
        if (!best) return {};
        const std::size_t behind = reading_.document.token_at(best->end);
        if (behind >= reading_.size() || !reading_.note(behind).starts.any(Term::bank_name)) return {};
        return personal(SpanType::bank, 0.85F, "bank.name_behind", *best);
    }

    /// Takes a plus sign and the bracket around an area code into the span.
    void claim(const Verdict& verdict) {
        const Document& document = reading_.document;
        std::uint32_t begin = verdict.run.begin;
        if (begin > 0 && document.points[begin - 1] == '+') --begin;
        const auto inside = std::span(document.points).subspan(begin, verdict.run.end - begin);
        const bool closes = std::ranges::find(inside, U')') != inside.end();
        const bool opens = std::ranges::find(inside, U'(') != inside.end();
        if (closes && !opens && begin > 0 && document.points[begin - 1] == '(') --begin;
        findings_.add(begin, verdict.run.end, verdict.type, verdict.confidence, verdict.detector);
    }

    const Reading& reading_;
    Findings& findings_;
    Digits digits_;
};

}  // namespace

void find_numbers(const Reading& reading, Findings& findings) {
    NumberFinder(reading, findings).run();
}

}  // namespace hotline::redaction
