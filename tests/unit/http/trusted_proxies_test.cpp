#include "server/http/trusted_proxies.hpp"

#include <gtest/gtest.h>

namespace hotline::http {
namespace {

std::string client(const TrustedProxies& proxies, const char* peer, std::vector<std::string_view> forwarded) {
    return proxies.client_of(boost::asio::ip::make_address(peer), forwarded).to_string();
}

TEST(TrustedProxies, NobodyIsBelievedUnlessNamed) {
    EXPECT_EQ(client({}, "192.0.2.1", {"203.0.113.9"}), "192.0.2.1");
    const auto proxies = TrustedProxies::parse({"10.0.0.0/8"});
    ASSERT_TRUE(proxies);
    EXPECT_EQ(client(*proxies, "192.0.2.1", {"203.0.113.9"}), "192.0.2.1");
}

// ASVS 5.0.0: 15.3.4
TEST(TrustedProxies, TheRightmostStrangerIsTheClient) {
    const auto proxies = TrustedProxies::parse({"10.0.0.0/8", "fd00::/8", "127.0.0.1"});
    ASSERT_TRUE(proxies);
    EXPECT_EQ(client(*proxies, "10.1.2.3", {"203.0.113.9"}), "203.0.113.9");
    EXPECT_EQ(client(*proxies, "10.1.2.3", {"198.51.100.1, 203.0.113.9"}), "203.0.113.9")
        << "what the client wrote";
    EXPECT_EQ(client(*proxies, "10.1.2.3", {"203.0.113.9, 10.9.9.9 , fd00::1"}), "203.0.113.9");
    EXPECT_EQ(client(*proxies, "10.1.2.3", {"198.51.100.1", "203.0.113.9, 10.0.0.2"}), "203.0.113.9")
        << "fields in order";
    EXPECT_EQ(client(*proxies, "::ffff:127.0.0.1", {"2001:db8::7"}), "2001:db8::7");
    EXPECT_EQ(client(*proxies, "10.1.2.3", {}), "10.1.2.3");
}

TEST(TrustedProxies, WhatIsNoAddressEndsTheSearch) {
    const auto proxies = TrustedProxies::parse({"10.0.0.0/8"});
    ASSERT_TRUE(proxies);
    EXPECT_EQ(client(*proxies, "10.1.2.3", {"203.0.113.9, unknown"}), "10.1.2.3");
    EXPECT_EQ(client(*proxies, "10.1.2.3", {""}), "10.1.2.3");
}

TEST(TrustedProxies, PrefixesAreExactToTheBit) {
    const auto proxies = TrustedProxies::parse({"192.0.2.128/25"});
    ASSERT_TRUE(proxies);
    EXPECT_EQ(client(*proxies, "192.0.2.128", {"203.0.113.9"}), "203.0.113.9");
    EXPECT_EQ(client(*proxies, "192.0.2.127", {"203.0.113.9"}), "192.0.2.127");
}

TEST(TrustedProxies, MalformedNetworksAreRefused) {
    for (const char* bad : {"", "proxy", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/8x", "::1/129"})
        EXPECT_FALSE(TrustedProxies::parse({bad})) << bad;
}

}  // namespace
}  // namespace hotline::http
