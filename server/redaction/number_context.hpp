#pragma once

#include "server/redaction/number_shapes.hpp"

namespace hotline::redaction {

/// The word before a number that says what it is.
struct NumberKey {
    Term term = Term::key_phone;
    int distance = 0;  ///< words between it and the number
};

/// The nearest such word in the same sentence, at most nine words before the token and behind the last
/// number found.
[[nodiscard]] std::optional<NumberKey> key_before(const Reading& reading, const Findings& findings,
                                                  std::size_t token);

/// The number belongs to a body, not to a person: the nearer of the words for either decides.
[[nodiscard]] bool belongs_to_body(const Reading& reading, std::size_t token);

/// A sum of money follows or the digits are grouped like one.
[[nodiscard]] bool is_money(const Reading& reading, const Run& run);

/// Letters or a code stand glued before the number, so it is part of something else.
[[nodiscard]] bool is_part_of_code(const Reading& reading, const Findings& findings, std::uint32_t begin);

}  // namespace hotline::redaction
