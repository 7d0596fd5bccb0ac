#include "server/flow/person.hpp"
#include "server/flow/receive.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace hotline::flow {
namespace {

TEST(Person, IsJsonWhateverWasTyped) {
    Complaint complaint;
    complaint.reporter.full_name = SecretBytes::from_text("Trần \"B\" \\ \n\t\x01 <script>");
    complaint.reporter.phone = SecretBytes::from_text("0912 345 678");
    complaint.external_ref = SecretBytes::from_text("d-0001");
    const auto identity = nlohmann::json::parse(identity_json(complaint.reporter).expose_text());
    EXPECT_EQ(identity["full_name"], "Trần \"B\" \\ \n\t\x01 <script>");
    const auto contact = nlohmann::json::parse(contact_json(complaint).expose_text());
    EXPECT_EQ(contact["phone"], "0912 345 678");
    EXPECT_EQ(contact["external_ref"], "d-0001");
}

TEST(Person, NobodyLeavesNothing) {
    EXPECT_TRUE(identity_json({}).empty());
    EXPECT_TRUE(contact_json({}).empty());
    EXPECT_TRUE(circumstances_json({}).empty());
}

TEST(Person, CircumstancesKeepPlaceAndTime) {
    Complaint complaint;
    complaint.location.text = SecretBytes::from_text("cầu Mỹ Thuận");
    complaint.location.lat = 10.25;
    complaint.location.lon = 105.9;
    complaint.occurred_at = SecretBytes::from_text("2026-11-22T08:00:00Z");
    const auto json = nlohmann::json::parse(circumstances_json(complaint).expose_text());
    EXPECT_EQ(json["location"]["text"], "cầu Mỹ Thuận");
    EXPECT_DOUBLE_EQ(json["location"]["lat"].get<double>(), 10.25);
    EXPECT_EQ(json["occurred_at"], "2026-11-22T08:00:00Z");
}

TEST(Subject, IsEightyCharactersOnOneLine) {
    std::string text = "dòng một\ndòng hai ";
    for (int i = 0; i < 100; ++i) text += "ệ";
    const std::string subject = subject_of(text);
    EXPECT_EQ(subject.find('\n'), std::string::npos);
    EXPECT_EQ(subject.substr(subject.size() - 3), "ệ");
    EXPECT_EQ(subject_of("ngắn"), "ngắn");
}

TEST(CaseIds, AreUuidsOfVersionSevenInOrderOfTime) {
    const CaseId early = make_case_id(storage::Time{std::chrono::milliseconds{1'700'000'000'000}});
    const CaseId late = make_case_id(storage::Time{std::chrono::milliseconds{1'700'000'000'001}});
    EXPECT_LT(early, late);
    EXPECT_EQ(early.bytes[6] >> 4, 7);
    EXPECT_EQ(early.bytes[8] >> 6, 2);
}

}  // namespace
}  // namespace hotline::flow
