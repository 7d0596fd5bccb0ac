#include "server/routing/directory.hpp"

#include <gtest/gtest.h>

namespace hotline::routing {
namespace {

std::string sample(std::string_view units_extra, std::string_view default_unit,
                   std::string_view classes_extra = "") {
    return R"({"about":"a","province":{"code":"87","name":"Đồng Tháp"},
      "units":[{"code":"tong-dai-1022","name":"Tổng đài","kind":"desk","former_names":[],"valid_from":"2025-07-01","valid_to":null})" +
           std::string(units_extra) + R"(],
      "fields":[{"code":"f","name":"F","default_unit":")" +
           std::string(default_unit) + R"("}],
      "classes":[{"code":"phan-anh","name":"P","handled":true})" +
           std::string(classes_extra) + R"(],
      "areas":[{"code":"a","name":"Xã A","aliases":[]}],"former_units":[]})";
}

TEST(Directory, BuiltInSampleLoads) {
    const Directory directory = Directory::built_in();
    EXPECT_EQ(directory.fields().size(), 25U);
    EXPECT_EQ(directory.find_unit("so-xay-dung")->name, "Sở Xây dựng");
    EXPECT_EQ(directory.find_unit("no-such"), nullptr);
    EXPECT_FALSE(directory.find_class("to-cao")->handled);
}

TEST(Directory, FieldsGoToTheirUnitAndCommuneFieldsToTheAreas) {
    const Directory directory = Directory::built_in();
    EXPECT_EQ(directory.unit_for("giao-thong", "").unit_code, "so-xay-dung");
    EXPECT_EQ(directory.unit_for("ve-sinh-moi-truong", "sa-dec").unit_code, "ubnd-phuong-sa-dec");
    EXPECT_FALSE(directory.unit_for("ve-sinh-moi-truong", "sa-dec").ask);
}

TEST(Directory, TheDeskAsksWhenTheAreaOrTheFieldIsUnknown) {
    const Directory directory = Directory::built_in();
    for (const UnitChoice& choice :
         {directory.unit_for("ve-sinh-moi-truong", ""), directory.unit_for("ve-sinh-moi-truong", "elsewhere"),
          directory.unit_for("?", "sa-dec")}) {
        EXPECT_EQ(choice.unit_code, kDeskUnit);
        EXPECT_TRUE(choice.ask);
    }
}

void expect_refused(const std::string& json, std::string_view reason) {
    const auto directory = Directory::parse(json);
    ASSERT_FALSE(directory) << reason;
    EXPECT_EQ(directory.error().code, Errc::bad_format);
    EXPECT_NE(directory.error().internal.find(reason), std::string::npos) << directory.error().internal;
}

TEST(Directory, WhatDoesNotFitTogetherIsRefused) {
    const std::string_view unit =
        R"(,{"code":"u","name":"U","kind":"commune","areas":["a"],"former_names":[],"valid_from":"2025-07-01","valid_to":null})";
    const std::string_view other =
        R"(,{"code":"v","name":"V","kind":"commune","areas":["b"],"former_names":[],"valid_from":"2025-07-01","valid_to":null})";
    const std::string_view bad_day =
        R"(,{"code":"u","name":"U","kind":"commune","former_names":[],"valid_from":"2025-02-30","valid_to":null})";
    ASSERT_TRUE(Directory::parse(sample(unit, "u")));
    expect_refused(sample(unit, "w"), "unknown unit of field f");
    expect_refused(sample(std::string(unit) + std::string(unit), "u"), "duplicate code in units");
    expect_refused(sample(other, "v"), "unknown area of unit v");
    expect_refused(sample(bad_day, "u"), "no such day");
    expect_refused(sample(unit, "u", R"(,{"code":"x","name":"X","handled":false})"), "without guidance");
    expect_refused("{", "directory");
}

}  // namespace
}  // namespace hotline::routing
