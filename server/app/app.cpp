#include "server/app/app.hpp"

#include "server/access/policy.hpp"

#include "server/api/api.hpp"
#include "server/api/pages.hpp"
#include "server/app/files.hpp"
#include "server/app/founding.hpp"
#include "server/app/knowledge.hpp"
#include "server/app/operations.hpp"
#include "server/flow/approvals.hpp"
#include "server/flow/divert.hpp"
#include "server/flow/reschedule.hpp"
#include "server/http/listener.hpp"
#include "server/ops/hardening.hpp"
#include "server/ops/log.hpp"
#include "server/ops/service_manager.hpp"
#include "storage/sqlite/sqlite_engine.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_future.hpp>
#include <fmt/format.h>
#include <future>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace hotline::app {

namespace asio = boost::asio;

/// In the order of dependence: what stands below borrows what stands above.
struct App::Parts {
    explicit Parts(Config checked) : config(std::move(checked)) {}

    Config config;
    ops::SystemClock clock;
    ops::Metrics metrics;
    ops::Health health;
    std::optional<routing::Directory> directory;
    std::optional<routing::Classifier> classifier;
    redaction::Redactor redactor = redaction::Redactor::built_in();
    calendar::Calendar calendar = calendar::Calendar::built_in();
    calendar::ServiceLevels service_levels = calendar::ServiceLevels::built_in();
    http::StaticFiles web;
    asio::io_context io;
    std::unique_ptr<storage::Engine> engine;
    std::optional<storage::EventLog> log;
    std::optional<vault::Sealer> sealer;
    std::optional<audit::Recorder> recorder;
    std::optional<audit::Signer> signer;
    std::optional<ops::BlockingPool> password_pool;
    std::optional<access::Passwords> passwords;
    access::LogInLimits log_ins;
    std::optional<access::Sessions> sessions;
    events::Hub hub;
    access::RateLimiter public_intake{{.per_minute = 30, .burst = 30}};
    access::RateLimiter activations{{.per_minute = 6, .burst = 60}};
    access::RateLimiter public_track{{.per_minute = 120, .burst = 120}};
    flow::Services services;
    std::optional<flow::Rescheduler> rescheduler;
    api::Api api;
    http::Router router;
    http::Router operations_router;
    std::unique_ptr<http::Listener> listener, operations;
    std::vector<std::thread> threads;
    std::optional<asio::executor_work_guard<asio::io_context::executor_type>> keep_running;
    std::optional<asio::signal_set> signals;
    std::thread housekeeping;
    std::mutex mutex;
    std::condition_variable wake;
    bool stopping = false;
};

