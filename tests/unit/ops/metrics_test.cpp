#include "server/ops/metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <thread>
#include <vector>

namespace hotline::ops {
namespace {

using ::testing::HasSubstr;
using namespace std::chrono_literals;

TEST(Metrics, SeriesAppearInTheExposition) {
    Metrics metrics;
    metrics.counter("hotline_cases_created_total", "Cases.", {{"channel", "phone"}})->add(3);
    metrics.gauge("hotline_free_bytes", "Free.")->set(7);
    metrics.histogram("hotline_commit_seconds", "Commits.")->observe(3ms);
    int depth = 4;
    metrics.gauge_from("hotline_queue_depth", "Waiting.", [&depth] { return depth; },
                       {{"queue", "passwords"}});
    depth = 9;
    const std::string text = metrics.exposition();
    EXPECT_THAT(text, HasSubstr("hotline_cases_created_total{channel=\"phone\"} 3"));
    EXPECT_THAT(text, HasSubstr("hotline_free_bytes 7"));
    EXPECT_THAT(text, HasSubstr("hotline_commit_seconds_bucket{le=\"0.0025\"} 0"));
    EXPECT_THAT(text, HasSubstr("hotline_commit_seconds_bucket{le=\"0.005\"} 1"));
    EXPECT_THAT(text, HasSubstr("hotline_queue_depth{queue=\"passwords\"} 9"));
}

TEST(Metrics, TheSameNameAndLabelsAreTheSameSeries) {
    Metrics metrics;
    metrics.counter("hotline_x_total", "X.")->add();
    metrics.counter("hotline_x_total", "X.")->add();
    EXPECT_EQ(metrics.counter("hotline_x_total", "X.")->value(), 2);
}

TEST(Metrics, RoutesCountFromSeveralThreads) {
    Metrics metrics;
    RouteMetrics* const route = metrics.route("cases.list");
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([route] {
            for (unsigned j = 0; j < 1000; ++j) route->count(j % 2 == 0 ? 200 : 404, 1ms);
        });
    }
    for (std::thread& thread : threads) thread.join();
    route->count(9999, 1ms);
    const std::string text = metrics.exposition();
    EXPECT_THAT(text, HasSubstr("hotline_http_requests_total{route=\"cases.list\",status=\"200\"} 2000"));
    EXPECT_THAT(text, HasSubstr("hotline_http_requests_total{route=\"cases.list\",status=\"404\"} 2000"));
    EXPECT_THAT(text, HasSubstr("hotline_http_request_seconds_count{route=\"cases.list\"} 4001"));
}

}  // namespace
}  // namespace hotline::ops
