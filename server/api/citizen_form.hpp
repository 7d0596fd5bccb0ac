#pragma once

#include "crypto/result.hpp"
#include "crypto/secret.hpp"

#include <map>
#include <string>
#include <string_view>

namespace hotline::api {

/// What a page without scripts sent: application/x-www-form-urlencoded, each value decoded into wiped memory
/// (WHATWG URL, "application/x-www-form-urlencoded parsing"). Line ends of text areas become '\n'.
class CitizenForm {
public:
    static constexpr std::size_t kMostFields = 32;

    /// Errors: bad_input (a name twice, more than 32 fields, a percent sign without two hexadecimal digits).
    [[nodiscard]] static Result<CitizenForm> parse(std::string_view body);
    /// The value; empty when the field was not sent.
    [[nodiscard]] std::string_view text(std::string_view name) const noexcept;

    /// The same as the JSON body of POST /v1/public/cases, for the one reader of complaints. Fields left
    /// empty are left out, and so are the person's when `anonymous` is ticked.
    [[nodiscard]] SecretBytes complaint_json() const;

private:
    std::map<std::string, SecretBytes, std::less<>> fields_;
};

}  // namespace hotline::api
