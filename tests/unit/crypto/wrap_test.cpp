#include "crypto/envelope.hpp"
#include "crypto/token.hpp"
#include "tests/unit/crypto/changes.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace hotline::crypto {
namespace {

class WrapTest : public testing::Test {
protected:
    [[nodiscard]] Bytes sealed() const { return wrap_sealed(unit_public_, context_, key_).take(); }
    [[nodiscard]] Bytes windowed() { return window_.wrap(unit_public_, unit_kid_, context_, key_).take(); }
    [[nodiscard]] Bytes cached() const {
        return wrap_unit_cache(opener_.unit_key(), unit_kid_, context_, key_).take();
    }
    [[nodiscard]] Bytes citizens() const {
        return wrap_citizen(citizen_key_, citizen_kid_, context_, key_).take();
    }
    [[nodiscard]] Result<DataKey> open_citizens(ByteView wrap) const {
        return open_citizen_wrap(citizen_key_, citizen_kid_, context_, wrap);
    }
    [[nodiscard]] bool is_key(const Result<DataKey>& opened) const {
        return opened && equal_constant_time(opened->expose_secret(), key_.expose_secret());
    }

    WrapOpener opener_{make_box_key_pair()};
    BoxPublicKey unit_public_ = opener_.public_key();
    Kid unit_kid_ = opener_.kid();
    WindowKey window_;
    Salt16 salt_ = random_fixed<Salt16>();
    WrapContext context_{
        .case_id = random_fixed<CaseId>(), .compartment = Compartment::report, .data_key_version = 1};
    WrapKey citizen_key_ = citizen_key(TrackingSecret::random(), context_.case_id, salt_);
    Kid citizen_kid_ = citizen_kid(salt_);
    DataKey key_ = DataKey::random();
};

TEST_F(WrapTest, EveryAlgorithmGivesTheKeyBack) {
    EXPECT_TRUE(is_key(opener_.open(context_, sealed())));
    EXPECT_TRUE(is_key(opener_.open(context_, windowed())));
    EXPECT_TRUE(is_key(opener_.open(context_, cached())));
    EXPECT_TRUE(is_key(open_citizens(citizens())));
}

TEST_F(WrapTest, SizesAreFixed) {
    EXPECT_EQ(sealed().size(), 124U);
    EXPECT_EQ(windowed().size(), 148U);
    EXPECT_EQ(cached().size(), 116U);
    EXPECT_EQ(citizens().size(), 116U);
}

// ASVS 5.0.0: 11.2.2
TEST_F(WrapTest, HeadsNameAlgorithmAndRecipient) {
    const std::array<Bytes, 4> wraps{sealed(), windowed(), cached(), citizens()};
    for (std::size_t i = 0; i < wraps.size(); ++i) {
        const auto head = read_wrap_head(wraps[i]);
        ASSERT_TRUE(head);
        EXPECT_EQ(head->algorithm, i + 1);
        EXPECT_EQ(head->recipient, i < 3 ? unit_kid_ : citizen_kid_);
    }
}

// ASVS 5.0.0: 11.3.3
TEST_F(WrapTest, FlippedBitIsRejected) {
    for (const Bytes& good : {sealed(), windowed(), cached()}) {
        for_each_flipped_bit(good, [&](ByteView changed, std::size_t bit) {
            const auto opened = opener_.open(context_, changed);
            ASSERT_FALSE(opened) << "algorithm " << int{good[2]} << " bit " << bit;
            const Errc code = opened.error().code;
            EXPECT_TRUE(code == Errc::bad_key || (bit < 32U && code == Errc::bad_format)) << bit;
        });
        EXPECT_TRUE(is_key(opener_.open(context_, good))) << "the window's key survives forged senders";
    }
    for_each_flipped_bit(
        citizens(), [&](ByteView changed, std::size_t bit) { EXPECT_FALSE(open_citizens(changed)) << bit; });
}

TEST_F(WrapTest, CutOrLengthenedIsRejected) {
    for (const Bytes& good : {sealed(), windowed(), cached(), citizens()}) {
        for_each_other_length(good, [&](ByteView changed, std::size_t size) {
            EXPECT_EQ(opener_.open(context_, changed).error().code, Errc::bad_format) << size;
            EXPECT_EQ(open_citizens(changed).error().code, Errc::bad_format) << size;
        });
    }
}

TEST_F(WrapTest, AnotherContextIsRejected) {
    std::vector<WrapContext> others(3, context_);
    others[0].case_id.bytes[0] ^= 1;
    others[1].compartment = Compartment::identity;
    others[2].data_key_version = 2;
    for (const WrapContext& other : others) {
        for (const Bytes& wrap : {sealed(), windowed(), cached()}) {
            EXPECT_EQ(opener_.open(other, wrap).error().code, Errc::bad_signature);
        }
        EXPECT_EQ(open_citizen_wrap(citizen_key_, citizen_kid_, other, citizens()).error().code,
                  Errc::bad_signature);
    }
}

TEST_F(WrapTest, AnotherUnitOpensNothing) {
    WrapOpener other(make_box_key_pair());
    for (const Bytes& wrap : {sealed(), windowed(), cached()}) {
        EXPECT_EQ(other.open(context_, wrap).error().code, Errc::bad_key);
    }
}

TEST_F(WrapTest, AnotherCodeOrSaltOpensNothing) {
    const auto other_code = citizen_key(TrackingSecret::random(), context_.case_id, salt_);
    EXPECT_EQ(open_citizen_wrap(other_code, citizen_kid_, context_, citizens()).error().code, Errc::bad_key);
    const Kid other_kid = citizen_kid(random_fixed<Salt16>());
    EXPECT_EQ(open_citizen_wrap(citizen_key_, other_kid, context_, citizens()).error().code, Errc::bad_key);
}

TEST_F(WrapTest, OneOpenerServesSeveralWindows) {
    WindowKey other_window;
    for (int i = 0; i < 3; ++i) {
        EXPECT_TRUE(is_key(opener_.open(context_, windowed())));
        const Bytes other = other_window.wrap(unit_public_, unit_kid_, context_, key_).take();
        EXPECT_TRUE(is_key(opener_.open(context_, other)));
    }
}

TEST_F(WrapTest, OneWindowServesSeveralUnits) {
    WrapOpener second(make_box_key_pair());
    const Bytes for_second = window_.wrap(second.public_key(), second.kid(), context_, key_).take();
    EXPECT_TRUE(is_key(opener_.open(context_, windowed())));
    EXPECT_TRUE(is_key(second.open(context_, for_second)));
    EXPECT_FALSE(opener_.open(context_, for_second));
}

TEST_F(WrapTest, WindowsHaveKeysOfTheirOwn) {
    WindowKey other;
    const Bytes first = windowed();
    const Bytes second = other.wrap(unit_public_, unit_kid_, context_, key_).take();
    EXPECT_FALSE(std::equal(first.begin() + 12, first.begin() + 44, second.begin() + 12));
}

TEST_F(WrapTest, AKeyIdThatIsNotOfTheKeyIsABugOfTheCaller) {
    const Kid other = kid_of(make_box_key_pair().public_key);
    EXPECT_THROW((void)window_.wrap(unit_public_, other, context_, key_), std::invalid_argument);
    EXPECT_THROW((void)window_.wrap(unit_public_, other, context_, key_), std::invalid_argument)
        << "and leaves nothing behind under that id";
    EXPECT_TRUE(is_key(opener_.open(context_, windowed())));
}

TEST_F(WrapTest, AKeyOfSmallOrderIsABugOfTheCaller) {
    EXPECT_THROW((void)wrap_sealed(BoxPublicKey{}, context_, key_), std::invalid_argument);
    EXPECT_THROW((void)window_.wrap(BoxPublicKey{}, kid_of(BoxPublicKey{}), context_, key_),
                 std::invalid_argument);
}

TEST_F(WrapTest, AnOpenerKeepsWorkingAfterItWasMoved) {
    const Bytes wrap = windowed();
    ASSERT_TRUE(is_key(opener_.open(context_, wrap)));
    WrapOpener moved = std::move(opener_);
    EXPECT_TRUE(is_key(moved.open(context_, wrap)));
    EXPECT_EQ(moved.kid(), unit_kid_);
}

}  // namespace
}  // namespace hotline::crypto
