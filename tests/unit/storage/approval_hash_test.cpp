#include "storage/approval_hash.hpp"
#include "tests/contract/samples.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <set>

namespace hotline::storage {
namespace {

using Change = std::function<void(ApprovalRow&)>;

ApprovalRow sample() {
    init_crypto();
    const Time at{std::chrono::sys_days{std::chrono::year{2026} / 9 / 10}};
    ApprovalRow row = samples::approval(random_fixed<UserId>(), random_fixed<CaseId>(), at);
    row.leaf = 7;
    row.approver = random_fixed<UserId>();
    row.signature = random_fixed<crypto::Signature>();
    return row;
}

/// How many different hashes the changes lead to, the unchanged row's included.
std::size_t different(const std::vector<Change>& changes,
                      const std::function<Hash32(const ApprovalRow&)>& hash) {
    const ApprovalRow row = sample();
    std::set<Hash32> seen{hash(row)};
    for (const auto& change : changes) {
        ApprovalRow changed = row;
        change(changed);
        seen.insert(hash(changed));
    }
    return seen.size();
}

const std::vector<Change> kAsked{
    [](ApprovalRow& row) { row.id.bytes[0] ^= 1; },
    [](ApprovalRow& row) { row.case_id.reset(); },
    [](ApprovalRow& row) { row.requester.bytes[0] ^= 1; },
    [](ApprovalRow& row) { row.unit += 'x'; },
    [](ApprovalRow& row) { row.purpose += 'x'; },
    [](ApprovalRow& row) { row.compartments.push_back(crypto::Compartment::contact); },
    [](ApprovalRow& row) { row.note_wrap.back() ^= 1; },
    [](ApprovalRow& row) { row.note_envelope.back() ^= 1; },
    [](ApprovalRow& row) { row.asked_at += std::chrono::milliseconds{1}; },
};
const std::vector<Change> kDecided{
    [](ApprovalRow& row) { ++row.leaf; },
    [](ApprovalRow& row) { row.approver.bytes[0] ^= 1; },
    [](ApprovalRow& row) { row.signature.bytes[0] ^= 1; },
    [](ApprovalRow& row) { row.expires_at += std::chrono::milliseconds{1}; },
};

TEST(ApprovalHash, WhatWasAskedIsBoundForGood) {
    EXPECT_EQ(different(kAsked, asked_hash), kAsked.size() + 1);
    EXPECT_EQ(different(kDecided, asked_hash), 1U) << "a decision does not change what was asked";
}

TEST(ApprovalHash, ADecisionBindsItsTermsAndWhatWasAsked) {
    std::vector<Change> all = kAsked;
    all.insert(all.end(), kDecided.begin(), kDecided.end());
    EXPECT_EQ(different(all, [](const ApprovalRow& row) { return decided_hash(row, true); }), all.size() + 1);
    const ApprovalRow row = sample();
    EXPECT_NE(decided_hash(row, true), decided_hash(row, false));
    ApprovalRow ended = row;
    ended.state = ApprovalState::ended;
    ended.wraps.clear();
    EXPECT_EQ(decided_hash(ended, true), decided_hash(row, true));
}

}  // namespace
}  // namespace hotline::storage
