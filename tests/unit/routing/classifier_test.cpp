#include "server/routing/classifier.hpp"

#include "server/routing/evaluate.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include <fstream>
#include <iterator>
#include <sstream>

namespace hotline::routing {
namespace {

const Directory& directory() {
    static const Directory instance = Directory::built_in();
    return instance;
}
const Classifier& classifier() {
    static const Classifier instance = Classifier::built_in(directory());
    return instance;
}

TEST(Classifier, NamesFieldAreaUnitAndTheWordsThatDecided) {
    const Suggestion guess =
        classifier().suggest("Đường Lý Thường Kiệt, phường Cao Lãnh đầy ổ gà, mặt đường lún sâu", {});
    EXPECT_EQ(guess.complaint_class.code, "phan-anh");
    EXPECT_EQ(guess.field.code, "giao-thong");
    EXPECT_EQ(guess.area_code, "cao-lanh");
    EXPECT_EQ(guess.unit_code, "so-xay-dung");
    EXPECT_EQ(guess.unit_name, "Sở Xây dựng");
    EXPECT_NE(std::ranges::find(guess.field.because, "ổ gà"), guess.field.because.end());
    ASSERT_EQ(guess.alternatives.size(), 2U);
    for (const Alternative& other : guess.alternatives) EXPECT_NE(other.field_code, guess.field.code);
}

TEST(Classifier, WhatIsGivenWins) {
    const Suggestion guess = classifier().suggest(
        "ổ gà", {.class_code = "hoi-dap", .field_code = "ve-sinh-moi-truong", .area_code = "sa-dec"});
    EXPECT_EQ(guess.complaint_class.code, "hoi-dap");
    EXPECT_EQ(guess.field.code, "ve-sinh-moi-truong");
    EXPECT_EQ(guess.unit_code, "ubnd-phuong-sa-dec");
    EXPECT_FALSE(guess.ask);
}

TEST(Classifier, AsksWhenItKnowsNothing) {
    const Suggestion guess = classifier().suggest("", {});
    EXPECT_FALSE(guess.field.code.empty());
    EXPECT_FALSE(guess.unit_code.empty());
    EXPECT_TRUE(guess.ask);
}

TEST(Classifier, ACommuneFieldWithoutAreaAsks) {
    const Suggestion guess =
        classifier().suggest("rác chất đống, xe rác không lấy rác, bãi rác hôi thối", {});
    EXPECT_EQ(guess.field.code, "ve-sinh-moi-truong");
    EXPECT_EQ(guess.unit_code, kDeskUnit);
    EXPECT_TRUE(guess.ask);
}

TEST(Classifier, SignsOfDangerDenunciationAndPetition) {
    EXPECT_TRUE(classifier().suggest("Cứu với, có người bị điện giật nằm bất động", {}).life_in_danger);
    EXPECT_FALSE(classifier().suggest("Tôi đề nghị sửa đèn đường bị hư", {}).life_in_danger);
    EXPECT_TRUE(classifier().suggest("Tôi tố cáo ông Trần Quốc Việt nhận tiền của dân", {}).denounces);
    EXPECT_FALSE(classifier().suggest("Tố cáo trạm xăng ven QL50 qua Chợ Gạo bơm thiếu", {}).denounces);
    EXPECT_FALSE(classifier().suggest("Tố cáo chủ trạm xăng Chợ Gạo bơm thiếu", {}).denounces);
    const Suggestion petition =
        classifier().suggest("Tôi khiếu nại Quyết định số 12/QĐ-UBND, đề nghị hủy quyết định", {});
    EXPECT_TRUE(petition.petitions);
    EXPECT_EQ(petition.complaint_class.code, "khieu-nai");
    EXPECT_FALSE(classifier().suggest("Tôi khiếu nại hóa đơn tiền điện tăng", {}).petitions);
}

TEST(Classifier, APersonsNameIsNoArea) {
    EXPECT_EQ(classifier().suggest("Tôi là Phan Thanh Bình ở Lai Vung", {}).area_code, "lai-vung");
    EXPECT_EQ(classifier().suggest("benh vien thap muoi khong co bac si", {}).area_code, "thap-muoi");
}

TEST(Classifier, TheSignsSurviveRedaction) {
    EXPECT_TRUE(classifier().suggest("Tôi tố cáo ông [TÊN 1] nhận tiền của dân", {}).denounces);
}

TEST(Classifier, HoldsOnTextsItDidNotLearnFrom) {
    auto cases = read_labelled(SAMPLE_DATA "/complaints.jsonl");
    const auto further = read_labelled(RULES_DATA "/further_complaints.jsonl");
    ASSERT_TRUE(cases && further);
    cases->insert(cases->end(), further->begin(), further->end());
    std::ifstream in(RULES_DATA "/rules.json");
    const std::string rules(std::istreambuf_iterator<char>(in), {});
    const auto evaluation = cross_validate(directory(), rules, *cases, {}, 3);
    ASSERT_TRUE(evaluation);
    const std::size_t all = evaluation->outcomes.size();
    EXPECT_EQ(all, cases->size());
    EXPECT_GE(evaluation->count(&Outcome::field_right) * 100, all * 80);
    EXPECT_GE(evaluation->count(&Outcome::field_in_three) * 100, all * 93);
    EXPECT_GE(evaluation->count(&Outcome::unit_right) * 100, all * 80);
    EXPECT_GE(evaluation->count(&Outcome::class_right) * 100, all * 85);
    EXPECT_LE(evaluation->calibration_error(&Outcome::field_confidence, &Outcome::field_right), 0.06);
    const auto hits = [&](bool Outcome::* labelled, bool Outcome::* guessed, bool of) {
        return static_cast<std::size_t>(std::ranges::count_if(
            evaluation->outcomes, [&](const Outcome& one) { return one.*labelled == of && one.*guessed; }));
    };
    EXPECT_GE(hits(&Outcome::denunciation, &Outcome::called_denunciation, true) * 10,
              evaluation->count(&Outcome::denunciation) * 9);
    EXPECT_GE(hits(&Outcome::danger, &Outcome::called_danger, true) * 100,
              evaluation->count(&Outcome::danger) * 95);
    EXPECT_LE(hits(&Outcome::danger, &Outcome::called_danger, false) * 100, all * 3);
    std::ostringstream out;
    print(out, *evaluation, true);
    EXPECT_NE(out.str().find("macro F1"), std::string::npos);
}

TEST(Classifier, HoldsOnTextsHeldOutFromItsModel) {
    const auto cases = read_labelled(TEST_DATA "/held_out.jsonl");
    ASSERT_TRUE(cases);
    const Evaluation evaluation = evaluate(classifier(), *cases);
    const std::size_t all = evaluation.outcomes.size();
    EXPECT_GE(evaluation.count(&Outcome::field_right) * 100, all * 80);
    EXPECT_GE(evaluation.count(&Outcome::field_in_three) * 100, all * 93);
    EXPECT_GE(evaluation.count(&Outcome::unit_right) * 100, all * 80);
    EXPECT_GE(evaluation.count(&Outcome::class_right) * 100, all * 85);
}

TEST(Classifier, EverySuggestionCarriesTheWordsThatMadeIt) {
    const Suggestion guess = classifier().suggest("cho hỏi bảng giá đất ở phường Sa Đéc tra ở đâu ạ", {});
    EXPECT_EQ(guess.complaint_class.code, "hoi-dap");
    EXPECT_FALSE(guess.complaint_class.because.empty());
    EXPECT_FALSE(guess.field.because.empty());
    EXPECT_EQ(guess.area_because, std::vector<std::string>{"Sa Đéc"});
    EXPECT_TRUE(classifier().model_name().starts_with("hlm2-"));
}

TEST(Classifier, BadRulesAreRefused) {
    for (const std::string_view rules :
         {"{", R"({"fields":{"no-such-field":{"3":["x"]}},"signs":{},"thresholds":{}})",
          R"({"fields":{"dat-dai":{"9":["x"]}},"signs":{},"thresholds":{}})",
          R"({"fields":{},"signs":{},"thresholds":{}})"}) {
        const auto bad = Classifier::make(directory(), rules, {});
        ASSERT_FALSE(bad) << rules;
        EXPECT_EQ(bad.error().code, Errc::bad_format);
    }
}

}  // namespace
}  // namespace hotline::routing
