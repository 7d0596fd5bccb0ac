#pragma once

#include "server/app/app.hpp"
#include "server/flow/receive.hpp"

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

namespace hotline::bench {

/// What a probe found, as one JSON object: the Python programs beside it put runs together and judge them.
using Finding = nlohmann::ordered_json;

/// A demonstration folder that was made by `hotline-server demo`, its log-ins, and the body of a POST
/// /v1/cases.
struct Folder {
    std::filesystem::path data, log_ins, body;
};

struct Intake {
    std::size_t cases = 20'000;
    std::size_t outstanding = 64;
};
/// The whole pipeline in process: flow::receive by an operator, on two threads, acknowledged after fsync.
[[nodiscard]] Finding measure_intake(const Folder& folder, const Intake& shape);

/// The pure stages of an intake one by one on one thread: µs of processor a case.
[[nodiscard]] Finding measure_stages(const Folder& folder, std::size_t rounds);

/// Adds cases as in a year's work without redaction and routing, sealed for the departments in turn.
[[nodiscard]] Finding fill(const Folder& folder, std::size_t cases);

/// Append of 1.5 KB and fdatasync, one after the other, in a file of this folder.
[[nodiscard]] Finding measure_sync(const std::filesystem::path& folder, std::size_t rounds);

// ---- shared by the probes -------------------------------------------------------------------------------

/// An open server without a socket to the outside: it listens on a free loopback port so that all its threads
/// run, and nobody connects. Aborts the program when something fails, as all probes do.
class Bench {
public:
    explicit Bench(const Folder& folder);
    Bench(const Bench&) = delete;
    Bench& operator=(const Bench&) = delete;
    ~Bench() { app_->stop(); }

    [[nodiscard]] flow::Services& services() { return app_->services(); }
    /// The complaint of the body file; each call gives a new one, since complaints cannot be copied.
    [[nodiscard]] flow::Complaint complaint() const;
    [[nodiscard]] const std::string& body() const noexcept { return body_; }
    /// Signs the first operator in.
    [[nodiscard]] access::Member sign_in();

private:
    std::unique_ptr<app::App> app_;
    std::filesystem::path log_ins_;
    std::string body_;
};

/// User and system time of this process so far, in seconds.
[[nodiscard]] double processor_seconds();
[[nodiscard]] std::string read_text(const std::filesystem::path& file);
/// The value at a share (0..1) of what was measured; sorts.
[[nodiscard]] double quantile(std::vector<double>& values, double share);
[[noreturn]] void give_up(const std::string& why);

/// The value, or the end of the program.
template <class T>
T must(Result<T> result) {
    if (!result) give_up(result.error().internal);
    return *std::move(result);
}
inline void must(const Result<void>& result) {
    if (!result) give_up(result.error().internal);
}

}  // namespace hotline::bench
