#include "server/redaction/evaluate.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace hotline::redaction {
namespace {

double recall(const Evaluation& evaluation, SpanType type) {
    const TypeScore& score = evaluation.by_type[static_cast<std::size_t>(type)];
    return score.labelled == 0
               ? 1.0
               : static_cast<double>(score.labelled_overlap) / static_cast<double>(score.labelled);
}

/// What the redactor must keep up to on both labelled sets; see DESIGN.md for the figures themselves.
void expect_good(const std::string& file) {
    const auto texts = read_labelled(file);
    ASSERT_TRUE(texts);
    const auto evaluation = evaluate(Redactor::built_in(), *texts);
    ASSERT_TRUE(evaluation);
    for (const SpanType type : {SpanType::phone, SpanType::id, SpanType::insurance, SpanType::bank,
                                SpanType::email, SpanType::plate})
        EXPECT_GE(recall(*evaluation, type), 0.98) << name_of(type);
    for (const SpanType type : {SpanType::name, SpanType::address, SpanType::handle, SpanType::tax})
        EXPECT_GE(recall(*evaluation, type), 0.90) << name_of(type);
    EXPECT_LE(evaluation->words_over * 1000, evaluation->words * 8);
}

TEST(RedactionQuality, HoldsOnTheSampleComplaints) {
    expect_good(SAMPLE_DATA "/complaints.jsonl");
}

TEST(RedactionQuality, HoldsOnOtherVoices) {
    expect_good(TEST_DATA "/other_voices.jsonl");
}

TEST(RedactionQuality, HoldsOnFurtherComplaints) {
    expect_good(ROUTING_DATA "/further_complaints.jsonl");
}

/// Made of what is hard, so the bounds of ordinary texts do not hold for every type.
TEST(RedactionQuality, KnowsPeopleOfManyKinds) {
    const auto texts = read_labelled(TEST_DATA "/people.jsonl");
    ASSERT_TRUE(texts);
    const auto evaluation = evaluate(Redactor::built_in(), *texts);
    ASSERT_TRUE(evaluation);
    for (const SpanType type : {SpanType::name, SpanType::phone, SpanType::bank, SpanType::plate,
                                SpanType::email, SpanType::handle, SpanType::dob})
        EXPECT_GE(recall(*evaluation, type), 0.90) << name_of(type);
    EXPECT_LE(evaluation->words_over * 1000, evaluation->words * 8);
}

TEST(Evaluate, AnEstimateLiesInItsInterval) {
    std::vector<ShareOf> texts(100, ShareOf{1, 1});
    for (std::size_t i = 0; i < 20; ++i) texts[i].part = 0;
    const Estimate found = estimate(texts);
    EXPECT_DOUBLE_EQ(found.share, 0.8);
    EXPECT_GT(found.low, 0.65);
    EXPECT_LT(found.low, 0.8);
    EXPECT_GT(found.high, 0.8);
    EXPECT_LT(found.high, 0.95);
    EXPECT_DOUBLE_EQ(estimate({}).share, 1.0);
}

TEST(Evaluate, CountsLeaksAndOverRedaction) {
    LabelledText text{"t", "", "Anh Lê Hoàng Khôi gọi 0918402736 và xyz", {}};
    text.spans.push_back({4, 17, SpanType::name, 0, {}});
    text.spans.push_back({36, 39, SpanType::handle, 0, {}});
    const auto evaluation = evaluate(Redactor::built_in(), {text});
    ASSERT_TRUE(evaluation);
    EXPECT_EQ(evaluation->leaked_chars, 3U);
    EXPECT_EQ(evaluation->words_over, 1U);  // the phone number is not labelled here
    EXPECT_EQ(evaluation->by_type[static_cast<std::size_t>(SpanType::name)].exact, 1U);
    EXPECT_EQ(evaluation->differences.size(), 2U);
    std::ostringstream out;
    print(out, *evaluation, true);
    EXPECT_NE(out.str().find("missed HANDLE"), std::string::npos);
}

TEST(Evaluate, ABadLineIsNamed) {
    const std::string file = testing::TempDir() + "/bad.jsonl";
    std::ofstream(file) << "{\"id\":\"a\",\"text\":\"b\",\"spans\":[]}\n{\n";
    const auto texts = read_labelled(file);
    ASSERT_FALSE(texts);
    EXPECT_NE(texts.error().internal.find("line 2"), std::string::npos);
}

}  // namespace
}  // namespace hotline::redaction
