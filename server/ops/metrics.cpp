#include "server/ops/metrics.hpp"

#include <array>
#include <atomic>
#include <deque>
#include <mutex>
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>
#include <utility>
#include <vector>

namespace hotline::ops {
namespace {

/// Seconds: from an inbox page out of memory to a password hash behind a queue.
const prometheus::Histogram::BucketBoundaries kSecondsBuckets{
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0};

class PrometheusCounter final : public Counter {
public:
    explicit PrometheusCounter(prometheus::Counter* counter) noexcept : counter_(counter) {}
    void add(double amount) noexcept override { counter_->Increment(amount); }
    [[nodiscard]] double value() const noexcept override { return counter_->Value(); }

private:
    prometheus::Counter* counter_;
};

class PrometheusGauge final : public Gauge {
public:
    explicit PrometheusGauge(prometheus::Gauge* gauge) noexcept : gauge_(gauge) {}
    void set(double value) noexcept override { gauge_->Set(value); }
    [[nodiscard]] double value() const noexcept override { return gauge_->Value(); }

private:
    prometheus::Gauge* gauge_;
};

double in_seconds(std::chrono::nanoseconds duration) noexcept {
    return std::chrono::duration<double>(duration).count();
}

class PrometheusHistogram final : public Histogram {
public:
    explicit PrometheusHistogram(prometheus::Histogram* histogram) noexcept : histogram_(histogram) {}
    void observe(std::chrono::nanoseconds duration) noexcept override {
        histogram_->Observe(in_seconds(duration));
    }

private:
    prometheus::Histogram* histogram_;
};

class PrometheusRoute final : public RouteMetrics {
public:
    PrometheusRoute(std::string route, prometheus::Family<prometheus::Counter>* requests,
                    prometheus::Histogram* seconds)
        : route_(std::move(route)), requests_(requests), seconds_(seconds) {}

    void count(unsigned status, std::chrono::nanoseconds duration) noexcept override {
        counter_of(status < kStatuses ? status : 0).Increment();
        seconds_->Observe(in_seconds(duration));
    }

private:
    static constexpr unsigned kStatuses = 600;

    /// Add() gives the same counter for the same labels, so two threads that meet here store the same
    /// pointer.
    prometheus::Counter& counter_of(unsigned status) {
        auto& slot = by_status_[status];
        prometheus::Counter* counter = slot.load(std::memory_order_acquire);
        if (counter == nullptr) {
            counter = &requests_->Add({{"route", route_}, {"status", std::to_string(status)}});
            slot.store(counter, std::memory_order_release);
        }
        return *counter;
    }

    std::string route_;
    prometheus::Family<prometheus::Counter>* requests_;
    prometheus::Histogram* seconds_;
    std::array<std::atomic<prometheus::Counter*>, kStatuses> by_status_{};
};

struct AskedGauge {
    prometheus::Gauge* gauge;
    std::function<double()> read;
};

}  // namespace

struct Metrics::Impl {
    prometheus::Registry registry{prometheus::Registry::InsertBehavior::Merge};
    std::mutex mutex;  // guards the lists below; the registry has its own
    std::vector<std::unique_ptr<Counter>> counters;
    std::vector<std::unique_ptr<Gauge>> gauges;
    std::vector<std::unique_ptr<Histogram>> histograms;
    std::vector<std::unique_ptr<RouteMetrics>> routes;
    std::vector<AskedGauge> asked;

    prometheus::Histogram& seconds(std::string_view name, std::string_view help, const Labels& labels) {
        auto& family =
            prometheus::BuildHistogram().Name(std::string(name)).Help(std::string(help)).Register(registry);
        return family.Add(labels, kSecondsBuckets);
    }
    prometheus::Gauge& plain_gauge(std::string_view name, std::string_view help, const Labels& labels) {
        auto& family =
            prometheus::BuildGauge().Name(std::string(name)).Help(std::string(help)).Register(registry);
        return family.Add(labels);
    }
    template <class Made, class Base>
    Made* keep(std::vector<std::unique_ptr<Base>>& list, std::unique_ptr<Made> made) {
        const std::lock_guard lock(mutex);
        Made* borrowed = made.get();
        list.push_back(std::move(made));
        return borrowed;
    }
};

Metrics::Metrics() : impl_(std::make_unique<Impl>()) {}
Metrics::~Metrics() = default;

Counter* Metrics::counter(std::string_view name, std::string_view help, const Labels& labels) {
    auto& family =
        prometheus::BuildCounter().Name(std::string(name)).Help(std::string(help)).Register(impl_->registry);
    return impl_->keep(impl_->counters, std::make_unique<PrometheusCounter>(&family.Add(labels)));
}

Gauge* Metrics::gauge(std::string_view name, std::string_view help, const Labels& labels) {
    return impl_->keep(impl_->gauges,
                       std::make_unique<PrometheusGauge>(&impl_->plain_gauge(name, help, labels)));
}

Histogram* Metrics::histogram(std::string_view name, std::string_view help, const Labels& labels) {
    return impl_->keep(impl_->histograms,
                       std::make_unique<PrometheusHistogram>(&impl_->seconds(name, help, labels)));
}

void Metrics::gauge_from(std::string_view name, std::string_view help, std::function<double()> read,
                         const Labels& labels) {
    auto& gauge = impl_->plain_gauge(name, help, labels);
    const std::lock_guard lock(impl_->mutex);
    impl_->asked.push_back({&gauge, std::move(read)});
}

RouteMetrics* Metrics::route(std::string_view route) {
    auto& requests = prometheus::BuildCounter()
                         .Name("hotline_http_requests_total")
                         .Help("Requests answered, by route and status.")
                         .Register(impl_->registry);
    const std::string name(route);
    auto& seconds =
        impl_->seconds("hotline_http_request_seconds",
                       "Time from the end of the header to the end of the answer.", {{"route", name}});
    return impl_->keep(impl_->routes, std::make_unique<PrometheusRoute>(name, &requests, &seconds));
}

std::string Metrics::exposition() {
    {
        const std::lock_guard lock(impl_->mutex);
        for (const AskedGauge& asked : impl_->asked) asked.gauge->Set(asked.read());
    }
    return prometheus::TextSerializer().Serialize(impl_->registry.Collect());
}

}  // namespace hotline::ops
