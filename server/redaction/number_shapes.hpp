#pragma once

#include "server/redaction/number_groups.hpp"

namespace hotline::redaction {

/// Shapes of numbers (domain.md, section 4), by their digits alone.

/// 0[35789] and eight digits, also with +84, 0084 or 84 0 in front.
[[nodiscard]] bool is_mobile(const Run& run) noexcept;
/// The eleven digits of before 2018: 012x, 0162-0169, 0186, 0188, 0199.
[[nodiscard]] bool is_old_mobile(const Run& run) noexcept;
/// 024 and 028 with eight digits, other 02xx with seven, also with 84 in front.
[[nodiscard]] bool is_landline(const Run& run) noexcept;
/// Twelve digits that begin with a province and a century as on the citizen card.
[[nodiscard]] bool is_citizen_id(const Run& run) noexcept;
/// 16 or 19 digits of a bank card: NAPAS, or a good check digit.
[[nodiscard]] bool is_card(const Run& run) noexcept;

}  // namespace hotline::redaction