namespace {

Result<crypto::NoteSigner> load_log_key(const Config& config) {
    if (Result<void> closed = check_private(config.log_key); !closed) return closed.error();
    Result<std::string> text = read_file(config.log_key);
    if (!text) return text.error();
    if (text->ends_with('\n')) text->pop_back();
    Result<Bytes> bytes = from_base64(*text);
    wipe({reinterpret_cast<std::uint8_t*>(text->data()), text->size()});
    if (!bytes) return fail(Errc::bad_format, "the log key is not base64");
    Result<crypto::SignSeed> seed = crypto::SignSeed::from(*bytes);
    wipe(*bytes);
    if (!seed) return fail(Errc::bad_format, "the log key has a wrong length");
    return crypto::NoteSigner{config.log_origin, crypto::sign_key_pair_from_seed(*seed)};
}

Result<std::shared_ptr<http::TlsContext>> load_tls(const Config& config) {
    if (config.plain_http) return std::shared_ptr<http::TlsContext>();
    if (Result<void> closed = check_private(config.tls_key); !closed) return closed.error();
    Result<std::string> certificate = read_file(config.tls_certificate);
    if (!certificate) return certificate.error();
    Result<std::string> key = read_file(config.tls_key);
    if (!key) return key.error();
    Result<std::shared_ptr<http::TlsContext>> context = http::make_tls_context(*certificate, as_bytes(*key));
    wipe({reinterpret_cast<std::uint8_t*>(key->data()), key->size()});
    return context;
}

Result<std::shared_ptr<const vault::KeyDirectory>> load_keys(storage::Engine& engine, const Config& config) {
    std::shared_ptr<const vault::KeyDirectory> keys;
    Result<void> read = storage::read_and_wait(engine, [&](storage::ReadTx& tx) -> Result<void> {
        auto loaded = vault::load_directory(tx, config.directory_root);
        if (!loaded) return loaded.error();
        keys = *std::move(loaded);
        return {};
    });
    if (!read) return read.error();
    return keys;
}

/// This server among those of a cluster; the same again after a restart, so that its own lease binds it not.
std::string server_name(const Config& config) {
    char host[256] = {};
    (void)::gethostname(host, sizeof host - 1);
    return fmt::format("{}:{}", host, std::filesystem::absolute(config.data).string());
}

Result<void> open_storage(App::Parts& parts) {
    storage::SqliteOptions options;
    options.path = parts.config.data / "hotline.db";
    options.readers = parts.config.readers;
    Result<std::unique_ptr<storage::Engine>> engine = storage::open_sqlite(std::move(options));
    if (!engine) return engine.error();
    parts.engine = *std::move(engine);
    return {};
}

Result<void> open_knowledge(App::Parts& parts) {
    Result<routing::Directory> directory = routing::Directory::load(parts.config.directory_file);
    if (!directory) return directory.error();
    parts.directory = *std::move(directory);
    Result<calendar::Calendar> calendar = load_calendar(parts.config.data, parts.directory->province_name());
    if (!calendar) return calendar.error();
    parts.calendar = *std::move(calendar);
    Result<calendar::ServiceLevels> service_levels = load_service_levels(parts.config.data);
    if (!service_levels) return service_levels.error();
    parts.service_levels = *std::move(service_levels);
    warn_of_doubtful_days(parts.calendar, parts.clock.now());
    Result<routing::Classifier> classifier = load_classifier(parts.config.data, *parts.directory);
    if (!classifier) return classifier.error();
    parts.classifier = *std::move(classifier);
    return {};
}

/// After a crash some leaves have no signature yet, and a hand in the database could have added one. They are
/// taken over with a leaf that names them, so that an auditor can ask whether there was a crash.
Result<void> note_unsigned(App::Parts& parts) {
    Result<std::string> range = parts.signer->unsigned_leaves();
    if (!range) return range.error();
    if (range->empty()) return {};
    ops::log_event(ops::LogLevel::warn, "log.resumed", {{"unsigned", *range}});
    audit::Act act;
    act.kind = "log.resumed";
    act.detail = *range;
    Result<storage::EventDraft> leaf = parts.recorder->by_server(act);
    if (!leaf) return leaf.error();
    Result<storage::Commit> stored =
        storage::write_and_wait(*parts.engine, [&](storage::WriteTx& tx) { return tx.append_event(*leaf); });
    if (!stored) return stored.error();
    return {};
}

/// Without the pages the API serves alone.
Result<void> open_web(App::Parts& parts) {
    Result<http::StaticFiles> web = http::StaticFiles::load(web_folder());
    if (!web && web.error().code != Errc::not_found) return web.error();
    if (web) parts.web = *std::move(web);
    ops::log_event(ops::LogLevel::info, "web.loaded", {{"files", parts.web.size()}});
    return {};
}

Result<void> open_log(App::Parts& parts) {
    Result<crypto::NoteSigner> key = load_log_key(parts.config);
    if (!key) return key.error();
    auto keys = load_keys(*parts.engine, parts.config);
    if (!keys) return keys.error();
    parts.log.emplace(*parts.engine);
    parts.sealer.emplace(standing_units(*parts.directory), *std::move(keys));
    parts.recorder.emplace(&*parts.sealer);
    audit::Signer::Options options;
    options.key = *std::move(key);
    options.published = parts.config.published_checkpoint;
    options.holder = server_name(parts.config);
    parts.signer.emplace(parts.engine.get(), &parts.clock, std::move(options));
    if (Result<void> noted = note_unsigned(parts); !noted) return noted;
    return parts.signer->check_at_start();
}

void open_sessions(App::Parts& parts) {
    const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
    parts.password_pool.emplace(ops::BlockingPoolOptions{
        .name = "passwords", .threads = std::max<std::size_t>(1, cores - 1), .queue = 32, .nice = 10});
    parts.passwords.emplace(&*parts.password_pool, parts.config.password_cost);
    access::Sessions::Parts needed;
    needed.engine = parts.engine.get();
    needed.passwords = &*parts.passwords;
    needed.log_ins = &parts.log_ins;
    needed.clock = &parts.clock;
    needed.root = parts.config.directory_root;
    needed.leaf = [recorder = &*parts.recorder](std::string_view kind, const access::SessionFacts* facts,
                                                std::string_view detail) {
        audit::Act act;
        act.kind = kind;
        act.detail = detail;
        return facts != nullptr ? recorder->by_facts(*facts, act) : recorder->by_server(act);
    };
    parts.sessions.emplace(std::move(needed));
}

void wire(App::Parts& parts) {
    flow::Services& services = parts.services;
    services.engine = parts.engine.get();
    services.log = &*parts.log;
    services.sealer = &*parts.sealer;
    services.recorder = &*parts.recorder;
    services.signer = &*parts.signer;
    services.sessions = &*parts.sessions;
    services.passwords = &*parts.passwords;
    services.log_ins = &parts.log_ins;
    services.hub = &parts.hub;
    services.redactor = &parts.redactor;
    services.directory = &*parts.directory;
    services.classifier = &*parts.classifier;
    services.calendar = &parts.calendar;
    services.service_levels = &parts.service_levels;
    services.clock = &parts.clock;
    services.root = parts.config.directory_root;
    parts.rescheduler.emplace(&services, fingerprint_of(parts.calendar, parts.service_levels));
    services.limits = parts.config.reveal_limits;
    services.reserve_bytes = parts.config.reserve_bytes;
    parts.api = {&services, &parts.public_intake, &parts.public_track, parts.signer->verifier_key(),
                 &parts.activations};
    api::add_page_routes(parts.router, &parts.api, &parts.web);
    api::add_routes(parts.router, &parts.api);
    add_health_checks(parts.health, *parts.engine, *parts.signer);
    add_gauges(parts.metrics, *parts.engine, *parts.signer);
    add_operations_routes(parts.operations_router, &parts.health, &parts.metrics);
}

/// Deletes ended sessions and answers older than a day.
void sweep(App::Parts& parts) {
    constexpr std::chrono::hours kReplayLife{24};
    parts.sessions->sweep();
    flow::sweep_approvals(parts.services);
    flow::sweep_guesses(parts.services);
    parts.engine->write(
        [before = parts.clock.now() - kReplayLife](storage::WriteTx& tx) -> Result<void> {
            Result<std::uint64_t> dropped = tx.drop_idempotency_before(before);
            if (!dropped) return dropped.error();
            return {};
        },
        [](Result<storage::Commit>) {});
}

/// Refused log-ins become leaves, one an account and minute.
void record_failures(App::Parts& parts) {
    asio::co_spawn(parts.io, parts.sessions->record_failures(), [](const std::exception_ptr& escaped) {
        if (escaped) ops::log_event(ops::LogLevel::error, "log_ins.not_recorded");
    });
}

/// Ends what has outlived its time: window keys every second, rows every ten minutes.
void keep_house(App::Parts& parts) {
    constexpr unsigned kRoundsToSweep = 600;
    constexpr unsigned kRoundsToRecord = 60;
    std::unique_lock lock(parts.mutex);
    for (unsigned round = 1;
         !parts.wake.wait_for(lock, std::chrono::seconds{1}, [&] { return parts.stopping; }); ++round) {
        parts.sealer->end_old_window();
        parts.rescheduler->step();
        if (round % kRoundsToRecord == 0) record_failures(parts);
        if (round % kRoundsToSweep == 0) sweep(parts);
    }
}

}  // namespace

