#pragma once

#include "server/audit/signer.hpp"
#include "server/http/router.hpp"
#include "server/ops/health.hpp"
#include "server/ops/metrics.hpp"
#include "storage/engine.hpp"

namespace hotline::app {

/// What must be well for /readyz: storage takes writes, the log is signed.
void add_health_checks(ops::Health& health, storage::Engine& engine, audit::Signer& signer);
/// Numbers that are asked for at each exposition.
void add_gauges(ops::Metrics& metrics, storage::Engine& engine, audit::Signer& signer);
/// /healthz (the process answers), /readyz (it can work), /metrics (Prometheus text).
void add_operations_routes(http::Router& router, ops::Health* health, ops::Metrics* metrics);

}  // namespace hotline::app
