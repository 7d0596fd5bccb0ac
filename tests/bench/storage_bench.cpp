// What the writer costs above SQLite itself: rows a second of bare prepared inserts (A) and of the engine
// with many works outstanding (B), the same rows in transactions of the same size, interleaved A B A B.

#include "storage/sqlite/sqlite_engine.hpp"
#include "tests/contract/samples.hpp"

#include <fmt/format.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <future>
#include <numeric>

namespace {

using namespace hotline;
using namespace hotline::storage;
using Clock = std::chrono::steady_clock;

struct Shape {
    std::size_t cases = 20'000, outstanding = 256, pairs = 5;
    std::chrono::microseconds commit_delay{0};
};

/// Rows made beforehand, so that sealing is not measured.
struct Intake {
    CaseRecord record;
    EventDraft event;
    IdempotencyRow answer;
};

struct Measure {
    double cases_per_second = 0, processor_us = 0;
    double mean_group = 0;
    std::vector<double> latency_ms;
};

double processor_seconds() {
    struct ::rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const ::timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

std::vector<Intake> make_intakes(std::size_t n) {
    std::vector<Intake> intakes;
    const Time start{std::chrono::sys_days{std::chrono::year{2026} / 9 / 4}};
    for (std::size_t i = 0; i < n; ++i) {
        samples::CaseOptions options;
        options.unit = fmt::format("so-{:02}", i % 40);
        options.received_at = start + std::chrono::seconds{i};
        options.due_at = options.received_at + std::chrono::hours{24 * 14};
        auto record = samples::sealed_case(options);
        auto event = samples::event_of(record);
        auto answer = samples::answer_of(record, options.received_at);
        intakes.push_back({std::move(record), std::move(event), std::move(answer)});
    }
    return intakes;
}

std::size_t sealed_bytes(const CaseRecord& record) {
    return std::accumulate(record.dossier.parts.begin(), record.dossier.parts.end(), std::size_t{0},
                           [](std::size_t sum, const SealedPart& part) { return sum + part.bytes.size(); });
}

/// A folder of its own for one run; the parent's file system is the one that is measured.
class Folder {
public:
    Folder() {
        auto name = (std::filesystem::current_path() / "storage-bench-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder to measure in");
        path_ = name;
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    [[nodiscard]] std::filesystem::path database() const { return path_ / "bench.db"; }

private:
    std::filesystem::path path_;
};

std::unique_ptr<Engine> open_engine(const Folder& folder, const Shape& shape) {
    SqliteOptions options;
    options.path = folder.database();
    options.create = true;
    options.commit_delay = shape.commit_delay;
    auto engine = open_sqlite(options);
    if (!engine) throw std::runtime_error(engine.error().internal);
    return *std::move(engine);
}

/// Bare SQLite: the schema and settings of the engine, one prepared statement per table, nothing else.
class Bare {
public:
    explicit Bare(const Folder& folder) {
        open_engine(folder, {})->stop();  // makes the schema
        check(sqlite3_open_v2(folder.database().c_str(), &db_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
                              nullptr));
        run("PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA wal_autocheckpoint=2000;"
            "PRAGMA cache_size=-8192; PRAGMA temp_store=MEMORY;");
        prepare(case_, "INSERT INTO cases VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
        prepare(body_, "INSERT INTO case_bodies VALUES(?,?)");
        prepare(event_, "INSERT INTO events VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
        prepare(answer_, "INSERT INTO idempotency VALUES(?,?,?,?,?,?,?,?)");
    }
    Bare(const Bare&) = delete;
    Bare& operator=(const Bare&) = delete;
    ~Bare() {
        for (auto* statement : {case_, body_, event_, answer_}) sqlite3_finalize(statement);
        sqlite3_close(db_);
    }

    void run(const char* sql) { check(sqlite3_exec(db_, sql, nullptr, nullptr, nullptr)); }

    void insert(const Intake& intake, std::int64_t n, const Bytes& head, const Bytes& body,
                const Bytes& leaf) {
        insert_case(intake.record.row, 2600000001 + n, head);
        at_ = 0;
        integer(body_, 2600000001 + n);
        blob(body_, body);
        step(body_);
        insert_event(intake.event, n, leaf);
        insert_answer(intake.answer, n);
    }

private:
    static void check(int code) {
        if (code != SQLITE_OK) throw std::runtime_error(sqlite3_errstr(code));
    }
    void prepare(sqlite3_stmt*& statement, const char* sql) {
        check(sqlite3_prepare_v3(db_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr));
    }
    void integer(sqlite3_stmt* s, std::int64_t value) { sqlite3_bind_int64(s, ++at_, value); }
    void text(sqlite3_stmt* s, const std::string& value) {
        sqlite3_bind_text64(s, ++at_, value.data(), value.size(), SQLITE_STATIC, SQLITE_UTF8);
    }
    void blob(sqlite3_stmt* s, ByteView value) {
        sqlite3_bind_blob64(s, ++at_, value.data(), value.size(), SQLITE_STATIC);
    }
    void skip() { ++at_; }
    void step(sqlite3_stmt* s) {
        if (sqlite3_step(s) != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(db_));
        sqlite3_reset(s);
    }
    void insert_case(const CaseRow& row, CaseNumber number, const Bytes& head) {
        at_ = 0;
        integer(case_, number);
        blob(case_, row.id.view());
        integer(case_, 1);
        for (const auto* code :
             {&row.class_code, &row.field, &row.area, &row.unit, &row.urgency, &row.channel})
            text(case_, *code);
        integer(case_, 0);
        integer(case_, row.received_at.time_since_epoch().count());
        integer(case_, row.due_at->time_since_epoch().count());
        integer(case_, row.due_at->time_since_epoch().count());
        integer(case_, row.updated_at.time_since_epoch().count());
        blob(case_, row.created_by.view());
        skip();
        blob(case_, row.citizen_salt.view());
        skip();
        integer(case_, 1);
        integer(case_, 1);
        integer(case_, number);
        blob(case_, head);
        blob(case_, ByteView(row.citizen_salt.bytes));
        step(case_);
    }
    void insert_event(const EventDraft& event, std::int64_t n, const Bytes& leaf) {
        at_ = 0;
        integer(event_, n);
        integer(event_, 1'800'000'000'000 + n);
        text(event_, event.kind);
        text(event_, event.purpose);
        blob(event_, event.case_id->view());
        blob(event_, event.actor->view());
        text(event_, event.unit);
        blob(event_, event.manifest->view());
        text(event_, event.shown_json);
        blob(event_, event.shown_salt.view());
        blob(event_, event.staff_hash.view());
        blob(event_, event.staff_wrap);
        blob(event_, event.staff_envelope);
        blob(event_, leaf);
        blob(event_, event.case_id->view());
        step(event_);
    }
    void insert_answer(const IdempotencyRow& answer, std::int64_t n) {
        at_ = 0;
        integer(answer_, n + 1);
        blob(answer_, answer.id.view());
        blob(answer_, answer.fingerprint.view());
        blob(answer_, answer.case_id->view());
        integer(answer_, n);
        blob(answer_, answer.answer);
        integer(answer_, answer.at.time_since_epoch().count());
        blob(answer_, answer.case_id->view());
        step(answer_);
    }

    sqlite3* db_ = nullptr;
    sqlite3_stmt *case_ = nullptr, *body_ = nullptr, *event_ = nullptr, *answer_ = nullptr;
    int at_ = 0;
};

Measure measure_bare(const std::vector<Intake>& intakes, const Shape& shape) {
    const Folder folder;
    Bare bare(folder);
    std::vector<std::array<Bytes, 3>> blobs;  // encoding is the engine's work, not SQLite's
    for (const auto& intake : intakes)
        blobs.push_back({encode_parts(intake.record.dossier, true),
                         encode_parts(intake.record.dossier, false),
                         format_leaf(blobs.size(), Time{}, intake.event)});
    const auto start = Clock::now();
    const auto processor = processor_seconds();
    for (std::size_t i = 0; i < intakes.size(); ++i) {
        if (i % shape.outstanding == 0) bare.run("BEGIN IMMEDIATE");
        bare.insert(intakes[i], static_cast<std::int64_t>(i), blobs[i][0], blobs[i][1], blobs[i][2]);
        if ((i + 1) % shape.outstanding == 0 || i + 1 == intakes.size()) bare.run("COMMIT");
    }
    const std::chrono::duration<double> taken = Clock::now() - start;
    const auto n = static_cast<double>(intakes.size());
    return {n / taken.count(),
            (processor_seconds() - processor) * 1e6 / n,
            static_cast<double>(shape.outstanding),
            {}};
}

/// Keeps a number of works with the engine until all are stored: each answer hands in the next, so that no
/// other thread takes part.
class Feeder {
public:
    Feeder(Engine& engine, const std::vector<Intake>& intakes) : engine_(&engine), intakes_(&intakes) {
        latency_.resize(intakes.size());
    }

    std::vector<double> run(std::size_t outstanding) {
        for (std::size_t i = 0; i < outstanding; ++i) submit();
        all_done_.get_future().wait();
        return std::move(latency_);
    }

private:
    void submit() {
        const auto i = next_++;
        if (i >= intakes_->size()) return;
        const auto& intake = (*intakes_)[i];
        engine_->write(
            [&intake](WriteTx& tx) -> Result<void> {
                const auto number = tx.insert_case(intake.record, 0);
                if (!number) return number.error();
                if (auto done = tx.append_event(intake.event); !done) return done;
                return tx.put_idempotency(intake.answer);
            },
            [this, i, start = Clock::now()](const Result<Commit>& commit) {
                if (!commit) std::abort();
                const std::chrono::duration<double, std::milli> taken = Clock::now() - start;
                latency_[i] = taken.count();
                submit();
                if (++done_ == intakes_->size()) all_done_.set_value();
            });
    }

    Engine* engine_;
    const std::vector<Intake>* intakes_;
    std::atomic<std::size_t> next_ = 0, done_ = 0;
    std::promise<void> all_done_;
    std::vector<double> latency_;
};

Measure measure_engine(const std::vector<Intake>& intakes, const Shape& shape) {
    const Folder folder;
    const auto engine = open_engine(folder, shape);
    const auto start = Clock::now();
    const auto processor = processor_seconds();
    auto latency = Feeder(*engine, intakes).run(shape.outstanding);
    const std::chrono::duration<double> taken = Clock::now() - start;
    const auto n = static_cast<double>(intakes.size());
    const auto used = processor_seconds() - processor;
    const auto health = engine->health();
    engine->stop();
    std::ranges::sort(latency);
    return {n / taken.count(), used * 1e6 / n,
            static_cast<double>(health.works) / static_cast<double>(health.commits), std::move(latency)};
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

void print(const char* name, const Measure& measure) {
    fmt::print("{:<8} {:>9.0f} cases/s {:>8.1f} us processor/case  group {:>6.1f}", name,
               measure.cases_per_second, measure.processor_us, measure.mean_group);
    if (!measure.latency_ms.empty()) {
        const auto at = [&](double part) {
            return measure
                .latency_ms[static_cast<std::size_t>(part * static_cast<double>(measure.latency_ms.size()))];
        };
        fmt::print("  p50 {:.1f} ms  p99 {:.1f} ms", at(0.5), at(0.99));
    }
    fmt::print("\n");
    std::fflush(stdout);
}

std::string json_of(const Measure& measure) {
    return fmt::format(R"({{"cases_per_second":{:.1f},"processor_us":{:.2f},"group":{:.1f}}})",
                       measure.cases_per_second, measure.processor_us, measure.mean_group);
}

/// One pair as a line of JSON, for intake_bench.py, which runs it in turn with the server.
int print_pair(const Shape& shape) {
    const auto intakes = make_intakes(shape.cases);
    const auto bare = json_of(measure_bare(intakes, shape));
    fmt::print(R"({{"bare":{},"engine":{}}})", bare, json_of(measure_engine(intakes, shape)));
    fmt::print("\n");
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    init_crypto();
    Shape shape;
    if (argc == 2 && std::string_view(argv[1]) == "--json") return print_pair(shape);
    if (argc > 1) shape.cases = std::strtoul(argv[1], nullptr, 10);
    if (argc > 2) shape.outstanding = std::strtoul(argv[2], nullptr, 10);
    if (argc > 3) shape.pairs = std::strtoul(argv[3], nullptr, 10);
    if (argc > 4) shape.commit_delay = std::chrono::microseconds{std::strtol(argv[4], nullptr, 10)};
    const auto intakes = make_intakes(shape.cases);
    fmt::print("{} cases of {} sealed bytes, {} outstanding, {} pairs\n", shape.cases,
               sealed_bytes(intakes.front().record), shape.outstanding, shape.pairs);
    std::vector<double> ratios, processor_ratios;
    for (std::size_t pair = 0; pair < shape.pairs; ++pair) {
        const auto bare = measure_bare(intakes, shape);
        const auto engine = measure_engine(intakes, shape);
        print("bare", bare);
        print("engine", engine);
        ratios.push_back(engine.cases_per_second / bare.cases_per_second);
        processor_ratios.push_back(engine.processor_us / bare.processor_us);
    }
    fmt::print("rows/s engine : bare   median {:.3f} [{:.3f}..{:.3f}]\n", median(ratios),
               std::ranges::min(ratios), std::ranges::max(ratios));
    fmt::print("processor engine : bare median {:.3f}\n", median(processor_ratios));
    return 0;
}
