#include "server/letters/typeset.hpp"

#include "server/letters/canvas.hpp"
#include "server/letters/decree30.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace hotline::letters {

using namespace decree30;

namespace {

constexpr int kMostPages = 50;
constexpr double kBottomEdge = kPageHeight - kBottom;
constexpr double kRightColumn = kLeft + kHeadLeft + kHeadGap;

/// Sets one document from top to bottom; `y_` is where the next thing goes, in millimetres.
class Typesetter {
public:
    Typesetter(Canvas canvas, const Document& document) : canvas_(std::move(canvas)), document_(&document) {}

    Result<SecretBytes> set() {
        begin_page();
        set_head();
        if (!document_->is_official_letter) set_title();
        set_addressees();
        set_paragraphs();
        set_closing();
        if (pages_ > kMostPages) return fail(Errc::too_large, "a letter of too many pages");
        return canvas_.finish();
    }

private:
    void begin_page() {
        if (pages_ > 0) canvas_.next_page();
        ++pages_;
        y_ = kTop;
        if (pages_ > 1) {
            const Block number =
                canvas_.lay_out(fmt::format("{}", pages_), {kPageNumber}, kTextWidth, Align::centre);
            canvas_.draw(number, kLeft, kTop / 2 - number.height() / 2);
        }
        if (document_->standing_note.empty()) return;
        const Block note =
            canvas_.lay_out(document_->standing_note, {kNote, false, true}, kTextWidth, Align::centre);
        canvas_.draw(note, kLeft, kPageHeight - kBottom / 2 - note.height() / 2);
    }

    /// Draws a block with its upper edge at y; returns its lower edge.
    double put(const std::string& text, Type type, double x, double y, double width, Align align) {
        const Block block = canvas_.lay_out(text, type, width, align);
        canvas_.draw(block, x, y);
        return y + block.height();
    }

    /// The same, with a line below that is `share` of the text's width.
    double put_underlined(const std::string& text, Type type, double x, double y, double width,
                          double share) {
        const Block block = canvas_.lay_out(text, type, width, Align::centre);
        canvas_.draw(block, x, y);
        const double length = block.text_width() * share;
        const double below = y + block.height() + kRuleGap;
        canvas_.draw_rule(x + (width - length) / 2, below, length);
        return below + kRuleGap;
    }

    void set_head() {
        double left = kTop;
        for (std::size_t i = 0; i + 1 < document_->left_head.size(); ++i)
            left = put(document_->left_head[i], {kBodyName}, kLeft, left, kHeadLeft, Align::centre);
        left = put_underlined(document_->left_head.back(), {kBodyName, true}, kLeft, left, kHeadLeft,
                              kRuleShare);
        double right = put("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", {kNationalTitle, true}, kRightColumn, kTop,
                           kHeadRight, Align::centre);
        right = put_underlined("Độc lập - Tự do - Hạnh phúc", {kNationalMotto, true}, kRightColumn, right,
                               kHeadRight, 1);
        const double row = std::max(left, right) + kParagraphGap / 2;
        left = put(document_->number_line, {kNumber}, kLeft, row, kHeadLeft, Align::centre);
        right = put(document_->place_and_date, {kDate, false, true}, kRightColumn, row, kHeadRight,
                    Align::centre);
        if (document_->is_official_letter)
            left = put(document_->summary, {kSummaryOfLetter}, kLeft, left + kParagraphGap, kHeadLeft,
                       Align::centre);
        y_ = std::max(left, right) + 3 * kParagraphGap;
    }

    void set_title() {
        y_ = put(document_->title, {kTitle, true}, kLeft, y_, kTextWidth, Align::centre);
        y_ = put_underlined(document_->summary, {kSummary, true}, kLeft, y_, kTextWidth, kRuleShare);
        y_ += 2 * kParagraphGap;
    }

