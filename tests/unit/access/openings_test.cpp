#include "server/access/openings.hpp"

#include <gtest/gtest.h>

namespace hotline::access {
namespace {

using crypto::Compartment;

const std::string kHeading = "part case desk unit what\n";
const std::string kRows =
    "contact ordinary alone consent w\nidentity ordinary alone two w\n"
    "original ordinary alone two w\ncontact confidential two consent+two w\n"
    "identity confidential two two w\n";
const std::string kLast = "original confidential two - w\n";

TEST(Openings, TheBuiltInTableKeepsTheDepartmentFromThePerson) {
    const Openings& table = Openings::built_in();
    EXPECT_TRUE(table.of(Compartment::identity, false, Side::unit).second_person);
    EXPECT_FALSE(table.of(Compartment::identity, false, Side::desk).second_person);
    EXPECT_TRUE(table.of(Compartment::contact, false, Side::unit).consent);
    for (const Compartment part : {Compartment::contact, Compartment::identity, Compartment::original})
        for (const Side side : {Side::desk, Side::unit})
            EXPECT_TRUE(table.of(part, true, side).second_person);
}

TEST(Openings, WhatIsRedactedHasNoCondition) {
    const Condition report = Openings::built_in().of(Compartment::report, true, Side::unit);
    EXPECT_TRUE(report.possible);
    EXPECT_FALSE(report.consent || report.second_person);
}

TEST(Openings, RefusesATableThatIsNotWhole) {
    const Result<Openings> good = Openings::parse(kHeading + "# a remark\n" + kRows + kLast);
    ASSERT_TRUE(good);
    EXPECT_FALSE(good->of(Compartment::original, true, Side::unit).possible);
    for (const std::string& bad :
         {kHeading + kRows, kRows + kLast, std::string(), kHeading + kRows + kLast + kLast,
          kHeading + kRows + "original confidential two maybe w\n",
          kHeading + kRows + "original secret two two w\n",
          kHeading + kRows + "report confidential two two w\n",
          kHeading + kRows + "original confidential two two\n"}) {
        const Result<Openings> read = Openings::parse(bad);
        ASSERT_FALSE(read) << bad;
        EXPECT_EQ(read.error().code, Errc::bad_format);
    }
}

}  // namespace
}  // namespace hotline::access
