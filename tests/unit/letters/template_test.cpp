#include "server/letters/template.hpp"

#include "server/letters/typeset.hpp"

#include <gtest/gtest.h>

namespace hotline::letters {
namespace {

constexpr std::string_view kShort =
    "form: letter\n"
    "# a remark\n"
    "summary: V/v {{matter}}\n"
    "to: {{person}}\n"
    "need person: Ông A\n"
    "need matter: x\n"
    "may more: y\n"
    "copy: Lưu: VT.\n"
    "\n"
    "Gửi {{person}}.\n"
    "{{#more}}\n"
    "Thêm: {{more}}.\n"
    "{{/more}}\n"
    "Hết./.\n";

Letter letter_with(Fields fields) {
    Letter out;
    out.heading = {"Ủy ban nhân dân tỉnh",         "Sở Y tế", "", "SYT-VP", "Đồng Tháp",
                   std::chrono::year{2026} / 2 / 3};
    out.signer = {"", "GIÁM ĐỐC", "Trần Thị Bình"};
    out.fields = std::move(fields);
    return out;
}

Result<Document> filled(Fields fields) {
    return Template::parse(kShort)->fill(letter_with(std::move(fields)));
}

TEST(Template, EveryKindIsBuiltInAndFillsWithItsSamples) {
    ASSERT_EQ(kinds().size(), 7U);
    for (const std::string_view kind : kinds()) {
        const Result<Template> words = Template::built_in(kind);
        ASSERT_TRUE(words) << kind << ": " << words.error().internal;
        const Result<Document> document = words->fill(sample_letter(*words));
        ASSERT_TRUE(document) << kind;
        EXPECT_TRUE(document->paragraphs.back().ends_with("./.")) << kind;
        for (const std::string& paragraph : document->paragraphs)
            EXPECT_EQ(paragraph.find("{{"), std::string::npos) << kind;
    }
    EXPECT_EQ(Template::built_in("love").error().code, Errc::not_found);
}

TEST(Template, ATransferNoteHasNoBlankForAPerson) {
    for (const Template::Blank& blank : Template::built_in("transfer")->blanks()) {
        EXPECT_EQ(blank.name.find("addressee"), std::string::npos);
        EXPECT_EQ(blank.name.find("name"), std::string::npos);
        EXPECT_EQ(blank.name.find("phone"), std::string::npos);
    }
}

TEST(Template, PutsValuesWhereTheBlanksAre) {
    const Result<Document> document = filled({{"person", "Bà B & con"}, {"matter", "việc <1>"}});
    ASSERT_TRUE(document);
    EXPECT_EQ(document->summary, "V/v việc <1>");
    EXPECT_EQ(document->addressees, std::vector<std::string>{"Bà B & con"});
    EXPECT_EQ(document->paragraphs, (std::vector<std::string>{"Gửi Bà B & con.", "Hết./."}));
    EXPECT_EQ(document->copies, std::vector<std::string>{"Lưu: VT."});
    EXPECT_EQ(document->left_head, (std::vector<std::string>{"ỦY BAN NHÂN DÂN TỈNH", "SỞ Y TẾ"}));
    EXPECT_EQ(document->place_and_date, "Đồng Tháp, ngày 03 tháng 02 năm 2026");
}

TEST(Template, AnOptionalBlankBringsItsParagraph) {
    const Result<Document> document = filled({{"person", "A"}, {"matter", "m"}, {"more", "một\nhai"}});
    ASSERT_TRUE(document);
    EXPECT_EQ(document->paragraphs, (std::vector<std::string>{"Gửi A.", "Thêm: một", "hai.", "Hết./."}));
}

TEST(Template, AValueIsNeverReadAsATemplate) {
    const Result<Document> document = filled({{"person", "{{matter}}"}, {"matter", "m"}});
    ASSERT_TRUE(document);
    EXPECT_EQ(document->paragraphs.front(), "Gửi {{matter}}.");
}

TEST(Template, DecomposedTextBecomesNfc) {
    const Result<Document> document = filled({{"person", "To\xCC\x82\xCC\x81"}, {"matter", "m"}});
    ASSERT_TRUE(document);
    EXPECT_EQ(document->addressees.front(), "Tố");
}

TEST(Template, AnUnnumberedLetterLeavesRoomForItsNumber) {
    EXPECT_EQ(filled({{"person", "A"}, {"matter", "m"}})->number_line, "Số:         /SYT-VP");
}

TEST(Template, MissingUnknownAndMalformedFieldsAreRefusedWithoutTheirValues) {
    const Fields bad[] = {
        {{"person", "A"}},
        {{"person", "A"}, {"matter", ""}},
        {{"person", "A"}, {"matter", "m"}, {"secret", "0912345678"}},
        {{"person", "A"}, {"matter", "0912345678\x01"}},
        {{"person", "A"}, {"matter", "0912345678\xFF"}},
    };
    for (const Fields& fields : bad) {
        const Result<Document> refused = filled(fields);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, Errc::bad_input);
        EXPECT_EQ(refused.error().internal.find("0912345678"), std::string::npos);
    }
    EXPECT_EQ(filled({{"person", "A"}}).error().internal, "letter: field matter is missing");
}

TEST(Template, BadFilesAreRefusedWithTheirFault) {
    const std::pair<std::string_view, std::string_view> kFaults[] = {
        {"form: poster\nsummary: s\n\nb", "form is letter or titled"},
        {"form: letter\nsummary: s\ncolour: red\n\nb", "unknown word colour"},
        {"form: letter\nsummary: s\nnothing\n\nb", "line 3: no colon"},
        {"form: letter\nsummary: s\n\n{{who}}", "blank who is used and not declared"},
        {"form: letter\nsummary: s\nneed who: x\n\nb", "blank who is declared and not used"},
        {"form: letter\nsummary: s\nneed who: x\nmay who: y\n\n{{who}}", "blank who stands here twice"},
        {"form: letter\nsummary: s\nneed W1: x\n\n{{W1}}", "blank W1"},
        {"form: titled\nsummary: s\n\nb", "a titled document has a title"},
        {"form: letter\nsummary: s\n\n{{#who\n", "{{ without }}"},
        {"form: letter\nsummary: s\n", "no body"},
    };
    for (const auto& [text, fault] : kFaults) {
        const Result<Template> bad = Template::parse(text);
        ASSERT_FALSE(bad) << text;
        EXPECT_EQ(bad.error().code, Errc::bad_format);
        EXPECT_NE(bad.error().internal.find(fault), std::string::npos) << bad.error().internal;
    }
}

}  // namespace
}  // namespace hotline::letters
