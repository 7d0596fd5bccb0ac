#include "storage/case_hash.hpp"
#include "tests/contract/contract_suite.hpp"

#include <algorithm>

namespace hotline::storage::contract {
namespace {

using crypto::Compartment;
using samples::CaseOptions;
using namespace std::chrono_literals;

Time at(int year, unsigned month, unsigned day, std::chrono::hours hour = 0h) {
    return Time{std::chrono::sys_days{std::chrono::year{year} / static_cast<int>(month) /
                                      static_cast<int>(day)}} +
           hour;
}

void expect_same(const CaseRow& a, const CaseRow& b) {
    EXPECT_EQ(a.id, b.id);
    EXPECT_EQ(a.state, b.state);
    EXPECT_EQ(a.class_code, b.class_code);
    EXPECT_EQ(a.field, b.field);
    EXPECT_EQ(a.area, b.area);
    EXPECT_EQ(a.unit, b.unit);
    EXPECT_EQ(a.urgency, b.urgency);
    EXPECT_EQ(a.channel, b.channel);
    EXPECT_EQ(a.flags, b.flags);
    EXPECT_EQ(a.received_at, b.received_at);
    EXPECT_EQ(a.due_at, b.due_at);
    EXPECT_EQ(a.updated_at, b.updated_at);
    EXPECT_EQ(a.created_by, b.created_by);
    EXPECT_EQ(a.assignee, b.assignee);
    EXPECT_EQ(a.citizen_salt, b.citizen_salt);
}

TEST_P(EngineContract, CaseComesBackAsItWasStored) {
    auto record =
        samples::sealed_case({.due_at = at(2026, 9, 20), .flags = {.anonymous = true, .notify = true}});
    record.row.assignee = random_fixed<UserId>();
    ASSERT_OK(write(samples::intake(record)));
    const auto found = read([&](ReadTx& tx) { return tx.find_case(record.row.id); });
    ASSERT_OK(found);
    expect_same(found->row, record.row);
    EXPECT_EQ(found->row.version, 1U);
    EXPECT_EQ(manifest_hash(found->dossier), manifest_hash(record.dossier));
    const auto by_number = read([&](ReadTx& tx) { return tx.find_case(found->row.number); });
    ASSERT_OK(by_number);
    EXPECT_EQ(by_number->row.id, record.row.id);
}

TEST_P(EngineContract, UnsortedDossierIsStoredInCanonicalOrder) {
    auto record = samples::sealed_case();
    std::ranges::reverse(record.dossier.parts);
    auto sorted = record;
    sorted.dossier.sort();
    ASSERT_OK(write([&](WriteTx& tx) -> Result<void> {
        const auto number = tx.insert_case(record, 0);
        if (!number) return number.error();
        return tx.append_event(samples::event_of(sorted));
    }));
    const auto found = read([&](ReadTx& tx) { return tx.find_case(record.row.id); });
    ASSERT_OK(found);
    EXPECT_TRUE(found->dossier.is_sorted());
    EXPECT_EQ(manifest_hash(found->dossier), manifest_hash(sorted.dossier));
}

TEST_P(EngineContract, NumbersFollowTheYearInHoChiMinh) {
    const auto last_minute = at(2026, 12, 31, 16h) + 59min;  // 23:59 in Ho Chi Minh City
    EXPECT_EQ(store({.received_at = last_minute}).row.number, 2600000001);
    EXPECT_EQ(store({.received_at = last_minute + 1min}).row.number, 2700000001);
    EXPECT_EQ(store({.received_at = last_minute}).row.number, 2600000002);
    EXPECT_EQ(store({.received_at = last_minute + 2min}).row.number, 2700000002);
    reopen();
    EXPECT_EQ(store({.received_at = last_minute + 2min}).row.number, 2700000003);
}

TEST_P(EngineContract, YearOutsideOfReferencesIsBadInput) {
    const auto record = samples::sealed_case({.received_at = at(1999, 6, 1)});
    EXPECT_FAILS(write(samples::intake(record)), bad_input);
}

TEST_P(EngineContract, UnitOfACaseIsReadAlone) {
    const auto record = store();
    for (const auto& found : {read([&](ReadTx& tx) { return tx.unit_of_case(record.row.id); }),
                              read([&](ReadTx& tx) { return tx.unit_of_case(record.row.number); })}) {
        ASSERT_OK(found);
        EXPECT_EQ(*found, record.row.unit);
    }
}

TEST_P(EngineContract, UnknownCaseIsNotFound) {
    EXPECT_FAILS(read([](ReadTx& tx) { return tx.find_case(CaseNumber{2600000009}); }), not_found);
    EXPECT_FAILS(read([](ReadTx& tx) { return tx.find_case(random_fixed<CaseId>()); }), not_found);
    EXPECT_FAILS(read([](ReadTx& tx) { return tx.unit_of_case(CaseNumber{2600000009}); }), not_found);
    EXPECT_FAILS(read([](ReadTx& tx) { return tx.unit_of_case(random_fixed<CaseId>()); }), not_found);
}

TEST_P(EngineContract, SameCaseTwiceIsAConflictAndUsesNoNumber) {
    const auto record = samples::sealed_case();
    ASSERT_OK(write(samples::intake(record)));
    EXPECT_FAILS(write(samples::intake(record)), conflict);
    EXPECT_EQ(store().row.number, 2600000002);
}

TEST_P(EngineContract, ManifestLeafIsTheFirstEventOfTheWork) {
    ASSERT_OK(write([](WriteTx& tx) { return tx.append_event(samples::event()); }));
    const auto record = samples::sealed_case();
    const auto commit = write(samples::intake(record));
    ASSERT_OK(commit);
    ASSERT_EQ(commit->leaves, std::vector<std::uint64_t>{1});
    const auto found = read([&](ReadTx& tx) { return tx.find_case(record.row.id); });
    EXPECT_EQ(found->row.manifest_leaf, 1U);
}

TEST_P(EngineContract, ManifestLeafIsFoundWhateverTheOrderInTheWork) {
    const auto first = samples::sealed_case(), second = samples::sealed_case();
    const auto commit = write([&](WriteTx& tx) -> Result<void> {
        if (auto done = tx.append_event(samples::event()); !done) return done;
        if (auto done = tx.append_event(samples::event_of(second)); !done) return done;
        if (auto number = tx.insert_case(first, 0); !number) return number.error();
        if (auto number = tx.insert_case(second, 0); !number) return number.error();
        return tx.append_event(samples::event_of(first));
    });
    ASSERT_OK(commit);
    EXPECT_EQ(read([&](ReadTx& tx) { return tx.find_case(second.row.id); })->row.manifest_leaf, 1U);
    EXPECT_EQ(read([&](ReadTx& tx) { return tx.find_case(first.row.id); })->row.manifest_leaf, 2U);
}

TEST_P(EngineContract, UpdateReplacesRowAndDossierAndCountsVersions) {
    const auto before = store({.due_at = at(2026, 9, 20)});
    auto after = before;
    after.row.state = CaseState::accepted;
    after.row.unit = "ubnd-tan-lap";
    after.row.assignee = random_fixed<UserId>();
    EXPECT_GT(after.dossier.drop_wraps(samples::unit("so-xay-dung").kid), 0U);
    const auto commit = write([&](WriteTx& tx) -> Result<void> {
        if (auto done = tx.update_case(after, 1, 0); !done) return done;
        return tx.append_event(samples::event_of(after, "case.accepted"));
    });
    ASSERT_OK(commit);
    const auto found = read([&](ReadTx& tx) { return tx.find_case(before.row.id); });
    ASSERT_OK(found);
    expect_same(found->row, after.row);
    EXPECT_EQ(found->row.version, 2U);
    EXPECT_EQ(found->row.manifest_leaf, commit->leaves.front());
    EXPECT_EQ(manifest_hash(found->dossier), manifest_hash(after.dossier));
    EXPECT_EQ(all_numbers({.units = {{"so-xay-dung"}}}).size(), 0U);
    EXPECT_EQ(all_numbers({.units = {{"ubnd-tan-lap"}}}).size(), 1U);
}

TEST_P(EngineContract, CaseIsNeitherStoredNorChangedWithoutALeafThatCoversIt) {
    const auto before = store();
    auto after = before;
    after.row.state = CaseState::triaged;
    EXPECT_FAILS(write([&](WriteTx& tx) { return tx.update_case(after, 1, 0); }), internal);
    auto event = samples::event_of(after, "case.triaged");
    event.manifest.reset();
    EXPECT_FAILS(write([&](WriteTx& tx) -> Result<void> {
                     if (auto done = tx.append_event(event); !done) return done;
                     return tx.update_case(after, 1, 0);
                 }),
                 internal);
    EXPECT_FAILS(write([](WriteTx& tx) -> Result<void> {
                     const auto number = tx.insert_case(samples::sealed_case(), 0);
                     return number ? Result<void>{} : Result<void>(number.error());
                 }),
                 internal);
    EXPECT_EQ(read([&](ReadTx& tx) { return tx.find_case(before.row.id); })->row.state, before.row.state);
}

TEST_P(EngineContract, LeafOfAnActBindsTheClearRowAsTheActLeftIt) {
    const auto before = store({.due_at = at(2026, 9, 20)});
    const auto newest = [&] {
        return read([&](ReadTx& tx) { return tx.events({.case_id = before.row.id, .newest_first = true}); })
            ->front();
    };
    EXPECT_EQ(newest().details.manifest, case_hash(before.row, manifest_hash(before.dossier)));
    auto after = before;
    after.row.field = "y-te";
    // the leaf first, as where a permit is asked for
    ASSERT_OK(write([&](WriteTx& tx) -> Result<void> {
        if (auto done = tx.append_event(samples::event_of(after, "case.triaged")); !done) return done;
        return tx.update_case(after, 1, 0);
    }));
    const auto found = read([&](ReadTx& tx) { return tx.find_case(before.row.id); });
    EXPECT_EQ(newest().details.manifest, case_hash(found->row, manifest_hash(found->dossier)));
    EXPECT_NE(newest().details.manifest, case_hash(before.row, manifest_hash(found->dossier)));
}

TEST_P(EngineContract, UpdateOfAnotherVersionIsAConflict) {
    const auto record = store();
    EXPECT_FAILS(write([&](WriteTx& tx) { return tx.update_case(record, 2, 0); }), conflict);
    auto unknown = record;
    unknown.row.number = 2600000777;
    EXPECT_FAILS(write([&](WriteTx& tx) { return tx.update_case(unknown, 1, 0); }), not_found);
    auto other = record;
    other.row.id = random_fixed<CaseId>();
    EXPECT_FAILS(write([&](WriteTx& tx) { return tx.update_case(other, 1, 0); }), not_found);
}

TEST_P(EngineContract, SealingForAnOlderDirectoryIsStale) {
    const auto record = store();
    ASSERT_OK(change([](WriteTx& tx) { return tx.put_unit_key(samples::unit_key("desk", 1)); }));
    EXPECT_FAILS(write(samples::intake(samples::sealed_case(), 0)), stale_directory);
    EXPECT_FAILS(write([&](WriteTx& tx) { return tx.update_case(record, 1, 0); }), stale_directory);
    EXPECT_OK(write(samples::intake(samples::sealed_case(), 1)));
}

TEST_P(EngineContract, PhoneTokensFindTheirCasesNewestFirst) {
    const auto first = store(), second = store(), third = store();
    ASSERT_OK(write([&](WriteTx& tx) -> Result<void> {
        if (auto done = tx.set_phone_token(first.row.number, 77); !done) return done;
        if (auto done = tx.set_phone_token(third.row.number, 77); !done) return done;
        return tx.set_phone_token(second.row.number, 78);
    }));
    const auto found = read([](ReadTx& tx) { return tx.cases_by_phone_token(77, 10); });
    ASSERT_OK(found);
    ASSERT_EQ(found->size(), 2U);
    EXPECT_EQ(found->at(0).row.number, third.row.number);
    EXPECT_EQ(found->at(1).row.number, first.row.number);
    EXPECT_EQ(found->at(0).row.version, 1U);
    EXPECT_EQ(read([](ReadTx& tx) { return tx.cases_by_phone_token(77, 1); })->size(), 1U);
    EXPECT_FAILS(write([](WriteTx& tx) { return tx.set_phone_token(2600000777, 1); }), not_found);
}

TEST_P(EngineContract, OnlyContactsThatMayBeIndexedWaitForAToken) {
    const auto waits = store();
    static_cast<void>(store({.with_contact = false}));
    static_cast<void>(store({.flags = {.confidential = true}}));
    const auto also = store();
    const auto waiting = [&] { return *read([](ReadTx& tx) { return tx.cases_without_phone_token(10); }); };
    EXPECT_EQ(waiting(), (std::vector{also.row.number, waits.row.number}));
    ASSERT_OK(write([&](WriteTx& tx) { return tx.set_phone_token(waits.row.number, 5); }));
    EXPECT_EQ(waiting(), std::vector{also.row.number});
    ASSERT_OK(write([&](WriteTx& tx) { return tx.set_phone_token(also.row.number, kNoPhoneToken); }));
    EXPECT_TRUE(waiting().empty());
    EXPECT_EQ(read([&](ReadTx& tx) { return tx.find_case(also.row.id); })->row.phone_token, std::nullopt);
    // an update of something else does not make it wait again
    auto changed = also;
    changed.row.state = CaseState::triaged;
    ASSERT_OK(write(samples::change(changed)));
    EXPECT_TRUE(waiting().empty());
}

TEST_P(EngineContract, UpdateThatKnowsNoTokenKeepsIt) {
    const auto record = store();
    ASSERT_OK(write([&](WriteTx& tx) { return tx.set_phone_token(record.row.number, 41); }));
    auto changed = record;  // read before the index was filled
    changed.row.state = CaseState::triaged;
    ASSERT_OK(write(samples::change(changed)));
    EXPECT_EQ(read([&](ReadTx& tx) { return tx.find_case(record.row.id); })->row.phone_token, 41U);
    changed.row.flags.confidential = true;
    changed.row.version = 2;
    ASSERT_OK(write(samples::change(changed)));
    EXPECT_EQ(read([&](ReadTx& tx) { return tx.find_case(record.row.id); })->row.phone_token, std::nullopt);
}

TEST_P(EngineContract, CachedWrapsComeInTheAskedOrderAndGoWithTheirOriginal) {
    const auto record = store();
    const auto unit = samples::unit("so-xay-dung");
    const auto wrap = samples::cached_wrap(record, unit, Compartment::report);
    ASSERT_OK(write(
        [&](WriteTx& tx) { return tx.cache_wrap(record.row.number, unit.kid, Compartment::report, wrap); }));
    const auto cached = [&] {
        return *read([&](ReadTx& tx) {
            return tx.cached_wraps({2600000999, record.row.number}, unit.kid, Compartment::report);
        });
    };
    EXPECT_EQ(cached(), (std::vector{Bytes{}, wrap}));
    auto changed = record;
    ASSERT_OK(write(samples::change(changed)));
    EXPECT_EQ(cached(), (std::vector{Bytes{}, wrap}));
    changed.dossier.drop_wraps(unit.kid);
    ASSERT_OK(write([&](WriteTx& tx) -> Result<void> {
        if (auto done = tx.update_case(changed, 2, 0); !done) return done;
        return tx.append_event(samples::event_of(changed, "case.transferred"));
    }));
    EXPECT_EQ(cached(), (std::vector{Bytes{}, Bytes{}}));
    EXPECT_FAILS(write([&](WriteTx& tx) {
                     return tx.cache_wrap(record.row.number, unit.kid, Compartment::report, wrap);
                 }),
                 not_found);
}

TEST_P(EngineContract, ErasedCompartmentsAreGoneWithCacheTokenAndDetails) {
    const auto record = store();
    const auto desk = samples::unit("desk");
    ASSERT_OK(write([&](WriteTx& tx) -> Result<void> {
        if (auto done = tx.set_phone_token(record.row.number, 9); !done) return done;
        return tx.cache_wrap(record.row.number, desk.kid, Compartment::contact,
                             samples::cached_wrap(record, desk, Compartment::contact));
    }));
    auto rest = record;
    std::erase_if(rest.dossier.parts, [](const SealedPart& part) {
        return part.compartment == Compartment::contact || part.compartment == Compartment::identity;
    });
    ASSERT_OK(write([&](WriteTx& tx) -> Result<void> {
        if (auto done = tx.append_event(samples::event_of(rest, "erase.person")); !done) return done;
        return tx.erase_compartments(record.row.number, {Compartment::contact, Compartment::identity}, true);
    }));
    const auto found = read([&](ReadTx& tx) { return tx.find_case(record.row.id); });
    ASSERT_OK(found);
    EXPECT_EQ(manifest_hash(found->dossier), manifest_hash(rest.dossier));
    EXPECT_EQ(found->row.phone_token, std::nullopt);
    EXPECT_EQ(found->row.version, 2U);
    EXPECT_EQ(read([&](ReadTx& tx) {
                  return tx.cached_wraps({record.row.number}, desk.kid, Compartment::contact);
              })->front(),
              Bytes{});
    const auto events = read([&](ReadTx& tx) { return tx.events({.case_id = record.row.id}); });
    ASSERT_EQ(events->size(), 2U);
    EXPECT_TRUE(events->at(0).details.shown_json.empty());
    EXPECT_TRUE(events->at(0).details.staff_wrap.empty());
    EXPECT_TRUE(events->at(0).details.staff_envelope.empty());
    EXPECT_FALSE(events->at(1).details.shown_json.empty()) << "the leaf of the erasure keeps its details";
    EXPECT_FAILS(
        write([](WriteTx& tx) { return tx.erase_compartments(2600000777, {Compartment::contact}, true); }),
        not_found);
}

}  // namespace
}  // namespace hotline::storage::contract
