#include "server/routing/evaluate.hpp"
#include "server/routing/features.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

namespace hotline::routing {
namespace {

std::vector<Example> examples() {
    std::vector<Example> out;
    for (int i = 0; i < 10; ++i) {
        out.push_back({features_of(redaction::take_apart("nước máy yếu quá")), {"nuoc", "phan-anh"}});
        out.push_back({features_of(redaction::take_apart("mất điện cả ngày")), {"dien", "phan-anh"}});
        out.push_back({features_of(redaction::take_apart("cho hỏi giá điện")), {"dien", "hoi-dap"}});
    }
    return out;
}

Bytes model_bytes() {
    return encode(train(examples(), {}));
}

TEST(LinearModel, LearnsAndSurvivesStorage) {
    const Bytes bytes = model_bytes();
    const auto stored = LinearModel::read(bytes);
    ASSERT_TRUE(stored);
    EXPECT_EQ(stored->head(Head::field).codes, (std::vector<std::string>{"dien", "nuoc"}));
    EXPECT_EQ(stored->head(Head::complaint_class).codes, (std::vector<std::string>{"hoi-dap", "phan-anh"}));
    const auto scores = stored->score(features_of(redaction::take_apart("NUOC MAY YEU")));
    EXPECT_GT(scores[0][1], scores[0][0]);
    EXPECT_GT(scores[1][1], scores[1][0]);
    EXPECT_EQ(stored->name().size(), std::string("hlm2-").size() + 12);
}

TEST(LinearModel, ReadsFromAMappedFileWhatItReadsFromMemory) {
    const Bytes bytes = model_bytes();
    const std::string file = testing::TempDir() + "/model.hlm";
    std::ofstream(file, std::ios::binary) << as_text(bytes);
    const auto mapped = LinearModel::map(file);
    ASSERT_TRUE(mapped);
    const auto features = features_of(redaction::take_apart("mất nước"));
    EXPECT_EQ(mapped->score(features), LinearModel::read(bytes)->score(features));
    EXPECT_EQ(LinearModel::map(file + ".none").error().code, Errc::not_found);
}

TEST(LinearModel, TheSameTextsGiveTheSameBytes) {
    EXPECT_EQ(model_bytes(), model_bytes());
}

TEST(LinearModel, FeaturesOfFewTextsAreNeverStored) {
    auto texts = examples();
    texts.push_back({features_of(redaction::take_apart("Nguyễn Thị Bông")), {"dien", "phan-anh"}});
    const ModelParts parts = train(texts, {});
    EXPECT_FALSE(
        std::ranges::binary_search(parts.keys, feature_of_word(redaction::take_apart("Bông").tokens[0])));
    EXPECT_TRUE(
        std::ranges::binary_search(parts.keys, feature_of_word(redaction::take_apart("điện").tokens[0])));
}

TEST(LinearModel, DamagedBytesAreRefused) {
    const Bytes good = model_bytes();
    for (std::size_t length = 0; length < good.size(); ++length)
        EXPECT_FALSE(LinearModel::read(ByteView(good).first(length)));
    Bytes longer = good;
    longer.push_back(0);
    EXPECT_FALSE(LinearModel::read(longer));
    Bytes other = good;
    other[3] = '1';
    EXPECT_FALSE(LinearModel::read(other));
}

TEST(Labelled, RepeatsAndCallersAreOneGroup) {
    const auto made = [](const char* id, const char* same_as, std::vector<std::string> people) {
        return LabelledCase{id, same_as, "", "", "", "", "", std::move(people)};
    };
    const auto groups = groups_of({made("a", "", {"0903000001"}), made("b", "a", {}),
                                   made("c", "", {"le van a", "0903000001"}), made("d", "", {"0903000002"})});
    EXPECT_EQ(groups, (std::vector<std::size_t>{0, 0, 0, 3}));
}

}  // namespace
}  // namespace hotline::routing
