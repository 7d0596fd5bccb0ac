#include "clients/cli/preview_batch.hpp"

#include <algorithm>
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "clients/cli/messages.hpp"

namespace hotline::cli {
namespace {

constexpr std::size_t kLinesPerWorker = 64;

/// One line of the file and what became of it.
struct Job {
    std::string line;
    Json answer;
    bool failed = false;
    ExitCode stopped = ExitCode::ok;  ///< why the batch cannot go on
};

bool ends_batch(ExitCode code) {
    return code == ExitCode::login_needed || code == ExitCode::unreachable;
}

void answer_with_error(Job& job, const Json& id, const std::string& message) {
    job.failed = true;
    job.answer = {{"id", id}, {"error", message}};
}

/// The labels stay here: only what a citizen would send goes to the server.
Json request_of(const Json& complaint) {
    Json body = {{"text", text_at(complaint, "text")}};
    const std::string channel = text_at(complaint, "channel");
    if (!channel.empty()) body["channel"] = channel;
    return body;
}

void preview_line(ApiClient& client, Job& job) {
    const auto complaint = parse_json(job.line);
    if (!complaint || text_at(*complaint, "text").empty()) {
        answer_with_error(job, nullptr, std::string(msg::kBadLine));
        return;
    }
    const Json id = complaint->contains("id") ? (*complaint)["id"] : Json();
    auto answer = client.post("/v1/intake/preview", request_of(*complaint));
    if (!answer) {
        answer_with_error(job, id, answer.error().message);
        if (ends_batch(answer.error().code)) job.stopped = answer.error().code;
        return;
    }
    job.answer = {{"id", id}};
    job.answer.update(*answer);
}

/// Fills `jobs` with the next lines; empty lines are skipped.
void read_block(std::istream& file, std::vector<Job>& jobs, std::size_t size) {
    jobs.clear();
    std::string line;
    while (jobs.size() < size && std::getline(file, line)) {
        if (!line.empty()) jobs.push_back({.line = std::move(line), .answer = {}});
    }
}

/// Lets every client take the next job until none is left or one met what ends the batch.
void work_off(std::vector<ApiClient>& clients, std::vector<Job>& jobs) {
    std::atomic<std::size_t> next{0};
    std::atomic<bool> stop{false};
    const auto work = [&](ApiClient& client) {
        for (std::size_t i = next++; i < jobs.size() && !stop; i = next++) {
            preview_line(client, jobs[i]);
            if (jobs[i].stopped != ExitCode::ok) stop = true;
        }
    };
    std::vector<std::jthread> threads;
    for (ApiClient& client : clients) threads.emplace_back(work, std::ref(client));
}

}  // namespace

Outcome<BatchResult> preview_lines(std::istream& file, const BatchPlan& plan) {
    std::vector<ApiClient> clients;
    for (unsigned i = 0; i < plan.workers; ++i) {
        auto client = plan.make_client();
        if (!client) return client.error();
        clients.push_back(*std::move(client));
    }
    BatchResult result;
    std::vector<Job> jobs;
    for (read_block(file, jobs, kLinesPerWorker * plan.workers); !jobs.empty();
         read_block(file, jobs, kLinesPerWorker * plan.workers)) {
        work_off(clients, jobs);
        const auto stopped =
            std::ranges::find_if(jobs, [](const Job& job) { return job.stopped != ExitCode::ok; });
        if (stopped != jobs.end()) return Failure{stopped->stopped, text_at(stopped->answer, "error")};
        for (const Job& job : jobs) {
            plan.write(job.answer);
            ++result.done;
            if (job.failed) ++result.failed;
        }
        plan.progress(result.done);
    }
    return result;
}

}  // namespace hotline::cli
