#include "server/http/trusted_proxies.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <ranges>

namespace hotline::http {
namespace {

namespace ip = boost::asio::ip;

constexpr unsigned kMappedBits = 96;  // of an IPv4 address written as IPv6

ip::address_v6 as_v6(const ip::address& address) {
    return address.is_v6() ? address.to_v6() : ip::make_address_v6(ip::v4_mapped, address.to_v4());
}

std::optional<ip::address> address_of(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    if (text.starts_with('[') && text.ends_with(']')) text = text.substr(1, text.size() - 2);
    boost::system::error_code ec;
    const ip::address address = ip::make_address(std::string(text), ec);
    if (ec) return std::nullopt;
    return address;
}

bool same_prefix(const ip::address_v6& a, const ip::address_v6& b, unsigned bits) {
    const auto x = a.to_bytes();
    const auto y = b.to_bytes();
    const std::size_t whole = bits / 8;
    if (!std::equal(x.begin(), x.begin() + static_cast<std::ptrdiff_t>(whole), y.begin())) return false;
    if (bits % 8 == 0) return true;
    const unsigned shift = 8 - (bits % 8);
    return (x.at(whole) >> shift) == (y.at(whole) >> shift);
}

}  // namespace

Result<TrustedProxies> TrustedProxies::parse(const std::vector<std::string>& networks) {
    TrustedProxies proxies;
    for (const std::string& text : networks) {
        const std::size_t slash = text.find('/');
        const std::optional<ip::address> base = address_of(std::string_view(text).substr(0, slash));
        if (!base) return fail(Errc::bad_input, "not an address or network: " + text);
        const unsigned longest = base->is_v4() ? 32 : 128;
        unsigned prefix = longest;
        if (slash != std::string::npos) {
            const char* end = text.data() + text.size();
            const auto parsed = std::from_chars(text.data() + slash + 1, end, prefix);
            if (parsed.ec != std::errc{} || parsed.ptr != end || prefix > longest)
                return fail(Errc::bad_input, "not an address or network: " + text);
        }
        proxies.networks_.push_back({as_v6(*base), base->is_v4() ? prefix + kMappedBits : prefix});
    }
    return proxies;
}

bool TrustedProxies::trusts(const ip::address& address) const {
    return std::ranges::any_of(networks_, [v6 = as_v6(address)](const Network& network) {
        return same_prefix(network.base, v6, network.prefix);
    });
}

ip::address TrustedProxies::client_of(const ip::address& peer,
                                      const std::vector<std::string_view>& forwarded_for) const {
    ip::address client = peer;
    for (std::string_view list : forwarded_for | std::views::reverse) {
        while (trusts(client)) {
            const std::size_t comma = list.rfind(',');
            const std::optional<ip::address> before =
                address_of(comma == std::string_view::npos ? list : list.substr(comma + 1));
            if (!before) return client;
            client = *before;
            if (comma == std::string_view::npos) break;
            list = list.substr(0, comma);
        }
    }
    return client;
}

}  // namespace hotline::http
