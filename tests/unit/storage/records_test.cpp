#include "storage/records.hpp"

#include <gtest/gtest.h>

namespace hotline::storage {
namespace {

TEST(Records, EveryStateHasOneWireName) {
    for (int value = 1; value <= 14; ++value) {
        const auto state = static_cast<CaseState>(value);
        EXPECT_NE(wire_name(state), "unknown");
        EXPECT_EQ(parse_case_state(wire_name(state)), state);
    }
    EXPECT_EQ(wire_name(CaseState::fresh), "new");
    EXPECT_EQ(parse_case_state("unknown"), std::nullopt);
    EXPECT_EQ(parse_case_state("New"), std::nullopt);
}

TEST(Records, ACaseIsOpenWhileSomebodyOwesAnAnswer) {
    EXPECT_TRUE(is_open(CaseState::fresh));
    EXPECT_TRUE(is_open(CaseState::returned));
    EXPECT_TRUE(is_open(CaseState::reopened));
    EXPECT_FALSE(is_open(CaseState::waiting)) << "the citizen has the next word";
    EXPECT_FALSE(is_open(CaseState::answered));
    EXPECT_FALSE(is_open(CaseState::merged));
}

TEST(Records, ReferencesHaveOneSpelling) {
    EXPECT_EQ(format_reference(2600000123), "26-000123");
    EXPECT_EQ(format_reference(2601234567), "26-1234567");
    EXPECT_EQ(format_reference(500000001), "05-000001");
    for (const CaseNumber number :
         std::initializer_list<CaseNumber>{2600000123, 2601234567, 2699999999, 500000001})
        EXPECT_EQ(*parse_reference(format_reference(number)), number);
    for (const auto* wrong : {"", "26-000000", "26-00012", "26-0000123", "26000123", "2a-000123", "26-00012x",
                              "26-123456789", "-6-000123", "26--00123", " 26-000123"})
        EXPECT_FALSE(parse_reference(wrong)) << wrong;
}

TEST(Leaf, HasTheLinesOfTheSecurityDesign) {
    EventDraft draft;
    draft.kind = "reveal.requested";
    draft.purpose = "legal-duty";
    const Time at{std::chrono::milliseconds{1789000000123}};
    const auto zero = to_base64(Hash32{}.view());
    const auto shown = to_base64(sha256({Salt32{}.view()}).view());
    EXPECT_EQ(as_text(format_leaf(7, at, draft)),
              "1022/event/v1\nn 7\nt 1789000000123\ne reveal.requested\n"
              "p legal-duty\nb -\nd " +
                  shown + "\ns " + zero + "\n");
    draft.purpose.clear();
    draft.manifest = Hash32{};
    draft.shown_json = "{}";
    const auto other = to_base64(sha256({Salt32{}.view(), as_bytes("{}")}).view());
    EXPECT_EQ(as_text(format_leaf(0, at, draft)),
              "1022/event/v1\nn 0\nt 1789000000123\ne reveal.requested\n"
              "p -\nb " +
                  zero + "\nd " + other + "\ns " + zero + "\n");
}

TEST(Leaf, WordsCannotBreakALine) {
    EXPECT_TRUE(is_leaf_word("case.received"));
    EXPECT_TRUE(is_leaf_word("contact-citizen"));
    for (const auto* wrong : {"", "a b", "a\n", "A", "á", "a/b"}) EXPECT_FALSE(is_leaf_word(wrong)) << wrong;
    EXPECT_FALSE(is_leaf_word(std::string(65, 'a')));
}

}  // namespace
}  // namespace hotline::storage
