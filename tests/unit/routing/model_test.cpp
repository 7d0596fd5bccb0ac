#include "server/routing/evaluate.hpp"
#include "server/routing/trainer.hpp"

#include <gtest/gtest.h>

namespace hotline::routing {
namespace {

std::vector<Example> examples() {
    std::vector<Example> out;
    for (int i = 0; i < 10; ++i) {
        out.push_back({features_of(redaction::take_apart("nước máy yếu quá")), "nuoc"});
        out.push_back({features_of(redaction::take_apart("mất điện cả ngày")), "dien"});
    }
    return out;
}

TEST(LinearModel, LearnsAndSurvivesStorage) {
    const LinearModel model = train(examples(), {});
    const auto stored = LinearModel::decode(model.encode());
    ASSERT_TRUE(stored);
    EXPECT_EQ(stored->labels(), (std::vector<std::string>{"dien", "nuoc"}));
    const auto scores = stored->score(features_of(redaction::take_apart("NUOC MAY YEU")));
    EXPECT_GT(scores[1], scores[0]);
    EXPECT_EQ(stored->encode(), model.encode());
}

TEST(LinearModel, TheSameTextsGiveTheSameBytes) {
    EXPECT_EQ(train(examples(), {}).encode(), train(examples(), {}).encode());
}

TEST(LinearModel, DamagedBytesAreRefused) {
    const Bytes good = train(examples(), {}).encode();
    for (std::size_t length = 0; length < good.size(); ++length)
        EXPECT_FALSE(LinearModel::decode(ByteView(good).first(length)));
    Bytes longer = good;
    longer.push_back(0);
    EXPECT_FALSE(LinearModel::decode(longer));
    Bytes other = good;
    other[3] = '2';
    EXPECT_FALSE(LinearModel::decode(other));
}

}  // namespace
}  // namespace hotline::routing
