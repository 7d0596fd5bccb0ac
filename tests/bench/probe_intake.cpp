#include "tests/bench/probe.hpp"

#include "server/api/complaint_form.hpp"
#include "server/flow/decide.hpp"
#include "server/flow/person.hpp"

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_future.hpp>
#include <functional>
#include <future>
#include <thread>

namespace hotline::bench {
namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

constexpr unsigned kThreads = 2;  // as many as the server's own
constexpr std::size_t kWarmUp = 500;

flow::Idempotency new_key() {
    return {random_fixed<Hash32>(), random_fixed<Hash32>(), crypto::DataKey::random()};
}

/// Records complaints one after the other until all are taken; many run at a time.
asio::awaitable<void> record(Bench* bench, const access::Member* by, std::atomic<std::size_t>* left,
                             std::vector<double>* taken_ms) {
    while (true) {
        const std::size_t before = left->fetch_sub(1);
        if (before == 0 || before > (std::size_t{1} << 60U)) co_return;  // below zero
        const auto start = Clock::now();
        must(co_await flow::receive(&bench->services(), by, bench->complaint(), new_key()));
        (*taken_ms)[before - 1] = std::chrono::duration<double, std::milli>(Clock::now() - start).count();
    }
}

/// @return milliseconds of each
std::vector<double> record_all(Bench& bench, const access::Member& by, const Intake& shape) {
    asio::io_context io;
    std::atomic<std::size_t> left = shape.cases;
    std::vector<double> taken_ms(shape.cases);
    std::vector<std::future<void>> ends;
    for (std::size_t i = 0; i < shape.outstanding; ++i)
        ends.push_back(
            asio::co_spawn(asio::make_strand(io), record(&bench, &by, &left, &taken_ms), asio::use_future));
    {
        std::vector<std::jthread> threads;
        for (unsigned i = 0; i < kThreads; ++i) threads.emplace_back([&io] { io.run(); });
    }
    for (std::future<void>& end : ends) end.get();
    return taken_ms;
}

/// Median µs of processor of one call, by batches.
double cost_us(std::size_t rounds, const std::function<void()>& call) {
    constexpr std::size_t kBatch = 50;
    std::vector<double> batches;
    for (std::size_t done = 0; done < rounds; done += kBatch) {
        const double start = processor_seconds();
        for (std::size_t i = 0; i < kBatch; ++i) call();
        batches.push_back((processor_seconds() - start) * 1e6 / kBatch);
    }
    return quantile(batches, 0.5);
}

}  // namespace

Finding measure_intake(const Folder& folder, const Intake& shape) {
    Bench bench(folder);
    const access::Member by = bench.sign_in();
    static_cast<void>(record_all(bench, by, {kWarmUp, shape.outstanding}));
    const storage::Engine::Health before = bench.services().engine->health();
    const auto start = Clock::now();
    const double processor = processor_seconds();
    std::vector<double> taken_ms = record_all(bench, by, shape);
    const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    const double used = processor_seconds() - processor;
    const storage::Engine::Health after = bench.services().engine->health();
    const auto cases = static_cast<double>(shape.cases);
    return {{"cases_per_second", cases / seconds},
            {"processor_us", used * 1e6 / cases},
            {"group", static_cast<double>(after.works - before.works) /
                          static_cast<double>(std::max<std::uint64_t>(1, after.commits - before.commits))},
            {"p50_ms", quantile(taken_ms, 0.5)},
            {"p99_ms", quantile(taken_ms, 0.99)}};
}

Finding measure_stages(const Folder& folder, std::size_t rounds) {
    Bench bench(folder);
    const access::Member by = bench.sign_in();
    flow::Services& services = bench.services();
    const flow::Complaint complaint = bench.complaint();
    const redaction::Redaction redacted = must(services.redactor->redact(complaint.text.expose_text()));
    const storage::Time now = services.clock->now();
    const flow::Decision decision = must(flow::decide(services, complaint, redacted, now));
    const std::string subject = flow::subject_of(redacted.redacted_text);
    const SecretBytes identity = flow::identity_json(complaint.reporter);
    const SecretBytes contact = flow::contact_json(complaint);
    const vault::CaseSecrets secrets{redacted.redacted_text,    subject,   {},
                                     &redacted.normalized_text, &identity, &contact};
    const vault::CaseAudience audience{decision.unit, false, true};
    audit::Act act;
    act.kind = "case.received";
    act.case_id = flow::make_case_id(now);
    act.to_unit = decision.unit;
    const flow::Idempotency key = new_key();
    const std::string facts(420, 'x');

    Finding out;
    const auto stage = [&](const char* name, const std::function<void()>& call) {
        out[name] = cost_us(rounds, call);
    };
    stage("parse_us", [&] { static_cast<void>(bench.complaint()); });
    stage("redact_us", [&] { must(services.redactor->redact(complaint.text.expose_text())); });
    stage("route_with_deadline_us", [&] { must(flow::decide(services, complaint, redacted, now)); });
    stage("seal_case_us",
          [&] { must(services.sealer->seal_case(flow::make_case_id(now), secrets, audience)); });
    stage("seal_leaf_us", [&] { must(services.sealer->seal_staff_details(R"({"officer":"operator1"})")); });
    stage("leaf_with_its_sealing_us", [&] { must(services.recorder->by_member(by, services.desk(), act)); });
    stage("seal_answer_us", [&] { static_cast<void>(flow::remember_answer(key, facts, now, act.case_id)); });
    return out;
}

}  // namespace hotline::bench
