#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace hotline::ops {

/// Names and values of one series, e.g. {{"queue","passwords"}}. Never personal data.
using Labels = std::map<std::string, std::string>;

/// A number that only grows. Borrowed from Metrics, which must outlive it. Thread-safe.
class Counter {
public:
    virtual ~Counter() = default;
    virtual void add(double amount = 1) noexcept = 0;
    [[nodiscard]] virtual double value() const noexcept = 0;
};

/// A number that goes up and down. Borrowed from Metrics, which must outlive it. Thread-safe.
class Gauge {
public:
    virtual ~Gauge() = default;
    virtual void set(double value) noexcept = 0;
    [[nodiscard]] virtual double value() const noexcept = 0;
};

/// A distribution of durations in seconds. Borrowed from Metrics, which must outlive it. Thread-safe.
class Histogram {
public:
    virtual ~Histogram() = default;
    virtual void observe(std::chrono::nanoseconds duration) noexcept = 0;
};

/// Requests of one route: `hotline_http_requests_total{route,status}` and
/// `hotline_http_request_seconds{route}`. Borrowed from Metrics. Thread-safe; the first request of a status
/// allocates, later ones do not.
class RouteMetrics {
public:
    virtual ~RouteMetrics() = default;
    virtual void count(unsigned status, std::chrono::nanoseconds duration) noexcept = 0;
};

/// The process's metrics in Prometheus text form. Made in `main`; outlives everything that counts.
/// Thread-safe.
class Metrics {
public:
    Metrics();
    Metrics(const Metrics&) = delete;
    Metrics& operator=(const Metrics&) = delete;
    ~Metrics();

    /// The series with this name and these labels, made on first use; `name` like
    /// "hotline_cases_created_total".
    [[nodiscard]] Counter* counter(std::string_view name, std::string_view help, const Labels& labels = {});
    [[nodiscard]] Gauge* gauge(std::string_view name, std::string_view help, const Labels& labels = {});
    [[nodiscard]] Histogram* histogram(std::string_view name, std::string_view help,
                                       const Labels& labels = {});
    /// A gauge asked for its value at each exposition, e.g. a queue depth. `read` must not block.
    void gauge_from(std::string_view name, std::string_view help, std::function<double()> read,
                    const Labels& labels = {});
    /// @param route  RouteInfo::name
    [[nodiscard]] RouteMetrics* route(std::string_view route);

    /// Everything in Prometheus text format 0.0.4.
    [[nodiscard]] std::string exposition();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace hotline::ops
