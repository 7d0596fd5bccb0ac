#include "crypto/secret.hpp"

#include <gtest/gtest.h>
#include <malloc.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <new>

namespace {

constexpr std::string_view kMarker = "MARKER-7f3a-MARKER";
std::atomic<bool> watching = false;
std::atomic<int> freed_with_marker = 0;

void look_at(const void* memory) {
    if (!watching || memory == nullptr) return;
    const auto* text = static_cast<const char*>(memory);
    const std::string_view block(text, malloc_usable_size(const_cast<void*>(memory)));
    if (block.contains(kMarker)) ++freed_with_marker;
}

}  // namespace

// Every block that this test program gives back is looked at first.
void* operator new(std::size_t size) {
    if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
    throw std::bad_alloc();
}
void operator delete(void* memory) noexcept {
    look_at(memory);
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    operator delete(memory);
}

namespace hotline {
namespace {

using Secret = SecretFixed<16, struct TestTag>;

/// Counts the blocks given back with the marker still in them while `act` runs.
int marks_left_by(const auto& act) {
    freed_with_marker = 0;
    watching = true;
    act();
    watching = false;
    return freed_with_marker;
}

bool all_zero(ByteView bytes) {
    return std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte == 0; });
}

TEST(SecretBytes, OrdinaryStringsLeaveTheirTextBehind) {
    const auto leaves_text = [] { EXPECT_EQ((std::string(kMarker) + std::string(40, 'x')).size(), 58U); };
    EXPECT_GE(marks_left_by(leaves_text), 1);
}

TEST(SecretBytes, AreWipedWhenTheyDie) {
    EXPECT_EQ(marks_left_by([] { const auto secret = SecretBytes::from_text(kMarker); }), 0);
}

TEST(SecretBytes, AreWipedWhenTheyGrow) {
    EXPECT_EQ(marks_left_by([] {
                  auto secret = SecretBytes::from_text(kMarker);
                  for (int i = 0; i < 100; ++i) secret.append(kMarker);
              }),
              0);
}

TEST(SecretBytes, AreWipedWhenAssignedOver) {
    EXPECT_EQ(marks_left_by([] {
                  auto secret = SecretBytes::from_text(kMarker);
                  secret = SecretBytes::from_text("another");
              }),
              0);
}

TEST(SecretBytes, WipeWhatIsCutOff) {
    auto secret = SecretBytes::from_text("0123456789");
    const std::uint8_t* memory = secret.expose_secret().data();
    secret.truncate(4);
    EXPECT_EQ(secret.expose_text(), "0123");
    EXPECT_TRUE(all_zero({memory + 4, 6}));
}

TEST(SecretBytes, TruncatingToMoreChangesNothing) {
    auto secret = SecretBytes::from_text("0123");
    secret.truncate(9);
    EXPECT_EQ(secret.expose_text(), "0123");
}

TEST(SecretBytes, AreEmptyAfterTheyWereMovedFrom) {
    auto from = SecretBytes::from_text("secret");
    const SecretBytes to = std::move(from);
    EXPECT_TRUE(from.empty());  // NOLINT(bugprone-use-after-move): that is the promise
    EXPECT_EQ(to.expose_text(), "secret");
}

TEST(SecretBytes, StartAsZeros) {
    const SecretBytes secret(64);
    EXPECT_EQ(secret.size(), 64U);
    EXPECT_TRUE(all_zero(secret.expose_secret()));
}

TEST(SecretBytes, ClonesAreIndependent) {
    auto first = SecretBytes::from_text("abc");
    const auto second = first.clone();
    first.expose_secret_for_writing()[0] = 'x';
    EXPECT_EQ(second.expose_text(), "abc");
}

TEST(SecretFixed, IsWipedWhenMovedFrom) {
    auto from = Secret::random();
    const auto copy = from.clone();
    const Secret to = std::move(from);
    EXPECT_TRUE(all_zero(from.expose_secret()));  // NOLINT(bugprone-use-after-move): that is the promise
    EXPECT_TRUE(equal_constant_time(to.expose_secret(), copy.expose_secret()));
}

TEST(SecretFixed, KeepsItsValueWhenMovedOntoItself) {
    auto secret = Secret::random();
    const auto copy = secret.clone();
    Secret& alias = secret;
    secret = std::move(alias);
    EXPECT_TRUE(equal_constant_time(secret.expose_secret(), copy.expose_secret()));
}

TEST(SecretFixed, IsWipedWhenItDies) {
    alignas(Secret) std::array<std::uint8_t, sizeof(Secret)> storage;
    auto* secret = new (storage.data()) Secret(Secret::random());
    ASSERT_FALSE(all_zero(storage));
    secret->~Secret();
    EXPECT_TRUE(all_zero(storage));
}

TEST(SecretFixed, RefusesAnotherLength) {
    EXPECT_EQ(Secret::from(Bytes(15)).error().code, Errc::bad_format);
    EXPECT_EQ(Secret::from(Bytes(17)).error().code, Errc::bad_format);
    EXPECT_TRUE(Secret::from(Bytes(16)));
}

TEST(Pii, LeavesNothingBehind) {
    EXPECT_EQ(marks_left_by([] {
                  const Pii<struct NameTag> name(kMarker);
                  const auto other = name.clone();
                  ASSERT_EQ(other.expose_pii(), kMarker);
              }),
              0);
}

TEST(LockedMemory, IsReadFromTheKernel) {
    const LockedMemoryState state = locked_memory_state();
    EXPECT_GT(state.limit_bytes, 0U);
    EXPECT_LE(state.locked_bytes, state.limit_bytes);
}

}  // namespace
}  // namespace hotline
