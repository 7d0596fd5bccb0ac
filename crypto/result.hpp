#pragma once

#include <expected>
#include <source_location>
#include <string>
#include <string_view>
#include <utility>

namespace hotline {

/// What went wrong, as a closed list. `server/http/problem.cpp` is the one place where a code becomes HTTP.
enum class Errc {
    bad_input,          ///< the caller's data is not of the asked form
    bad_format,         ///< stored or received bytes are not of a known, versioned format
    bad_key,            ///< the key is not the one these bytes were made for
    bad_signature,      ///< a signature, tag or hash does not match
    unauthenticated,    ///< no session, or it has ended
    otp_needed,         ///< the password is right and the account also wants a one-time code
    step_up_needed,     ///< the session is older than the act allows; log in or step up again
    forbidden,          ///< the caller is known and may not do this
    not_found,          ///< there is no such thing, or it is not the caller's: the two answer alike
    conflict,           ///< somebody changed it; the version given is not the current one
    wrong_state,        ///< the act does not fit the state the case is in
    last_keys,          ///< nobody else could open what this act would close; say that the loss is accepted
    idempotency_reuse,  ///< the same Idempotency-Key with another request
    rate_limited,       ///< too many; try later
    reveal_limit,       ///< more reveals than the limits allow; a supervisor may lift them
    too_large,          ///< over a stated bound
    stale_directory,    ///< sealed for an older key directory; wrap again and retry
    busy,               ///< a bounded queue is full; try later
    storage_full,       ///< no room on the disk
    storage_failed,     ///< the disk or the database refused
    audit_unavailable,  ///< the log cannot take or sign leaves, so nothing may be opened
    internal,           ///< a bug
};

/// The code's own name, for logs and metrics.
[[nodiscard]] std::string_view name_of(Errc code) noexcept;

/// A failure that travels as a value. `internal` goes to the log only and never holds personal data,
/// complaint text, passwords, tokens or codes.
struct Error {
    Errc code = Errc::internal;
    std::string internal;
    std::source_location where = std::source_location::current();
};

/// Makes an Error that remembers the place of the call.
[[nodiscard]] inline Error fail(Errc code, std::string internal,
                                std::source_location where = std::source_location::current()) {
    return Error{code, std::move(internal), where};
}

/// A value or an Error; unlike std::expected in this standard library it warns when dropped.
template <class T>
class [[nodiscard]] Result {
public:
    using value_type = T;

    // NOLINTBEGIN(google-explicit-constructor): `return value;` and `return fail(...);` are the point
    Result(T value)
        requires(!std::is_void_v<T>)
        : inner_(std::move(value)) {}
    Result(Error error) : inner_(std::unexpected(std::move(error))) {}
    // NOLINTEND(google-explicit-constructor)

    [[nodiscard]] explicit operator bool() const noexcept { return inner_.has_value(); }
    [[nodiscard]] bool has_value() const noexcept { return inner_.has_value(); }
    [[nodiscard]] T& operator*() & { return *inner_; }
    [[nodiscard]] const T& operator*() const& { return *inner_; }
    [[nodiscard]] T&& operator*() && { return *std::move(inner_); }
    [[nodiscard]] T* operator->() { return &*inner_; }
    [[nodiscard]] const T* operator->() const { return &*inner_; }
    [[nodiscard]] Error& error() & { return inner_.error(); }
    [[nodiscard]] const Error& error() const& { return inner_.error(); }
    [[nodiscard]] Error&& error() && { return std::move(inner_).error(); }
    /// The value, or a std::bad_expected_access when there is none (a bug of the caller).
    [[nodiscard]] T& value() & { return inner_.value(); }
    [[nodiscard]] T&& value() && { return std::move(inner_).value(); }

private:
    std::expected<T, Error> inner_;
};

/// Success without a value, or an Error.
template <>
class [[nodiscard]] Result<void> {
public:
    using value_type = void;

    Result() = default;
    Result(Error error) : inner_(std::unexpected(std::move(error))) {}  // NOLINT(google-explicit-constructor)

    [[nodiscard]] explicit operator bool() const noexcept { return inner_.has_value(); }
    [[nodiscard]] bool has_value() const noexcept { return inner_.has_value(); }
    [[nodiscard]] Error& error() & { return inner_.error(); }
    [[nodiscard]] const Error& error() const& { return inner_.error(); }
    [[nodiscard]] Error&& error() && { return std::move(inner_).error(); }

private:
    std::expected<void, Error> inner_;
};

}  // namespace hotline
