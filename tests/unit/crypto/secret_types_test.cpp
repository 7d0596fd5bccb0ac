// What secrets must not be able to do is checked when this file compiles; std::string and Hash32 show that
// each check can tell the difference.

#include "crypto/keys.hpp"
#include "crypto/secret.hpp"

#include <fmt/format.h>
#include <fmt/ostream.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <concepts>
#include <ostream>
#include <string>

namespace hotline {
namespace {

template <class T>
concept Printable = requires(std::ostream& out, const T& value) { out << value; };
template <class T>
concept Formattable = fmt::is_formattable<T>::value;
template <class T>
concept JsonConvertible = requires(nlohmann::json& json, const T& value) { json = value; } ||
                          requires(const T& value) { nlohmann::json(value); };
template <class T>
concept Comparable =
    requires(const T& a, const T& b) { a == b; } || requires(const T& a, const T& b) { a < b; };
template <class T>
concept TextConvertible = std::convertible_to<T, std::string> || std::convertible_to<T, std::string_view> ||
                          std::convertible_to<T, ByteView>;
template <class T>
concept Copyable = std::is_copy_constructible_v<T> || std::is_copy_assignable_v<T>;

template <class T>
concept Sealed =
    !Printable<T> && !Formattable<T> && !JsonConvertible<T> && !Comparable<T> && !TextConvertible<T> &&
    !Copyable<T> && std::is_nothrow_move_constructible_v<T> && std::is_nothrow_move_assignable_v<T>;

using Name = Pii<struct NameTag>;
using Phone = Pii<struct PhoneTag>;

static_assert(Sealed<SecretBytes>);
static_assert(Sealed<SecretFixed<32, struct AnyTag>>);
static_assert(Sealed<crypto::DataKey>);
static_assert(Sealed<crypto::SignSecretKey>);
static_assert(Sealed<Name>);

static_assert(!std::convertible_to<Name, Phone> && !std::constructible_from<Phone, Name>);
static_assert(!std::convertible_to<crypto::DataKey, crypto::WrapKey>);
static_assert(!std::convertible_to<crypto::BoxPublicKey, crypto::SignPublicKey>);
static_assert(!std::convertible_to<CaseId, RowId>);
static_assert(!std::convertible_to<std::string_view, Name>, "personal data is named as such");

static_assert(Printable<std::string> && Formattable<std::string> && JsonConvertible<std::string>);
static_assert(Comparable<std::string> && TextConvertible<std::string> && Copyable<std::string>);
static_assert(Comparable<Hash32> && Copyable<Hash32>);

TEST(SecretTypes, KeepTheirPromisesAtCompileTime) {
    EXPECT_TRUE(Sealed<Name>);
    EXPECT_FALSE(Sealed<std::string>);
}

}  // namespace
}  // namespace hotline
