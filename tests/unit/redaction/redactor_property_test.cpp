#include "server/redaction/redactor.hpp"
#include "server/redaction/text.hpp"
#include "server/redaction/utf8.hpp"

#include <gtest/gtest.h>

#include <random>

namespace hotline::redaction {
namespace {

/// Text of random pieces: what detectors look for, Vietnamese words, and any Unicode at all.
class RandomText {
public:
    explicit RandomText(std::uint32_t seed) : random_(seed) {}

    std::string make() {
        static const std::vector<std::string> kPieces{
            "Nguyễn",    "Văn",      "ông ",    "tổ ",       "0912", "345",   "678",    ".",
            "-",         "/",        "@",       "gmail.com", "63B1", "sinh ", "1984",   "không ",
            "chín ",     "ấp ",      "đường ",  "(",         ")",    ", ",    "\n",     "fb.com/",
            "nick ",     "CCCD ",    "stk ",    "l",         "O",    " ",     "  ",     "\xE2\x80\x8B",
            "e\xCC\x82", "\xCC\xA3", "tố cáo ", "MST ",      "\t",   "[",     "a còng "};
        std::string out;
        const std::size_t pieces = random_() % 60;
        for (std::size_t i = 0; i < pieces; ++i) {
            if (random_() % 3 != 0) {
                out += kPieces[random_() % kPieces.size()];
            } else {
                append_utf8(out, any_code_point());
            }
        }
        return out;
    }

private:
    char32_t any_code_point() {
        const std::uint32_t kind = random_() % 4;
        const char32_t c = kind == 0   ? 0x20 + random_() % 0x5F
                           : kind == 1 ? 0xA0 + random_() % 0x300
                           : kind == 2 ? 0x1E00 + random_() % 0x200
                                       : 1 + random_() % 0x10FFFF;
        return c >= 0xD800 && c <= 0xDFFF ? U'x' : c;
    }
    std::mt19937 random_;
};

TEST(RedactorProperty, SpansAreSortedAndDisjointAndTheRestIsUnchanged) {
    const Redactor redactor = Redactor::built_in();
    RandomText texts(20261122);
    for (int i = 0; i < 100'000; ++i) {
        const std::string text = texts.make();
        const auto result = redactor.redact(text);
        ASSERT_TRUE(result);
        const std::string_view nfc = result->normalized_text.expose_text();
        std::string expected_rest, rest(result->redacted_text);
        std::size_t last = 0;
        for (const Span& span : result->spans) {
            ASSERT_LE(last, span.start);
            ASSERT_LT(span.start, span.end);
            ASSERT_LE(span.end, count_code_points(nfc));
            ASSERT_FALSE(span.detector.empty());
            const auto kept = nfc.substr(byte_of_code_point(nfc, last),
                                         byte_of_code_point(nfc, span.start) - byte_of_code_point(nfc, last));
            ASSERT_TRUE(rest.starts_with(kept)) << text;
            rest.erase(0, kept.size());
            ASSERT_TRUE(rest.starts_with('['));
            rest.erase(0, rest.find(']') + 1);
            last = span.end;
        }
        ASSERT_EQ(rest, nfc.substr(byte_of_code_point(nfc, last)));
    }
}

TEST(RedactorProperty, TheSameTextGivesTheSameAnswerInBothNormalForms) {
    const Redactor redactor = Redactor::built_in();
    const auto composed = redactor.redact("Tôi là Nguyễn Thị Hường, ngụ ấp Bình Thọ 2, xã Chợ Gạo");
    const auto decomposed =
        redactor.redact("Tôi là Nguye\xCC\x82\xCC\x83n Thị Hường, ngụ ấp Bình Thọ 2, xã Chợ Gạo");
    ASSERT_TRUE(composed && decomposed);
    EXPECT_EQ(composed->redacted_text, decomposed->redacted_text);
}

TEST(RedactorProperty, RandomBytesNeverCrash) {
    const Redactor redactor = Redactor::built_in();
    std::mt19937 random(7);
    for (int i = 0; i < 2000; ++i) {
        std::string bytes(random() % 200, '\0');
        for (char& byte : bytes) byte = static_cast<char>(random());
        (void)redactor.redact(bytes).has_value();
    }
}

}  // namespace
}  // namespace hotline::redaction
