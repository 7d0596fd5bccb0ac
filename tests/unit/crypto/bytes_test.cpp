#include "crypto/bytes.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <thread>

namespace hotline {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

TEST(Hex, IsStrictLowerCase) {
    EXPECT_EQ(to_hex(Bytes{0x00, 0xAB, 0xFF}), "00abff");
    EXPECT_EQ(from_hex("00abff").value(), (Bytes{0x00, 0xAB, 0xFF}));
    EXPECT_EQ(from_hex("").value(), Bytes{});
    for (const std::string_view bad : {"0", "0g", "AB", " 00", "00 ", "0x00", "0:0"}) {
        EXPECT_EQ(from_hex(bad).error().code, Errc::bad_format) << bad;
    }
}

// RFC 4648, section 10.
TEST(Base64, KnownAnswers) {
    const std::vector<std::pair<std::string_view, std::string_view>> known{{"", ""},
                                                                           {"f", "Zg=="},
                                                                           {"fo", "Zm8="},
                                                                           {"foo", "Zm9v"},
                                                                           {"foob", "Zm9vYg=="},
                                                                           {"fooba", "Zm9vYmE="},
                                                                           {"foobar", "Zm9vYmFy"}};
    for (const auto& [text, encoded] : known) {
        EXPECT_EQ(to_base64(as_bytes(text)), encoded);
        EXPECT_EQ(as_text(from_base64(encoded).value()), text);
    }
}

/// Bytes whose encoding has every digit of the alphabet, and all three endings.
std::vector<Bytes> telling_bytes() {
    Bytes all;
    for (unsigned i = 0; i < 64; i += 4) {
        const unsigned group = (i << 18) | ((i + 1) << 12) | ((i + 2) << 6) | (i + 3);
        for (const unsigned shift : {16U, 8U, 0U}) all.push_back(static_cast<std::uint8_t>(group >> shift));
    }
    return {all, Bytes(all.begin(), all.end() - 1), Bytes(all.begin(), all.end() - 2)};
}

TEST(Base64, RejectsEveryTextThatIsNotWhatItWouldWrite) {
    for (const Bytes& bytes : telling_bytes()) {
        const std::string good = to_base64(bytes);
        const std::string good_url = to_base64url(bytes);
        for (std::size_t i = 0; i < good_url.size(); ++i) {
            for (int value = 0; value < 256; ++value) {
                std::string text = good;
                std::string url = good_url;
                text[i] = static_cast<char>(value);
                url[i] = static_cast<char>(value);
                const auto back = from_base64(text);
                const auto url_back = from_base64url(url);
                EXPECT_TRUE(!back || to_base64(*back) == text) << "byte " << value << " at " << i;
                EXPECT_TRUE(!url_back || to_base64url(*url_back) == url) << "byte " << value << " at " << i;
            }
        }
    }
}

TEST(Base64, RejectsBlanksMissingPaddingAndTheOtherAlphabet) {
    for (const std::string_view bad : {"Zg", "Zg=", "Zg===", "Zg==\n", " Zg==", "Zm 9v", "Zm9",
                                       "Zh==", "Zm9=", "-_-_", "=", "====", "Zg==Zg=="}) {
        EXPECT_EQ(from_base64(bad).error().code, Errc::bad_format) << bad;
    }
}

TEST(Base64Url, HasNoPaddingAndZeroTrailingBits) {
    const Bytes bytes{0xFB, 0xFF};
    EXPECT_EQ(to_base64url(bytes), "-_8");
    EXPECT_EQ(from_base64url("-_8").value(), bytes);
    for (const std::string_view bad : {"-_8=", "+/8", "-_9", "-", "-_8 "}) {
        EXPECT_EQ(from_base64url(bad).error().code, Errc::bad_format) << bad;
    }
}

TEST(Base64Url, EveryLengthComesBack) {
    for (std::size_t size = 0; size < 100; ++size) {
        Bytes bytes(size);
        random_bytes(bytes);
        EXPECT_EQ(from_base64url(to_base64url(bytes)).value(), bytes);
        EXPECT_EQ(from_base64(to_base64(bytes)).value(), bytes);
        EXPECT_EQ(from_hex(to_hex(bytes)).value(), bytes);
    }
}

TEST(Base64, OnlyOneLastDigitDecodesToEachByte) {
    int accepted = 0;
    for (const char digit : kAlphabet) accepted += from_base64(std::string("A") + digit + "==") ? 1 : 0;
    EXPECT_EQ(accepted, 4);
}

TEST(ByteReader, ReadsWhatThePutFunctionsWrote) {
    Bytes bytes;
    put_u8(bytes, 0x01);
    put_u32(bytes, 0x05040302);
    put_u64(bytes, 0x0D0C0B0A09080706);
    put_bytes(bytes, as_bytes("abc"));
    EXPECT_EQ(to_hex(bytes), "0102030405060708090a0b0c0d616263");
    ByteReader reader(bytes);
    EXPECT_EQ(reader.u8(), 0x01);
    EXPECT_EQ(reader.u32(), 0x05040302U);
    EXPECT_EQ(reader.u64(), 0x0D0C0B0A09080706U);
    EXPECT_FALSE(reader.done());
    EXPECT_EQ(as_text(reader.take(3)), "abc");
    EXPECT_TRUE(reader.done());
}

TEST(ByteReader, StaysFailedAfterReadingTooFar) {
    const Bytes bytes{1, 2, 3};
    ByteReader reader(bytes);
    EXPECT_EQ(reader.u32(), 0U);
    EXPECT_FALSE(reader.ok());
    EXPECT_EQ(reader.u8(), 0U);
    EXPECT_TRUE(reader.take(1).empty());
    EXPECT_FALSE(reader.done());
}

TEST(ByteReader, TakingNothingFromNothingIsFine) {
    ByteReader reader({});
    EXPECT_TRUE(reader.take(0).empty());
    EXPECT_TRUE(reader.done());
}

TEST(FixedBytes, RefuseAnotherLength) {
    EXPECT_EQ(Salt16::from(Bytes(15)).error().code, Errc::bad_format);
    EXPECT_EQ(Salt16::from(Bytes(17)).error().code, Errc::bad_format);
    EXPECT_EQ(Salt16::from(Bytes(16, 7)).value().bytes[15], 7);
}

// FIPS 180-2 and RFC 7693 for "abc".
TEST(Hash, KnownAnswers) {
    EXPECT_EQ(to_hex(sha256(as_bytes("abc")).view()),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(to_hex(blake2b({}, {as_bytes("abc")}).view()),
              "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
}

TEST(Hash, PartsAreTheConcatenation) {
    EXPECT_EQ(sha256({as_bytes("a"), {}, as_bytes("bc")}), sha256(as_bytes("abc")));
    const Bytes key(32, 9);
    EXPECT_EQ(blake2b(key, {as_bytes("ab"), as_bytes("c")}), blake2b(key, {as_bytes("abc")}));
    EXPECT_NE(blake2b(key, {as_bytes("abc")}), blake2b({}, {as_bytes("abc")}));
}

TEST(HashDeathTest, AKeyOfTheWrongLengthIsABug) {
    EXPECT_DEATH((void)blake2b(Bytes(15), {}), "");
    EXPECT_DEATH((void)blake2b(Bytes(65), {}), "");
}

TEST(EqualConstantTime, ComparesBytesAndLengths) {
    EXPECT_TRUE(equal_constant_time(as_bytes("abc"), as_bytes("abc")));
    EXPECT_TRUE(equal_constant_time({}, {}));
    EXPECT_FALSE(equal_constant_time(as_bytes("abc"), as_bytes("abd")));
    EXPECT_FALSE(equal_constant_time(as_bytes("abc"), as_bytes("abcd")));
}

// ASVS 5.0.0: 11.3.4, 11.5.1
TEST(RandomBytes, NeverRepeatAcrossFillingsAndThreads) {
    std::set<Salt16> seen;
    std::array<std::vector<Salt16>, 4> drawn;
    std::vector<std::thread> threads;
    threads.reserve(drawn.size());
    for (auto& salts : drawn) {
        threads.emplace_back([&salts] {
            for (int i = 0; i < 2000; ++i) salts.push_back(random_fixed<Salt16>());
        });
    }
    for (auto& thread : threads) thread.join();
    for (const auto& salts : drawn) seen.insert(salts.begin(), salts.end());
    EXPECT_EQ(seen.size(), 8000U);
}

TEST(RandomBytes, FillEveryLengthWhole) {
    for (const std::size_t size : {0U, 1U, 24U, 63U, 64U, 65U, 1000U, 5000U}) {
        Bytes joined(size);
        for (int i = 0; i < 40; ++i) {
            Bytes bytes(size);
            random_bytes(bytes);
            for (std::size_t k = 0; k < size; ++k) joined[k] |= bytes[k];
        }
        // A byte that was never written stays 0; forty random ones are 0 together once in 2^320.
        EXPECT_TRUE(std::ranges::all_of(joined, [](std::uint8_t byte) { return byte != 0; })) << size;
    }
}

}  // namespace
}  // namespace hotline
