#include "server/letters/typeset.hpp"

#include <gtest/gtest.h>

// What a page looks like is measured from the PDF by tests/integration/test_letters.py.
namespace hotline::letters {
namespace {

class Typeset : public testing::Test {
protected:
    Result<SecretBytes> rendered(const Letter& given) const { return render(words, given, faces); }

    const Template words = *Template::built_in("answer");
    const Faces faces = *find_faces();
    Letter letter = sample_letter(words);
};

TEST_F(Typeset, TheSameLetterHasTheSameBytes) {
    const Result<SecretBytes> first = rendered(letter);
    const Result<SecretBytes> second = rendered(letter);
    ASSERT_TRUE(first);
    ASSERT_TRUE(second);
    EXPECT_TRUE(first->expose_text().starts_with("%PDF-"));
    EXPECT_EQ(first->expose_text(), second->expose_text());
    letter.fields["answer"] += ".";
    EXPECT_NE(rendered(letter)->expose_text(), first->expose_text());
}

TEST_F(Typeset, ABookIsNotALetter) {
    std::string book;
    for (int line = 0; line < 9000; ++line) book += "Một dòng.\n";
    letter.fields["answer"] = book;
    EXPECT_EQ(rendered(letter).error().code, Errc::too_large);
}

TEST_F(Typeset, AWordWiderThanThePageIsBroken) {
    letter.fields["answer"] = std::string(3000, 'x');
    EXPECT_TRUE(rendered(letter));
}

TEST(Fonts, AMachineWithoutThemIsToldWhatToInstall) {
    const Result<Faces> none = find_faces({"/nonexistent"});
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, Errc::not_found);
    EXPECT_NE(none.error().internal.find("fonts-liberation2"), std::string::npos);
}

}  // namespace
}  // namespace hotline::letters
