#pragma once

#include "crypto/note.hpp"
#include "server/ops/clock.hpp"
#include "server/ops/completion.hpp"
#include "storage/engine.hpp"

#include <boost/asio/awaitable.hpp>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace hotline::audit {

/// Grows tree, tiles and signed checkpoints from event rows, on a thread of its own. Requests wait for COMMIT
/// only, never for this. When it finds the stored log wrong it stops for good and says why: then nothing may
/// be opened. Created by the composition root; borrows engine and clock.
class Signer {
public:
    struct Options {
        crypto::NoteSigner key;
        std::filesystem::path published;  ///< checkpoint kept outside the data folder; empty: none
        std::string holder;  ///< names this server for the signer's lease; the same after a restart
        std::chrono::milliseconds interval{500};
    };
    Signer(storage::Engine* engine, const ops::Clock* clock, Options options);
    Signer(const Signer&) = delete;
    Signer& operator=(const Signer&) = delete;
    ~Signer() { stop(); }

    /// The leaves that no checkpoint covers, "FROM-TO"; empty when there are none, or no checkpoint yet.
    /// Asked before the first signature: a server that stopped in order left none. Errors: those of
    /// Engine::read.
    [[nodiscard]] Result<std::string> unsigned_leaves();
    /// Compares the log with the checkpoint outside, and signs what is there. Call once, before `start`.
    /// Errors: audit_unavailable with the reason, when the log is shorter or other than what was published.
    [[nodiscard]] Result<void> check_at_start();
    void start();
    void stop();

    /// True while leaves are signed; false forever after a mismatch was found.
    [[nodiscard]] bool healthy() const;
    [[nodiscard]] std::string reason() const;
    /// Waits until a checkpoint covers leaf `index`, at most about two seconds.
    /// Errors: audit_unavailable.
    [[nodiscard]] boost::asio::awaitable<Result<void>> cover(std::uint64_t index);
    [[nodiscard]] std::string verifier_key() const {
        return crypto::format_verifier(crypto::verifier_of(options_.key));
    }
    [[nodiscard]] std::uint64_t published_size() const;
    /// The key and name (origin) of the log.
    [[nodiscard]] const crypto::NoteSigner& log_key() const noexcept { return options_.key; }

private:
    struct Waiter {
        std::uint64_t index;
        std::chrono::steady_clock::time_point until;
        ops::Done<bool> done;
    };
    void run();
    /// Signs at most kBatch new leaves. @return whether there is more.
    Result<bool> sign_some();
    /// At the end: a leaf that waits for its signature while nobody watches could be replaced.
    void sign_the_rest();
    Result<void> compare_with_published();
    Result<void> write_published(const std::string& note);
    void settle_waiters(bool closing);
    void wait_for(std::uint64_t index, ops::Done<bool> done);

    static constexpr std::uint32_t kBatch = 4096;
    static constexpr std::chrono::seconds kCoverTime{2};

    storage::Engine* engine_;
    const ops::Clock* clock_;
    Options options_;
    mutable std::mutex mutex_;  // guards all below
    std::condition_variable wake_;
    std::vector<Waiter> waiters_;
    std::string reason_;
    std::uint64_t published_ = 0;
    bool asked_ = false;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace hotline::audit
