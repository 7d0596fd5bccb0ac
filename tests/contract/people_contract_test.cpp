#include "tests/contract/contract_suite.hpp"

namespace hotline::storage::contract {
namespace {

using namespace std::chrono_literals;

constexpr Time kStart{std::chrono::sys_days{std::chrono::year{2026} / 9 / 10}};

void expect_same(const UserRow& a, const UserRow& b) {
    EXPECT_EQ(a.id, b.id);
    EXPECT_EQ(a.username, b.username);
    EXPECT_EQ(a.display_name, b.display_name);
    EXPECT_EQ(a.alias, b.alias);
    EXPECT_EQ(a.state, b.state);
    EXPECT_EQ(a.entry, b.entry);
    EXPECT_EQ(a.entry_signature, b.entry_signature);
    EXPECT_EQ(a.password.salt, b.password.salt);
    EXPECT_EQ(a.password.cost, b.password.cost);
    EXPECT_EQ(a.password.auth, b.password.auth);
    EXPECT_EQ(a.password.secrets, b.password.secrets);
}

TEST_P(EngineContract, UsersAreFoundByNameAndIdAndReplacedById) {
    auto an = samples::user("an"), binh = samples::user("bình");
    binh.state = UserState::waiting;
    for (const auto& user : {binh, an}) ASSERT_OK(change([&](WriteTx& tx) { return tx.put_user(user); }));
    expect_same(*read([](ReadTx& tx) { return tx.find_user("an"); }), an);
    expect_same(*read([&](ReadTx& tx) { return tx.find_user(binh.id); }), binh);
    an.alias = "cán bộ 18";
    an.state = UserState::suspended;
    an.password.cost = {4, 65536};
    ASSERT_OK(change([&](WriteTx& tx) { return tx.put_user(an); }));
    const auto all = read([](ReadTx& tx) { return tx.all_users(); });
    ASSERT_EQ(all->size(), 2U);
    expect_same(all->at(0), an);
    EXPECT_FAILS(read([](ReadTx& tx) { return tx.find_user("nobody"); }), not_found);
    EXPECT_FAILS(read([](ReadTx& tx) { return tx.find_user(random_fixed<UserId>()); }), not_found);
    EXPECT_FAILS(change([](WriteTx& tx) { return tx.put_user(samples::user("an")); }), conflict);
    expect_same(*read([](ReadTx& tx) { return tx.find_user("an"); }), an);
}

TEST_P(EngineContract, EveryChangeOfTheDirectoryIsANewVersion) {
    const auto version = [&] { return *read([](ReadTx& tx) { return tx.directory_version(); }); };
    EXPECT_EQ(version(), 0U);
    const auto user = samples::user("an");
    ASSERT_OK(change([&](WriteTx& tx) { return tx.put_user(user); }));
    EXPECT_EQ(version(), 1U);
    ASSERT_OK(change([&](WriteTx& tx) { return tx.put_grant({"desk", 1, user.id, samples::bytes(80)}); }));
    EXPECT_EQ(version(), 2U);
    ASSERT_OK(change([](WriteTx& tx) { return tx.put_unit_key(samples::unit_key("desk", 1)); }));
    EXPECT_EQ(version(), 3U);
    ASSERT_OK(change([&](WriteTx& tx) -> Result<void> {
        if (auto done = tx.drop_grants(user.id); !done) return done;
        EXPECT_EQ(*tx.directory_version(), 4U);
        return {};
    }));
    EXPECT_EQ(version(), 4U);
    EXPECT_FAILS(change([&](WriteTx& tx) -> Result<void> {
                     if (auto done = tx.put_user(user); !done) return done;
                     return fail(Errc::conflict, "changed its mind");
                 }),
                 conflict);
    EXPECT_EQ(version(), 4U);
    ASSERT_OK(write([](WriteTx& tx) { return tx.put_fact("a", "b"); }));
    EXPECT_EQ(version(), 4U);
    reopen();
    EXPECT_EQ(version(), 4U);
}

TEST_P(EngineContract, AChangeOfPeopleOrKeysNeedsALeafThatSpeaksOfNoCase) {
    const auto user = samples::user("an");
    const auto record = store();
    EXPECT_FAILS(write([&](WriteTx& tx) { return tx.put_user(user); }), internal);
    EXPECT_FAILS(write([&](WriteTx& tx) -> Result<void> {
                     if (auto done = tx.append_event(samples::event_of(record, "case.triaged")); !done)
                         return done;
                     return tx.put_grant({"desk", 1, user.id, samples::bytes(80)});
                 }),
                 internal);
    ASSERT_OK(change([&](WriteTx& tx) { return tx.put_user(user); }));
    // the newest step of a code, and a secret that nobody confirmed, are no change of people
    EXPECT_OK(write([&](WriteTx& tx) { return tx.put_second_factor({user.id, {}, samples::bytes(84), 1}); }));
    EXPECT_OK(write([&](WriteTx& tx) { return tx.put_second_factor({user.id, {}, samples::bytes(84), 2}); }));
    const auto leaf = [&] {
        EventQuery query;
        query.kind_prefix = "user.";
        return read([&](ReadTx& tx) { return tx.events(query); })->back().details;
    };
    const auto first = leaf().manifest;
    ASSERT_TRUE(first);
    ASSERT_OK(
        change([&](WriteTx& tx) { return tx.put_second_factor({user.id, samples::bytes(84), {}, 3}); }));
    EXPECT_NE(leaf().manifest, first);
}

TEST_P(EngineContract, GrantsAreListedByUserAndUnit) {
    const auto an = random_fixed<UserId>(), binh = random_fixed<UserId>();
    ASSERT_OK(change([&](WriteTx& tx) -> Result<void> {
        for (const auto& grant :
             {GrantRow{"desk", 2, an, samples::bytes(80)}, GrantRow{"desk", 1, an, samples::bytes(80)},
              GrantRow{"audit", 1, an, samples::bytes(80)}, GrantRow{"desk", 1, binh, samples::bytes(80)}}) {
            if (auto done = tx.put_grant(grant); !done) return done;
        }
        return {};
    }));
    const auto of_an = read([&](ReadTx& tx) { return tx.grants_of(an); });
    ASSERT_EQ(of_an->size(), 3U);
    EXPECT_EQ(of_an->at(0).unit, "audit");
    EXPECT_EQ(of_an->at(2).unit_version, 2U);
    EXPECT_EQ(read([](ReadTx& tx) { return tx.grants_to("desk"); })->size(), 3U);
    ASSERT_OK(change([&](WriteTx& tx) { return tx.drop_grants(an); }));
    EXPECT_TRUE(read([&](ReadTx& tx) { return tx.grants_of(an); })->empty());
    EXPECT_EQ(read([](ReadTx& tx) { return tx.grants_to("desk"); })->size(), 1U);
}

TEST_P(EngineContract, UnitKeysAndSealedSecretsComeBack) {
    auto first = samples::unit_key("desk", 1);
    first.state = KeyState::decrypt_only;
    const auto second = samples::unit_key("desk", 2), other = samples::unit_key("audit", 1);
    for (const auto& key : {second, first, other})
        ASSERT_OK(change([&](WriteTx& tx) { return tx.put_unit_key(key); }));
    const auto keys = read([](ReadTx& tx) { return tx.unit_keys(); });
    ASSERT_EQ(keys->size(), 3U);
    EXPECT_EQ(keys->at(0).unit, "audit");
    EXPECT_EQ(keys->at(1).state, KeyState::decrypt_only);
    EXPECT_EQ(keys->at(1).entry, first.entry);
    EXPECT_EQ(keys->at(1).root_signature, first.root_signature);
    EXPECT_EQ(keys->at(1).cosignatures, first.cosignatures);
    EXPECT_EQ(keys->at(2).public_key, second.public_key);
    const SealedSecretRow secret{"index/phone/1", samples::bytes(8), samples::bytes(80)};
    ASSERT_OK(change([&](WriteTx& tx) { return tx.put_sealed_secret(secret); }));
    const auto secrets = read([](ReadTx& tx) { return tx.sealed_secrets("index/phone/1"); });
    ASSERT_EQ(secrets->size(), 1U);
    EXPECT_EQ(secrets->front().recipient, secret.recipient);
    EXPECT_EQ(secrets->front().box, secret.box);
    EXPECT_TRUE(read([](ReadTx& tx) { return tx.sealed_secrets("root"); })->empty());
}

TEST_P(EngineContract, SessionsAreTouchedAndDropped) {
    const auto an = random_fixed<UserId>(), binh = random_fixed<UserId>();
    const auto first = samples::session(an, kStart), second = samples::session(an, kStart + 1h),
               third = samples::session(binh, kStart + 2h);
    for (const auto& session : {first, second, third})
        ASSERT_OK(write([&](WriteTx& tx) { return tx.put_session(session); }));
    auto seen = first;
    seen.seen_at = kStart + 3h;
    seen.mac = random_fixed<Hash32>();
    ASSERT_OK(write([&](WriteTx& tx) { return tx.touch_session(seen); }));
    const auto found = read([&](ReadTx& tx) { return tx.find_session(first.id); });
    ASSERT_OK(found);
    EXPECT_EQ(found->seen_at, kStart + 3h);
    EXPECT_EQ(found->mac, seen.mac);
    EXPECT_EQ(found->created_at, kStart);
    EXPECT_EQ(found->secrets, first.secrets);
    EXPECT_EQ(found->user, an);
    auto stale = first;
    stale.proved_at = kStart - 1h;
    ASSERT_OK(write([&](WriteTx& tx) { return tx.touch_session(stale); }));
    EXPECT_EQ(read([&](ReadTx& tx) { return tx.find_session(first.id); })->mac, seen.mac)
        << "a session that was proved anew keeps its own code";
    EXPECT_FAILS(write([&](WriteTx& tx) { return tx.touch_session(samples::session(an, kStart)); }),
                 not_found);
    EXPECT_EQ(read([&](ReadTx& tx) { return tx.sessions_of(an); })->size(), 2U);
    std::uint64_t dropped = 0;
    ASSERT_OK(write([&](WriteTx& tx) -> Result<void> {
        dropped = *tx.drop_sessions_before(kStart + 90min, kStart - 1h);
        return {};
    }));
    EXPECT_EQ(dropped, 1U);
    EXPECT_FAILS(read([&](ReadTx& tx) { return tx.find_session(second.id); }), not_found);
    ASSERT_OK(write([&](WriteTx& tx) { return tx.drop_sessions_of(an); }));
    EXPECT_FAILS(read([&](ReadTx& tx) { return tx.find_session(first.id); }), not_found);
    ASSERT_OK(write([&](WriteTx& tx) { return tx.drop_session(third.id); }));
    EXPECT_FAILS(read([&](ReadTx& tx) { return tx.find_session(third.id); }), not_found);
}

TEST_P(EngineContract, OtherSessionsEndTogether) {
    const auto an = random_fixed<UserId>(), binh = random_fixed<UserId>();
    const auto kept = samples::session(an, kStart), ended = samples::session(an, kStart),
               foreign = samples::session(binh, kStart);
    for (const auto& session : {kept, ended, foreign})
        ASSERT_OK(write([&](WriteTx& tx) { return tx.put_session(session); }));
    ASSERT_OK(write([&](WriteTx& tx) { return tx.drop_other_sessions(an, kept.id); }));
    EXPECT_OK(read([&](ReadTx& tx) { return tx.find_session(kept.id); }));
    EXPECT_FAILS(read([&](ReadTx& tx) { return tx.find_session(ended.id); }), not_found);
    EXPECT_OK(read([&](ReadTx& tx) { return tx.find_session(foreign.id); }));
}

TEST_P(EngineContract, SecondFactorsAndRecoverySlotsComeBackAndGo) {
    const auto an = random_fixed<UserId>();
    EXPECT_FAILS(read([&](ReadTx& tx) { return tx.find_second_factor(an); }), not_found);
    ASSERT_OK(write([&](WriteTx& tx) { return tx.put_second_factor({an, {}, samples::bytes(84), 7}); }));
    auto factor = read([&](ReadTx& tx) { return tx.find_second_factor(an); });
    EXPECT_TRUE(factor->secret.empty());
    EXPECT_EQ(factor->pending.size(), 84U);
    EXPECT_EQ(factor->last_step, 7U);
    ASSERT_OK(change([&](WriteTx& tx) { return tx.put_second_factor({an, factor->pending, {}, 8}); }));
    EXPECT_EQ(read([&](ReadTx& tx) { return tx.find_second_factor(an); })->secret, factor->pending);
    ASSERT_OK(change([&](WriteTx& tx) { return tx.drop_second_factor(an); }));
    EXPECT_FAILS(read([&](ReadTx& tx) { return tx.find_second_factor(an); }), not_found);

    const RecoverySlotRow slot{an, samples::bytes(148), true, kStart};
    ASSERT_OK(change([&](WriteTx& tx) { return tx.put_recovery_slot(slot); }));
    const auto found = read([&](ReadTx& tx) { return tx.find_recovery_slot(an); });
    EXPECT_EQ(found->secrets, slot.secrets);
    EXPECT_TRUE(found->confirmed);
    EXPECT_EQ(found->made_at, kStart);
    ASSERT_OK(change([&](WriteTx& tx) { return tx.drop_recovery_slot(an); }));
    EXPECT_FAILS(read([&](ReadTx& tx) { return tx.find_recovery_slot(an); }), not_found);
}

TEST_P(EngineContract, InvitationsAreFoundByTheirHashAndGoWithTheirActivation) {
    const auto admin = random_fixed<UserId>();
    auto invited = samples::invitation("bình", admin, kStart + 24h);
    ASSERT_OK(change([&](WriteTx& tx) { return tx.put_invitation(invited); }));
    EXPECT_FAILS(
        change([&](WriteTx& tx) { return tx.put_invitation(samples::invitation("bình", admin, kStart)); }),
        conflict);
    const auto activation = samples::activation(invited.user, kStart);
    ASSERT_OK(change([&](WriteTx& tx) { return tx.put_activation(activation); }));
    const auto found = read([&](ReadTx& tx) { return tx.find_invitation(invited.id); });
    ASSERT_OK(found);
    EXPECT_EQ(found->username, "bình");
    EXPECT_EQ(found->roles, "officer");
    EXPECT_EQ(found->units, "so-y-te");
    EXPECT_EQ(found->invited_by, admin);
    EXPECT_EQ(found->token, invited.token);
    EXPECT_EQ(found->expires_at, kStart + 24h);
    const auto left = read([&](ReadTx& tx) { return tx.find_activation(invited.user); });
    ASSERT_OK(left);
    EXPECT_EQ(left->box_key, activation.box_key);
    EXPECT_EQ(left->sign_key, activation.sign_key);
    EXPECT_EQ(left->mac, activation.mac);
    EXPECT_EQ(left->password.auth, activation.password.auth);
    EXPECT_EQ(left->recovery, activation.recovery);
    invited.id = random_fixed<Hash32>();
    ASSERT_OK(change([&](WriteTx& tx) { return tx.put_invitation(invited); }));
    EXPECT_EQ(read([](ReadTx& tx) { return tx.invitations(); })->size(), 1U);
    ASSERT_OK(change([&](WriteTx& tx) { return tx.drop_invitation(invited.user); }));
    EXPECT_TRUE(read([](ReadTx& tx) { return tx.invitations(); })->empty());
    EXPECT_FAILS(read([&](ReadTx& tx) { return tx.find_activation(invited.user); }), not_found);
}

TEST_P(EngineContract, OneRecipientsSecretIsDropped) {
    const SealedSecretRow one{"root", samples::bytes(8), samples::bytes(80)},
        other{"root", samples::bytes(8), samples::bytes(80)};
    for (const auto& row : {one, other})
        ASSERT_OK(change([&](WriteTx& tx) { return tx.put_sealed_secret(row); }));
    ASSERT_OK(change([&](WriteTx& tx) { return tx.drop_sealed_secret("root", one.recipient); }));
    const auto left = read([](ReadTx& tx) { return tx.sealed_secrets("root"); });
    ASSERT_EQ(left->size(), 1U);
    EXPECT_EQ(left->front().recipient, other.recipient);
}

TEST_P(EngineContract, FactsAreReplaced) {
    EXPECT_FAILS(read([](ReadTx& tx) { return tx.fact("origin"); }), not_found);
    for (const auto* value : {"one", "two"})
        ASSERT_OK(write([&](WriteTx& tx) { return tx.put_fact("origin", value); }));
    EXPECT_EQ(*read([](ReadTx& tx) { return tx.fact("origin"); }), "two");
}

}  // namespace
}  // namespace hotline::storage::contract