App::App(std::unique_ptr<Parts> parts) noexcept : parts_(std::move(parts)) {}

App::~App() {
    stop();
}

Result<std::unique_ptr<App>> App::open(Config config) {
    ops::set_log_level(config.log_level);
    if (Result<void> closed = check_modes(config); !closed) return closed.error();
    auto parts = std::make_unique<Parts>(std::move(config));
    for (const auto& step : {open_storage, open_knowledge, open_web, open_log})
        if (Result<void> done = step(*parts); !done) {
            if (parts->engine) parts->engine->stop();
            return done.error();
        }
    open_sessions(*parts);
    wire(*parts);
    return std::unique_ptr<App>(new App(std::move(parts)));
}

Result<std::string> App::listen() {
    Result<std::shared_ptr<http::TlsContext>> tls = load_tls(parts_->config);
    if (!tls) return tls.error();
    const Config& config = parts_->config;
    http::ListenerOptions options;
    options.host = config.listen.host;
    options.port = config.listen.port;
    options.tls = *tls;
    options.proxies = config.proxies;
    options.metrics = &parts_->metrics;
    auto listener = http::Listener::open(parts_->io, &parts_->router, std::move(options));
    if (!listener) return listener.error();
    parts_->listener = *std::move(listener);

    http::ListenerOptions inner;
    inner.name = "operations";
    inner.host = config.operations.host;
    inner.port = config.operations.port;
    auto operations = http::Listener::open(parts_->io, &parts_->operations_router, std::move(inner));
    if (!operations) return operations.error();
    parts_->operations = *std::move(operations);
    return fmt::format("{}://{}:{}", config.plain_http ? "http" : "https", config.listen.host,
                       parts_->listener->port());
}

