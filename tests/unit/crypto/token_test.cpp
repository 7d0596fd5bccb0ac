#include "crypto/token.hpp"

#include <gtest/gtest.h>

namespace hotline::crypto {
namespace {

bool same(const auto& a, const auto& b) {
    return equal_constant_time(a.expose_secret(), b.expose_secret());
}

TEST(Token, ComesBackFromItsText) {
    for (int i = 0; i < 100; ++i) {
        const auto token = Token::random();
        const auto text = token_text(token);
        EXPECT_EQ(text.size(), 43U);
        EXPECT_TRUE(same(parse_token(text.expose_text()).value(), token));
    }
}

TEST(Token, OnlyItsOwnTextIsAccepted) {
    const auto token = Token::random();
    const std::string good(token_text(token).expose_text());
    for (const std::string& bad :
         {good + "A", good + "=", good.substr(1), good + " ", " " + good, std::string(), std::string(43, '!'),
          std::string(64, 'A'), std::string(1000, 'A')}) {
        EXPECT_EQ(parse_token(bad).error().code, Errc::bad_format);
    }
    int accepted = 0;
    for (int value = 0; value < 256; ++value) {
        accepted += parse_token(good.substr(0, 42) + static_cast<char>(value)) ? 1 : 0;
    }
    EXPECT_EQ(accepted, 16) << "the last digit carries four bits; the other forms are lenient base64";
}

TEST(Token, SessionIdAndKeyAreOfThisTokenAndUnlikeEachOther) {
    const auto token = Token::random();
    EXPECT_EQ(session_id_of(token), session_id_of(token.clone()));
    EXPECT_NE(session_id_of(token), session_id_of(Token::random()));
    EXPECT_FALSE(same(session_key_of(token), session_key_of(Token::random())));
    EXPECT_FALSE(equal_constant_time(session_id_of(token).view(), session_key_of(token).expose_secret()));
    EXPECT_FALSE(same(session_key_of(token), token));
}

TEST(Idempotency, IdsDependOnKeyAndScope) {
    const auto scope = as_bytes("user 1 POST /v1/cases");
    const Hash32 id = idempotency_id("key-1", scope);
    EXPECT_EQ(id, idempotency_id("key-1", scope));
    EXPECT_NE(id, idempotency_id("key-2", scope));
    EXPECT_NE(id, idempotency_id("key-1", as_bytes("user 2 POST /v1/cases")));
}

TEST(Idempotency, KeysAndScopesDoNotRunIntoEachOther) {
    EXPECT_NE(idempotency_id("ab", as_bytes("c")), idempotency_id("a", as_bytes("bc")));
}

TEST(Idempotency, TheStoredIdIsNotTheSealingKey) {
    const auto scope = as_bytes("scope");
    const auto key = idempotency_data_key("key", scope);
    EXPECT_FALSE(equal_constant_time(idempotency_id("key", scope).view(), key.expose_secret()));
    EXPECT_FALSE(same(key, idempotency_data_key("other", scope)));
    EXPECT_FALSE(same(key, idempotency_data_key("key", as_bytes("other"))));
}

TEST(Idempotency, FingerprintsTellBodiesApart) {
    EXPECT_EQ(request_fingerprint("key", as_bytes("{}")), request_fingerprint("key", as_bytes("{}")));
    EXPECT_NE(request_fingerprint("key", as_bytes("{}")), request_fingerprint("key", as_bytes("{ }")));
    EXPECT_NE(request_fingerprint("key", as_bytes("{}")), request_fingerprint("other", as_bytes("{}")));
}

TEST(Session, ItsCodeCoversEveryClaimAndNeedsTheToken) {
    const auto token = Token::random();
    const SessionClaims claims{session_id_of(token), random_fixed<UserId>(), 1, 2, 3};
    const auto mac = session_mac(token, claims);
    EXPECT_EQ(mac, session_mac(token, claims));
    EXPECT_NE(mac, session_mac(Token::random(), claims));
    auto changed = claims;
    changed.user = random_fixed<UserId>();
    EXPECT_NE(mac, session_mac(token, changed));
    changed = claims;
    changed.id = session_id_of(Token::random());
    EXPECT_NE(mac, session_mac(token, changed));
    for (std::int64_t SessionClaims::* time :
         {&SessionClaims::created_ms, &SessionClaims::seen_ms, &SessionClaims::proved_ms}) {
        changed = claims;
        ++(changed.*time);
        EXPECT_NE(mac, session_mac(token, changed));
    }
    changed = claims;
    std::swap(changed.created_ms, changed.seen_ms);
    EXPECT_NE(mac, session_mac(token, changed));
}

TEST(Invitation, WhatIsStoredDoesNotProveItsHolder) {
    const auto invitation = RecoverySecret::random();
    const auto user = random_fixed<UserId>();
    const auto box = make_box_key_pair().public_key;
    const auto sign_key = make_sign_key_pair().public_key;
    const auto mac = activation_mac(invitation, user, box, sign_key);
    EXPECT_EQ(mac, activation_mac(invitation, user, box, sign_key));
    EXPECT_NE(mac.bytes, invitation_id(invitation).bytes);
    EXPECT_NE(mac, activation_mac(RecoverySecret::random(), user, box, sign_key));
    EXPECT_NE(mac, activation_mac(invitation, random_fixed<UserId>(), box, sign_key));
    EXPECT_NE(mac, activation_mac(invitation, user, make_box_key_pair().public_key, sign_key));
    EXPECT_NE(mac, activation_mac(invitation, user, box, make_sign_key_pair().public_key));
}

TEST(RecoveryKey, BelongsToOneCodeAndOneUser) {
    const auto code = RecoverySecret::random();
    const auto user = random_fixed<UserId>();
    EXPECT_TRUE(same(recovery_key(code, user), recovery_key(code, user)));
    EXPECT_FALSE(same(recovery_key(code, user), recovery_key(code, random_fixed<UserId>())));
    EXPECT_FALSE(same(recovery_key(code, user), recovery_key(RecoverySecret::random(), user)));
}

}  // namespace
}  // namespace hotline::crypto