    void set_addressees() {
        const std::vector<std::string>& all = document_->addressees;
        if (all.empty()) return;
        if (all.size() == 1) {
            y_ = put("Kính gửi: " + all.front() + ".", {kText}, kLeft, y_, kTextWidth, Align::centre);
        } else {
            y_ = put("Kính gửi:", {kText}, kLeft + 3 * kIndent, y_, kTextWidth, Align::left);
            for (std::size_t i = 0; i < all.size(); ++i) {
                const std::string line = fmt::format("- {}{}", all[i], i + 1 < all.size() ? ";" : ".");
                y_ = put(line, {kText}, kLeft + 5 * kIndent, y_, kTextWidth - 5 * kIndent, Align::left);
            }
        }
        y_ += 2 * kParagraphGap;
    }

    void set_paragraphs() {
        const std::vector<std::string>& all = document_->paragraphs;
        for (std::size_t i = 0; i < all.size() && pages_ <= kMostPages; ++i) {
            const Block block = canvas_.lay_out(all[i], {kText}, kTextWidth, Align::justified, kIndent);
            // The signature never stands on a page without text: a short last paragraph goes with it.
            const bool is_last = i + 1 == all.size();
            const double needed = block.height() + 2 * kParagraphGap + closing_height();
            if (is_last && y_ + needed > kBottomEdge && needed < kBottomEdge - kTop && y_ > kTop)
                begin_page();
            set_block(block);
            y_ += kParagraphGap;
        }
    }

    /// Line by line over as many pages as it takes; no page begins or ends with a single line of several.
    void set_block(const Block& block) {
        for (std::size_t from = 0; from < block.lines() && pages_ <= kMostPages;) {
            std::size_t to = from;
            while (to < block.lines() && y_ + block.height_of(from, to + 1) <= kBottomEdge) ++to;
            const std::size_t left = block.lines() - to;
            if (left == 1 && to > from + 2) --to;
            const bool lonely = to == from + 1 && left > 0 && from == 0;
            if (to == from || lonely) {
                begin_page();
                continue;
            }
            canvas_.draw(block, kLeft, y_, from, to);
            y_ += block.height_of(from, to);
            from = to;
            if (from < block.lines()) begin_page();
        }
    }

    double closing_height() const {
        const double signature = kRoomToSign + 4 * line_height(kSignature);
        const double copies = line_height(kCopiesHead) +
                              static_cast<double>(document_->copies.size()) * 2 * line_height(kCopies);
        return std::max(signature, copies);
    }

    static double line_height(double size) { return size * kLineSpacing * kLineSpacing * 25.4 / 72; }

    void set_closing() {
        y_ += kParagraphGap;
        if (y_ + closing_height() > kBottomEdge) begin_page();
        double right = y_;
        for (const std::string* line : {&document_->signer.authority, &document_->signer.position}) {
            if (!line->empty())
                right = put(*line, {kSignature, true}, kRightColumn, right, kHeadRight, Align::centre);
        }
        put(document_->signer.name, {kSignature, true}, kRightColumn, right + kRoomToSign, kHeadRight,
            Align::centre);
        double left = put("Nơi nhận:", {kCopiesHead, true, true}, kLeft, y_, kHeadLeft, Align::left);
        for (const std::string& copy : document_->copies)
            left = put("- " + copy, {kCopies}, kLeft, left, kHeadLeft, Align::left);
    }

    Canvas canvas_;
    const Document* document_;
    int pages_ = 0;
    double y_ = kTop;
};

/// What viewers show as the title of the file: the kind of document without a blank filled in.
std::string title_of(const Document& document) {
    return document.is_official_letter ? "CÔNG VĂN" : document.title;
}

}  // namespace

Result<SecretBytes> typeset(const Document& document, const Faces& faces) {
    Result<Canvas> canvas = Canvas::open(faces, title_of(document), document.date);
    if (!canvas) return canvas.error();
    return Typesetter(*std::move(canvas), document).set();
}

Result<SecretBytes> render(const Template& words, const Letter& letter, const Faces& faces) {
    const Result<Document> document = words.fill(letter);
    if (!document) return document.error();
    return typeset(*document, faces);
}

Letter sample_letter(const Template& words) {
    Letter out;
    out.heading = {"UBND tỉnh Đồng Tháp",          "Sở Xây dựng", "128", "SXD-VP", "Đồng Tháp",
                   std::chrono::year{2026} / 2 / 3};
    out.signer = {"KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Trần Thị Bình"};
    out.fields = words.samples();
    return out;
}

}  // namespace hotline::letters
