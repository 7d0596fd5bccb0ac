#pragma once

#include "clients/cli/exit_code.hpp"

#include <expected>
#include <string>
#include <utility>

namespace hotline::cli {

/// Why a command ends early: what the person reads (Vietnamese, without "lỗi:") and how the program exits.
struct Failure {
    ExitCode code = ExitCode::failed;
    std::string message;
};

/// A value or the reason why there is none; unlike std::expected in this standard library it warns when
/// dropped.
template <class T, class Reason>
class [[nodiscard]] Either : public std::expected<T, Reason> {
public:
    using std::expected<T, Reason>::expected;
    // NOLINTNEXTLINE(google-explicit-constructor): `return reason;` is the point
    Either(Reason reason) : std::expected<T, Reason>(std::unexpected(std::move(reason))) {}
};

template <class T>
using Outcome = Either<T, Failure>;

}  // namespace hotline::cli
