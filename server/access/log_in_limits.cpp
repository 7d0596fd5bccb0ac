#include "server/access/log_in_limits.hpp"

#include <algorithm>

namespace hotline::access {
namespace {

std::string pair_of(std::string_view account, std::string_view address) {
    std::string pair(account);
    pair += '\n';
    pair += address;
    return pair;
}

}  // namespace

std::string limit_key(const boost::asio::ip::address& address) {
    if (address.is_v4()) return address.to_string();
    boost::asio::ip::address_v6 v6 = address.to_v6();
    if (v6.is_v4_mapped())
        return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, v6).to_string();
    auto bytes = v6.to_bytes();
    std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
    return boost::asio::ip::address_v6(bytes).to_string() + "/64";
}

bool LogInLimits::allow(std::string_view account, std::string_view address, Now now) {
    const std::string pair = pair_of(account, address);
    {
        const std::scoped_lock lock(mutex_);
        if (known_.contains(pair)) return pairs_.allow(pair, now);
    }
    return addresses_.allow(address, now) && accounts_.allow(account, now);
}

void LogInLimits::succeeded(std::string_view account, std::string_view address) {
    const std::string pair = pair_of(account, address);
    const std::scoped_lock lock(mutex_);
    if (!known_.insert(pair).second) return pairs_.give_back(pair);
    addresses_.give_back(address);
    accounts_.give_back(account);
    in_order_.push_back(pair);
    if (in_order_.size() <= kKnownPairs) return;
    known_.erase(in_order_.front());
    in_order_.pop_front();
}

}  // namespace hotline::access
