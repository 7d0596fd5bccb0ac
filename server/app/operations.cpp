#include "server/app/operations.hpp"

#include <fstream>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace hotline::app {
namespace {

namespace asio = boost::asio;

double resident_bytes() {
    std::ifstream statm("/proc/self/statm");
    double total = 0;
    double resident = 0;
    statm >> total >> resident;
    return resident * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

asio::awaitable<http::Response> alive() {
    co_return http::Response::bytes(200, "text/plain; charset=utf-8", std::string("ok\n"));
}

asio::awaitable<http::Response> ready(ops::Health* health) {
    const std::vector<ops::CheckResult> results = health->check_all();
    nlohmann::ordered_json checks = nlohmann::ordered_json::object();
    for (const ops::CheckResult& each : results)
        checks[each.name] = each.ready ? std::string("ok") : std::string(name_of(each.code));
    co_return http::Response::json(ops::Health::ready(results) ? 200 : 503, checks.dump());
}

asio::awaitable<http::Response> expose(ops::Metrics* metrics) {
    co_return http::Response::bytes(200, "text/plain; version=0.0.4", metrics->exposition());
}

}  // namespace

void add_health_checks(ops::Health& health, storage::Engine& engine, audit::Signer& signer) {
    health.add("storage", [&engine]() -> Result<void> {
        const storage::Engine::Health facts = engine.health();
        if (!facts.writable || !facts.intact) return fail(Errc::storage_failed, "not writable");
        return {};
    });
    health.add("log", [&signer]() -> Result<void> {
        if (!signer.healthy()) return fail(Errc::audit_unavailable, signer.reason());
        return {};
    });
}

void add_gauges(ops::Metrics& metrics, storage::Engine& engine, audit::Signer& signer) {
    metrics.gauge_from("hotline_storage_queue", "Works waiting for the writer.",
                       [&engine] { return static_cast<double>(engine.health().queue_length); });
    metrics.gauge_from("hotline_storage_commits", "Durable commits since start.",
                       [&engine] { return static_cast<double>(engine.health().commits); });
    metrics.gauge_from("hotline_storage_works", "Works committed since start.",
                       [&engine] { return static_cast<double>(engine.health().works); });
    metrics.gauge_from("hotline_storage_free_bytes", "Free bytes on the data volume.",
                       [&engine] { return static_cast<double>(engine.health().free_bytes); });
    metrics.gauge_from("hotline_log_signed_size", "Leaves under the newest signed checkpoint.",
                       [&signer] { return static_cast<double>(signer.published_size()); });
    metrics.gauge_from("hotline_log_healthy", "1 while leaves are signed.",
                       [&signer] { return signer.healthy() ? 1.0 : 0.0; });
    metrics.gauge_from("hotline_resident_bytes", "Resident memory of the process.", resident_bytes);
}

void add_operations_routes(http::Router& router, ops::Health* health, ops::Metrics* metrics) {
    using http::Auth;
    using http::Method;
    using http::ResponseKind;
    router.add({.method = Method::get,
                .pattern = "/healthz",
                .name = "healthz",
                .auth = Auth::anyone,
                .response = ResponseKind::text},
               [](http::Request, http::RouteMatch) { return alive(); });
    router.add({.method = Method::get, .pattern = "/readyz", .name = "readyz", .auth = Auth::anyone},
               [health](http::Request, http::RouteMatch) { return ready(health); });
    router.add({.method = Method::get,
                .pattern = "/metrics",
                .name = "metrics",
                .auth = Auth::anyone,
                .response = ResponseKind::text},
               [metrics](http::Request, http::RouteMatch) { return expose(metrics); });
}

}  // namespace hotline::app
