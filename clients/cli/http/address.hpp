#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "clients/cli/outcome.hpp"

namespace hotline::cli {

/// Where a server is.
struct Address {
    bool tls = true;
    std::string host;  ///< a name or an IP address, without brackets
    std::string port;
    /// "https://host:port", the form kept beside a token.
    [[nodiscard]] std::string origin() const;
};

/// Reads "https://HOST[:PORT]"; "http://" is taken for this machine only, because a token over plain HTTP is
/// given away. Failures: usage.
[[nodiscard]] Outcome<Address> parse_address(std::string_view text);

/// One segment of a path or one value of a query: everything but unreserved characters is escaped.
[[nodiscard]] std::string percent_encoded(std::string_view text);
/// "?a=1&b=2" of the pairs whose value is not empty; empty when there are none.
[[nodiscard]] std::string query_of(const std::vector<std::pair<std::string_view, std::string>>& pairs);

}  // namespace hotline::cli
