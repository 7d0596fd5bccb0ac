#include "server/redaction/evaluate.hpp"

#include "server/redaction/document.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <iomanip>
#include <ostream>

namespace hotline::redaction {

using nlohmann::json;

namespace {

bool touch(const Span& a, const Span& b) {
    return a.start < b.end && b.start < a.end;
}

std::vector<bool> covered(const std::vector<Span>& spans, std::size_t points) {
    std::vector<bool> out(points, false);
    for (const Span& span : spans) {
        for (std::size_t at = span.start; at < std::min(span.end, points); ++at) out[at] = true;
    }
    return out;
}

bool touches_same_type(const Span& span, const std::vector<Span>& others) {
    return std::ranges::any_of(
        others, [&](const Span& other) { return other.type == span.type && touch(span, other); });
}

std::string excerpt(const Document& document, std::string_view text, const Span& span) {
    constexpr std::size_t kAround = 24;
    std::string out;
    std::size_t point = 0;
    const std::size_t from = span.start > kAround ? span.start - kAround : 0;
    const std::size_t to = std::min(span.end + kAround, document.points.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool begins = (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
        if (begins && point == span.start) out += '{';
        if (begins && point == span.end) out += '}';
        if (begins) ++point;
        if (point > from && point <= to) out += text[at] == '\n' ? '/' : text[at];
    }
    return out;
}

void count_spans(const LabelledText& labelled, const std::vector<Span>& found,
                 const std::vector<bool>& hidden, Evaluation& out) {
    for (auto& texts : out.touched) texts.emplace_back();
    for (const Span& span : labelled.spans) {
        TypeScore& score = out.by_type[static_cast<std::size_t>(span.type)];
        ShareOf& touched = out.touched[static_cast<std::size_t>(span.type)].back();
        const bool found_so = touches_same_type(span, found);
        ++score.labelled;
        score.labelled_overlap += found_so ? 1 : 0;
        touched.whole += 1;
        touched.part += found_so ? 1 : 0;
        score.exact += std::ranges::any_of(found, [&](const Span& other) {
            return other.type == span.type && other.start == span.start && other.end == span.end;
        });
        bool whole = true;
        for (std::size_t at = span.start; at < span.end; ++at) {
            whole = whole && hidden[at];
            out.leaked_chars += hidden[at] ? 0 : 1;
        }
        out.labelled_chars += span.end - span.start;
        score.labelled_covered += whole ? 1 : 0;
    }
    for (const Span& span : found) {
        TypeScore& score = out.by_type[static_cast<std::size_t>(span.type)];
        ++score.found;
        score.found_overlap += touches_same_type(span, labelled.spans) ? 1 : 0;
    }
}

void count_words(const Document& document, const std::vector<bool>& labelled, const std::vector<bool>& hidden,
                 Evaluation& out) {
    ShareOf& over = out.over.emplace_back();
    for (const Token& token : document.tokens) {
        if (token.kind == TokenKind::sign || labelled[token.begin]) continue;
        ++out.words;
        out.words_over += hidden[token.begin] ? 1 : 0;
        over.whole += 1;
        over.part += hidden[token.begin] ? 1 : 0;
    }
}

void list_differences(const LabelledText& labelled, const Document& document, const std::vector<Span>& found,
                      Evaluation& out) {
    const auto same = [](const Span& a, const Span& b) {
        return a.type == b.type && a.start == b.start && a.end == b.end;
    };
    const auto missing_in = [&](const std::vector<Span>& spans, const Span& span) {
        return std::ranges::none_of(spans, [&](const Span& other) { return same(span, other); });
    };
    for (const Span& span : labelled.spans) {
        if (missing_in(found, span))
            out.differences.push_back({labelled.id, span.type, true, excerpt(document, labelled.text, span)});
    }
    for (const Span& span : found) {
        if (missing_in(labelled.spans, span))
            out.differences.push_back(
                {labelled.id, span.type, false, excerpt(document, labelled.text, span)});
    }
}

double share(std::size_t part, std::size_t whole) {
    return whole == 0 ? 1.0 : static_cast<double>(part) / static_cast<double>(whole);
}

double f2(double precision, double recall) {
    const double weighted = 4 * precision + recall;
    return weighted == 0 ? 0 : 5 * precision * recall / weighted;
}

LabelledText read_text(const json& entry) {
    LabelledText out{entry.at("id").get<std::string>(),
                     entry.value("same_as", ""),
                     entry.at("text").get<std::string>(),
                     {}};
    for (const json& span : entry.at("spans")) {
        const auto type = span_type_from(span.at("type").get<std::string>());
        if (!type) throw std::runtime_error(type.error().internal);
        out.spans.push_back(
            {span.at("start").get<std::size_t>(), span.at("end").get<std::size_t>(), *type, 0, {}});
    }
    std::ranges::sort(out.spans, {}, &Span::start);
    return out;
}

}  // namespace

Result<std::vector<LabelledText>> read_labelled(const std::filesystem::path& file) {
    std::ifstream in(file);
    if (!in) return fail(Errc::not_found, "cannot read " + file.filename().string());
    std::vector<LabelledText> out;
    std::size_t number = 0;
    for (std::string line; std::getline(in, line);) {
        ++number;
        if (line.empty()) continue;
        try {
            const json entry = json::parse(line);
            if (entry.contains("text") || !entry.contains("about")) out.push_back(read_text(entry));
        } catch (const std::exception&) {
            return fail(Errc::bad_format, "line " + std::to_string(number) + " is not a labelled text");
        }
    }
    return out;
}

Result<Evaluation> evaluate(const Redactor& redactor, const std::vector<LabelledText>& texts) {
    Evaluation out;
    for (const LabelledText& labelled : texts) {
        const auto redaction = redactor.redact(labelled.text);
        if (!redaction) return redaction.error();
        const std::string_view text = redaction->normalized_text.expose_text();
        const Document document = take_apart(text);
        const auto hidden = covered(redaction->spans, document.points.size());
        const auto wanted = covered(labelled.spans, document.points.size());
        const bool inside = std::ranges::all_of(labelled.spans, [&](const Span& span) {
            return span.start < span.end && span.end <= document.points.size();
        });
        if (!inside) return fail(Errc::bad_input, "a label lies outside of its text: " + labelled.id);
        ++out.texts;
        count_spans(labelled, redaction->spans, hidden, out);
        count_words(document, wanted, hidden, out);
        list_differences(labelled, document, redaction->spans, out);
    }
    return out;
}

void print(std::ostream& out, const Evaluation& evaluation, bool with_differences) {
    out << std::fixed << std::setprecision(3);
    out << "type        labels found  exact P/R/F2          overlap P/R/F2        hidden  recall, 95 %\n";
    for (const SpanType type : kAllSpanTypes) {
        const TypeScore& score = evaluation.by_type[static_cast<std::size_t>(type)];
        const double precision = share(score.exact, score.found), recall = share(score.exact, score.labelled);
        const double loose_precision = share(score.found_overlap, score.found);
        const double loose_recall = share(score.labelled_overlap, score.labelled);
        out << std::left << std::setw(12) << name_of(type) << std::right << std::setw(6) << score.labelled
            << std::setw(6) << score.found << "  " << precision << ' ' << recall << ' '
            << f2(precision, recall) << "     " << loose_precision << ' ' << loose_recall << ' '
            << f2(loose_precision, loose_recall) << "     " << share(score.labelled_covered, score.labelled);
        const Estimate recall_interval = estimate(evaluation.touched[static_cast<std::size_t>(type)]);
        out << "  [" << recall_interval.low << ", " << recall_interval.high << "]\n";
    }
    const Estimate over = estimate(evaluation.over);
    out << "texts " << evaluation.texts << ", leaked characters per 1,000: "
        << 1000 * (1 - share(evaluation.labelled_chars - evaluation.leaked_chars, evaluation.labelled_chars))
        << ", over-redacted words per 1,000: "
        << (evaluation.words == 0 ? 0.0 : 1000 * share(evaluation.words_over, evaluation.words)) << " ["
        << 1000 * over.low << ", " << 1000 * over.high << "]\n";
    if (!with_differences) return;
    for (const Difference& difference : evaluation.differences) {
        out << difference.id << (difference.missed ? " missed " : " extra  ") << name_of(difference.type)
            << "  " << difference.text << '\n';
    }
}

}  // namespace hotline::redaction