std::string App::operations_address() const {
    return fmt::format("http://{}:{}", parts_->config.operations.host, parts_->operations->port());
}

void App::start() {
    // From now on a signal waits for wait_and_stop(), so that none between the two ends the process at once.
    parts_->signals.emplace(parts_->io, SIGTERM, SIGINT);
    parts_->signer->start();
    parts_->listener->start();
    parts_->operations->start();
    parts_->keep_running.emplace(parts_->io.get_executor());
    for (unsigned i = 0; i < parts_->config.io_threads; ++i)
        parts_->threads.emplace_back([io = &parts_->io] { io->run(); });
    parts_->housekeeping = std::thread([parts = parts_.get()] { keep_house(*parts); });
    ops::log_event(ops::LogLevel::info, "server.started", {{"operations", operations_address()}});
}

void App::wait_and_stop() {
    std::promise<int> signalled;
    parts_->signals->async_wait(
        [&signalled](const boost::system::error_code&, int number) { signalled.set_value(number); });
    const int number = signalled.get_future().get();
    ops::log_event(ops::LogLevel::info, "server.stopping", {{"signal", number}});
    (void)ops::tell_service_manager("STOPPING=1");  // it sees the end of the process in any case
    stop();
}

void App::stop() {
    {
        const std::scoped_lock lock(parts_->mutex);
        if (parts_->stopping) return;
        parts_->stopping = true;
    }
    parts_->wake.notify_all();
    parts_->health.drain();
    if (!parts_->threads.empty()) {
        for (http::Listener* each : {parts_->listener.get(), parts_->operations.get()})
            asio::co_spawn(parts_->io, each->stop(std::chrono::seconds{10}), asio::use_future).get();
        parts_->housekeeping.join();
        asio::co_spawn(parts_->io, parts_->sessions->record_failures(), asio::use_future).get();
    }
    if (parts_->password_pool) parts_->password_pool->stop();
    parts_->signer->stop();
    parts_->keep_running.reset();
    for (std::thread& thread : parts_->threads) thread.join();
    parts_->engine->stop();
    ops::log_event(ops::LogLevel::info, "server.stopped");
}

flow::Services& App::services() noexcept {
    return parts_->services;
}

std::string routes_json() {
    http::Router router;
    api::Api nothing;
    api::add_page_routes(router, &nothing, nullptr);
    api::add_routes(router, &nothing);
    nlohmann::ordered_json table = nlohmann::ordered_json::array();
    for (const auto& route : router.routes()) {
        const http::RouteInfo& info = route->info;
        const access::PolicyRow& policy = access::Policy::built_in().row(info.name);
        constexpr std::string_view kAuth[] = {"anyone", "staff", "service"};
        table.push_back({{"method", http::name_of(info.method)},
                         {"path", info.pattern},
                         {"name", info.name},
                         {"auth", kAuth[static_cast<std::size_t>(info.auth)]},
                         {"roles", policy.anyone ? std::vector<std::string>() : policy.roles().names()}});
    }
    return table.dump(1);
}

}  // namespace hotline::app
