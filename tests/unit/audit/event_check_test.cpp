#include "server/audit/event_check.hpp"

#include <gtest/gtest.h>

namespace hotline::audit {
namespace {

class EventChecks : public ::testing::Test {
protected:
    storage::EventRow event(std::uint64_t index, std::string kind = "case.accepted") {
        storage::EventRow row;
        row.index = index;
        row.details.kind = std::move(kind);
        row.details.case_id = case_id;
        row.details.actor = officer;
        row.details.unit = "so-y-te";
        row.details.shown_json = R"({"case":")" + to_hex(case_id.view()) +
                                 R"(","role":"officer","unit":"so-y-te","officer":"CB-1"})";
        row.details.staff_wrap = row.details.staff_envelope = {1};
        return row;
    }
    static void empty(storage::EventRow& row) {
        row.details.shown_json.clear();
        row.details.staff_wrap.clear();
        row.details.staff_envelope.clear();
    }
    std::vector<std::string> look(const std::vector<storage::EventRow>& events) {
        EventCheck check([this](const UserId& id) -> Result<std::string> {
            if (id != officer) return fail(Errc::not_found, "nobody");
            return std::string("CB-1");
        });
        std::vector<std::string> findings;
        for (const storage::EventRow& row : events) check.look(row, findings);
        check.finish(findings);
        return findings;
    }
    CaseId case_id = random_fixed<CaseId>();
    UserId officer = random_fixed<UserId>();
};

TEST_F(EventChecks, WhatTheLeafCommitsToIsSilent) {
    storage::EventRow server = event(1, "log.founded");
    server.details.case_id.reset();
    server.details.actor.reset();
    server.details.unit.clear();
    server.details.shown_json = R"({"role":"server"})";
    EXPECT_TRUE(look({event(0), server}).empty());
}

TEST_F(EventChecks, EachColumnBesideTheLeafIsCompared) {
    std::vector<storage::EventRow> events;
    for (std::uint64_t i = 0; i < 8; ++i) events.push_back(event(i));
    events[0].details.case_id = random_fixed<CaseId>();
    events[1].details.case_id.reset();
    events[2].details.actor = random_fixed<UserId>();
    events[3].details.actor.reset();
    events[4].details.unit = "desk";
    events[5].details.staff_wrap.clear();
    events[6].details.staff_envelope.clear();
    events[7].details.shown_json = "{";
    EXPECT_EQ(look(events).size(), events.size());
}

TEST_F(EventChecks, DetailsMayBeMissingOnlyBeforeTheLeafOfAnErasure) {
    storage::EventRow emptied = event(0);
    empty(emptied);
    EXPECT_EQ(look({emptied, event(1)}).size(), 1U);
    EXPECT_TRUE(look({emptied, event(1, "erase.person")}).empty());
    emptied.index = 2;
    EXPECT_EQ(look({event(1, "erase.person"), emptied}).size(), 1U) << "nothing after it was erased";
    case_id = random_fixed<CaseId>();
    EXPECT_EQ(look({emptied, event(3, "erase.person")}).size(), 1U) << "another case's erasure";
    storage::EventRow of_no_case = emptied;
    of_no_case.details.case_id.reset();
    EXPECT_EQ(look({of_no_case}).size(), 1U);
}

}  // namespace
}  // namespace hotline::audit
