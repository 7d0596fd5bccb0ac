#include "clients/cli/http/address.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <fmt/format.h>

#include "clients/cli/messages.hpp"

namespace hotline::cli {
namespace {

/// A loopback address or "localhost"; a name such as 127.example.vn may be anywhere.
bool is_this_machine(const std::string& host) {
    boost::system::error_code ec;
    const auto address = boost::asio::ip::make_address(host, ec);
    return host == "localhost" || (!ec && address.is_loopback());
}

bool is_unreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

}  // namespace

std::string Address::origin() const {
    const bool brackets = host.find(':') != std::string::npos;
    return fmt::format("{}://{}{}{}:{}", tls ? "https" : "http", brackets ? "[" : "", host,
                       brackets ? "]" : "", port);
}

Outcome<Address> parse_address(std::string_view text) {
    const Failure wrong{ExitCode::usage, fmt::format(msg::kBadServer, text)};
    const auto url = boost::urls::parse_uri(text);
    if (!url || url->has_userinfo() || url->has_query() || url->has_fragment() || url->host().empty())
        return wrong;
    if (url->encoded_path() != "" && url->encoded_path() != "/") return wrong;
    Address address{.tls = url->scheme() == "https", .host = url->host_address(), .port = url->port()};
    if (!address.tls && url->scheme() != "http") return wrong;
    if (!address.tls && !is_this_machine(address.host)) {
        return Failure{ExitCode::usage, std::string(msg::kPlainHttpOnlyHere)};
    }
    if (address.port.empty()) address.port = address.tls ? "443" : "80";
    return address;
}

std::string percent_encoded(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (is_unreserved(c)) {
            out += c;
        } else {
            out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
        }
    }
    return out;
}

std::string query_of(const std::vector<std::pair<std::string_view, std::string>>& pairs) {
    std::string out;
    for (const auto& [name, value] : pairs) {
        if (value.empty()) continue;
        out += out.empty() ? '?' : '&';
        out += name;
        out += '=' + percent_encoded(value);
    }
    return out;
}

}  // namespace hotline::cli
