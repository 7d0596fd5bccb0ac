#pragma once

#include "crypto/envelope.hpp"
#include "crypto/result.hpp"

#include <array>
#include <map>
#include <string_view>
#include <tuple>

namespace hotline::access {

/// What must be true before a part of the reporter is opened; the words of openings.txt.
struct Condition {
    bool possible = false;
    bool consent = false;        ///< the reporter lets the handling unit make contact
    bool second_person = false;  ///< another person, a supervisor, agrees
};

/// From whose place somebody looks.
enum class Side : std::uint8_t { desk, unit };

/// Who opens which part of the reporter: data/openings.txt, the one table that the server asks and people
/// read. The keys decide once more. Immutable.
class Openings {
public:
    /// The table compiled into the program. Throws on a broken build only.
    [[nodiscard]] static const Openings& built_in();
    /// Errors: bad_format (names the line: a missing or unknown word, a part given twice or not at all).
    [[nodiscard]] static Result<Openings> parse(std::string_view text);

    /// @param confidential  the case is, or only the supervisors hold its keys
    /// A part that the table does not speak of (the redacted report) is possible without condition.
    [[nodiscard]] Condition of(crypto::Compartment part, bool confidential, Side side) const;

private:
    std::map<std::tuple<crypto::Compartment, bool>, std::array<Condition, 2>> conditions_;
};

/// The table as it was written, with its explanation.
[[nodiscard]] std::string_view openings_text() noexcept;

}  // namespace hotline::access
