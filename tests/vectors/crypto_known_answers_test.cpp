// Answers that a second implementation (make/, libsodium-wrappers) gave: what it sealed must open here, and
// what is deterministic must come out the same.

#include "crypto/attachment.hpp"
#include "crypto/blind_index.hpp"
#include "crypto/password.hpp"
#include "crypto/token.hpp"
#include "tests/vectors/vector_file.hpp"

#include <gtest/gtest.h>

namespace hotline::crypto {
namespace {

using vectors::base64;
using vectors::fixed;
using vectors::hex;
using vectors::read_json;
using vectors::text;

std::string hex_of(const auto& value) {
    if constexpr (requires { value.expose_secret(); }) {
        return to_hex(value.expose_secret());
    } else {
        return to_hex(value.view());
    }
}

TEST(KnownAnswers, KeysAndTheirIdsAreTheSame) {
    const auto json = read_json("keys.json");
    const auto pair = vectors::box_pair(json, "box_secret");
    EXPECT_EQ(hex_of(pair.public_key), text(json, "box_public"));
    EXPECT_EQ(hex_of(kid_of(pair.public_key)), text(json, "box_kid"));
    EXPECT_EQ(hex_of(unit_wrap_key(pair.secret_key)), text(json, "unit_key"));
    EXPECT_EQ(hex_of(kid_of(fixed<DataKey>(json, "data_key"))), text(json, "data_key_kid"));
}

TEST(KnownAnswers, SignaturesUnderALabelAreTheSame) {
    const auto json = read_json("keys.json");
    const auto pair = sign_key_pair_from_seed(fixed<SignSeed>(json, "sign_seed"));
    const auto label = text(json, "sign_label");
    EXPECT_EQ(hex_of(pair.public_key), text(json, "sign_public"));
    EXPECT_EQ(hex_of(sign(pair.secret_key, label, hex(json, "sign_message"))), text(json, "signature"));
}

TEST(KnownAnswers, SealedSecretsOpen) {
    const auto json = read_json("keys.json");
    const auto opened = open_sealed(vectors::box_pair(json, "box_secret"), hex(json, "sealed_box"));
    ASSERT_TRUE(opened);
    EXPECT_EQ(hex_of(*opened), text(json, "sealed_secret"));
}

TEST(KnownAnswers, WrapsOfAllAlgorithmsOpen) {
    const auto json = read_json("wraps.json");
    const auto context = vectors::context(json.at("context"));
    WrapOpener unit(vectors::box_pair(json, "unit_secret"));
    ASSERT_EQ(json.at("wraps").size(), 4U);
    for (const auto& entry : json.at("wraps")) {
        const Bytes blob = hex(entry, "blob");
        const auto head = read_wrap_head(blob);
        ASSERT_TRUE(head);
        EXPECT_EQ(head->algorithm, entry.at("algorithm").get<int>());
        const auto key = head->algorithm == 4
                             ? open_citizen_wrap(fixed<WrapKey>(json, "citizen_key"),
                                                 fixed<Kid>(json, "citizen_kid"), context, blob)
                             : unit.open(context, blob);
        ASSERT_TRUE(key) << "algorithm " << entry.at("algorithm") << ": " << key.error().internal;
        EXPECT_EQ(hex_of(*key), text(json, "data_key"));
    }
}

TEST(KnownAnswers, EnvelopesOpen) {
    const auto json = read_json("envelopes.json");
    const auto key = fixed<DataKey>(json, "data_key");
    const auto place = vectors::place(json.at("place"));
    ASSERT_GE(json.at("envelopes").size(), 8U);
    for (const auto& entry : json.at("envelopes")) {
        const Bytes blob = hex(entry, "blob");
        const auto opened = open_envelope(key, place, blob, entry.at("pad_block").get<std::size_t>());
        ASSERT_TRUE(opened) << opened.error().internal;
        EXPECT_EQ(opened->expose_text(), text(entry, "text"));
        EXPECT_EQ(envelope_key_id(blob).value(), kid_of(key));
    }
}

Bytes pattern(std::size_t size) {
    Bytes out(size);
    for (std::size_t i = 0; i < size; ++i) out[i] = static_cast<std::uint8_t>((7 * i + 3) % 251);
    return out;
}

TEST(KnownAnswers, AttachmentsOpen) {
    const auto json = read_json("attachments.json");
    const auto key = fixed<DataKey>(json, "data_key");
    const auto place = vectors::place(json.at("place"));
    ASSERT_GE(json.at("files").size(), 5U);
    for (const auto& file : json.at("files")) {
        auto opener = AttachmentOpener::open(key, place, base64(file.at("head")));
        ASSERT_TRUE(opener) << opener.error().internal;
        SecretBytes plain;
        for (const auto& sealed : file.at("chunks")) {
            auto chunk = opener->chunk(base64(sealed));
            ASSERT_TRUE(chunk) << chunk.error().internal;
            plain.append(chunk->expose_secret());
        }
        EXPECT_TRUE(opener->finished());
        EXPECT_TRUE(equal_constant_time(plain.expose_secret(), pattern(file.at("size").get<std::size_t>())));
    }
}

TEST(KnownAnswers, SessionIdsAndKeysAreTheSame) {
    const auto json = read_json("tokens.json");
    const auto token = fixed<Token>(json, "token");
    EXPECT_EQ(token_text(token).expose_text(), text(json, "token_text"));
    EXPECT_EQ(hex_of(session_id_of(token)), text(json, "session_id"));
    EXPECT_EQ(hex_of(session_key_of(token)), text(json, "session_key"));
}

TEST(KnownAnswers, TrackingAndRecoveryCodesAreTheSame) {
    const auto json = read_json("tokens.json");
    const auto secret = fixed<TrackingSecret>(json, "tracking_secret");
    const auto salt = fixed<Salt16>(json, "salt");
    const auto code = format_tracking_code(text(json, "tracking_reference"), secret);
    EXPECT_EQ(code.expose_text(), text(json, "tracking_code"));
    EXPECT_EQ(hex_of(citizen_key(secret, fixed<CaseId>(json, "case_id"), salt)), text(json, "citizen_key"));
    EXPECT_EQ(hex_of(citizen_kid(salt)), text(json, "citizen_kid"));
    const auto recovery = format_recovery_code(fixed<RecoverySecret>(json, "recovery_secret"));
    EXPECT_EQ(recovery.expose_text(), text(json, "recovery_code"));
}

TEST(KnownAnswers, IdempotencyHashesAreTheSame) {
    const auto json = read_json("tokens.json");
    const auto key = text(json, "idempotency_key");
    const auto body = text(json, "idempotency_body");
    const Bytes scope = hex(json, "idempotency_scope");
    EXPECT_EQ(hex_of(idempotency_id(key, scope)), text(json, "idempotency_id"));
    EXPECT_EQ(hex_of(idempotency_data_key(key, scope)), text(json, "idempotency_data_key"));
    EXPECT_EQ(hex_of(request_fingerprint(key, as_bytes(body))), text(json, "request_fingerprint"));
}

TEST(KnownAnswers, BlindIndexesAreTheSame) {
    const auto json = read_json("blind_indexes.json");
    const auto key = fixed<IndexKey>(json, "key");
    ASSERT_GE(json.at("indexes").size(), 16U);
    for (const auto& entry : json.at("indexes")) {
        const auto field = IndexField{entry.at("field").get<std::uint8_t>()};
        const auto normalized = normalize_for_index(field, text(entry, "value"));
        ASSERT_TRUE(normalized);
        EXPECT_EQ(normalized->expose_text(), text(entry, "normalized"));
        EXPECT_EQ(blind_index(key, field, normalized->expose_secret(), entry.at("bits").get<unsigned>()),
                  entry.at("index").get<std::uint32_t>());
    }
}

// ASVS 5.0.0: 11.4.2, 11.4.4
TEST(KnownAnswers, PasswordSlotsAreTheSame) {
    const auto json = read_json("passwords.json");
    ASSERT_GE(json.at("slots").size(), 2U);
    for (const auto& slot : json.at("slots")) {
        const PasswordCost cost{.passes = slot.at("passes").get<std::uint32_t>(),
                                .memory_kib = slot.at("memory_kib").get<std::uint32_t>()};
        const auto keys = derive_password_keys(text(slot, "password"), fixed<Salt16>(json, "salt"),
                                               fixed<UserId>(json, "user"), cost);
        ASSERT_TRUE(keys);
        EXPECT_EQ(hex_of(keys->auth), text(slot, "auth"));
        EXPECT_EQ(hex_of(keys->kek), text(slot, "kek"));
    }
}

}  // namespace
}  // namespace hotline::crypto
