#include "storage/case_hash.hpp"
#include "tests/contract/samples.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <set>

namespace hotline::storage {
namespace {

class CaseHashTest : public testing::Test {
protected:
    void SetUp() override {
        init_crypto();
        row_ = samples::sealed_case({.due_at = Time{std::chrono::milliseconds{1}}}).row;
        row_.number = 2600000001;
    }
    CaseRow row_;
};

TEST_F(CaseHashTest, EveryBoundColumnChangesIt) {
    const Hash32 parts = random_fixed<Hash32>();
    const std::vector<std::function<void(CaseRow&)>> changes{
        [](CaseRow& row) { ++row.number; },
        [](CaseRow& row) { row.id.bytes[15] ^= 1; },
        [](CaseRow& row) { row.state = CaseState::closed; },
        [](CaseRow& row) { row.class_code += 'x'; },
        [](CaseRow& row) { row.field += 'x'; },
        [](CaseRow& row) { row.area += 'x'; },
        [](CaseRow& row) { row.unit += 'x'; },
        [](CaseRow& row) { row.urgency += 'x'; },
        [](CaseRow& row) { row.channel += 'x'; },
        [](CaseRow& row) { row.flags.confidential = !row.flags.confidential; },
        [](CaseRow& row) { row.received_at += std::chrono::milliseconds{1}; },
        [](CaseRow& row) { row.due_at.reset(); },
        [](CaseRow& row) { row.due_at = Time{}; },
        [](CaseRow& row) { row.updated_at += std::chrono::milliseconds{1}; },
        [](CaseRow& row) { row.created_by.bytes[0] ^= 1; },
        [](CaseRow& row) { row.assignee.bytes[0] ^= 1; },
        [](CaseRow& row) { row.citizen_salt.bytes[0] ^= 1; },
        [](CaseRow& row) { ++row.version; },
        // a letter that moves from one column to the next
        [](CaseRow& row) {
            row.unit.insert(0, 1, row.area.empty() ? 'x' : row.area.back());
            if (!row.area.empty()) row.area.pop_back();
        },
    };
    std::set<Hash32> seen{case_hash(row_, parts), case_hash(row_, random_fixed<Hash32>())};
    for (const auto& change : changes) {
        CaseRow changed = row_;
        change(changed);
        seen.insert(case_hash(changed, parts));
    }
    EXPECT_EQ(seen.size(), changes.size() + 2);
}

TEST_F(CaseHashTest, BlindIndexAndLeafAreLeftOut) {
    CaseRow later = row_;
    later.phone_token = 7;
    later.manifest_leaf = 9;
    EXPECT_EQ(case_hash(later, Hash32{}), case_hash(row_, Hash32{}));
}

TEST_F(CaseHashTest, IsWhatTheDesignSays) {
    CaseRow row;
    row.number = 1;
    row.unit = "u";
    row.due_at = Time{std::chrono::milliseconds{2}};
    Bytes text(as_bytes("1022/case/v1").begin(), as_bytes("1022/case/v1").end());
    text.resize(text.size() + 32);
    put_u64(text, 1);
    text.resize(text.size() + 16);
    put_u32(text, 1);
    put_u8(text, 1);
    put_u8(text, 0);
    for (const std::string_view code : {"", "", "", "u", "", ""}) {
        put_u32(text, static_cast<std::uint32_t>(code.size()));
        put_bytes(text, as_bytes(code));
    }
    put_u64(text, 0);
    put_u8(text, 1);
    put_u64(text, 2);
    put_u64(text, 0);
    text.resize(text.size() + 48);
    EXPECT_EQ(case_hash(row, Hash32{}), sha256(text));
}

TEST_F(CaseHashTest, FlagsThatNobodyKnowsAreRefused) {
    const CaseFlags all{true, true, true, true, true};
    EXPECT_EQ(encode_flags(all), 31);
    EXPECT_EQ(*decode_flags(31), all);
    EXPECT_FALSE(decode_flags(32));
    EXPECT_FALSE(decode_flags(-1));
}

}  // namespace
}  // namespace hotline::storage
