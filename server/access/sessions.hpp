#pragma once

#include "server/access/member.hpp"
#include "server/ops/blocking_pool.hpp"
#include "server/ops/clock.hpp"
#include "storage/engine.hpp"

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <map>
#include <mutex>
#include <string>

namespace hotline::access {

struct SessionLimits {
    std::chrono::minutes idle{15};
    std::chrono::hours absolute{10};
    std::chrono::minutes proof{10};  ///< how long a password or second factor counts for a first reveal
};

struct OpenedSession {
    Member member;
    SecretBytes token_text;
    storage::Time expires_at{};
};

/// What writes the leaf of a log-in or log-out: filled in by the composition root, so that this room need not
/// know how acts become leaves.
using SessionLeaf =
    std::function<Result<storage::EventDraft>(std::string_view kind, const SessionFacts& facts)>;

/// Log-in, log-out and the question "whose request is this?". Between requests it holds rows only, never a
/// key. Thread-safe. Created by the composition root; borrows everything it is given.
class Sessions {
public:
    struct Parts {
        storage::Engine* engine = nullptr;
        ops::BlockingPool* passwords = nullptr;
        const ops::Clock* clock = nullptr;
        crypto::SignPublicKey root;
        crypto::PasswordCost cost;
        SessionLimits limits;
        SessionLeaf leaf;
    };
    explicit Sessions(Parts parts) : parts_(std::move(parts)) {}

    /// One Argon2id run whether the name is known or not. The password is normalised to NFC here.
    /// Errors: unauthenticated (unknown name, wrong password, account not active: all alike), busy.
    [[nodiscard]] boost::asio::awaitable<Result<OpenedSession>> log_in(std::string username,
                                                                       SecretBytes password);
    /// Errors: unauthenticated (no such session, or it has ended).
    /// @param counts_as_use  false for a page that only listens: it does not keep a session alive
    [[nodiscard]] boost::asio::awaitable<Result<Member>> authenticate(crypto::Token token,
                                                                      bool counts_as_use = true);
    [[nodiscard]] boost::asio::awaitable<Result<void>> log_out(const Member* member);
    /// Proves the password again, for acts that ask for a recent proof. Errors: unauthenticated, busy.
    [[nodiscard]] boost::asio::awaitable<Result<void>> step_up(const Member* member, SecretBytes password);
    /// Whether the last proof is recent enough for a first reveal.
    [[nodiscard]] bool recently_proved(const Member& member) const;
    [[nodiscard]] storage::Time expiry_of(const storage::SessionRow& row) const;
    /// Forgets what is remembered of a user's sessions, after their rows were dropped: they end at once here,
    /// within a second on other servers.
    void forget_user(const UserId& user);
    /// Deletes sessions that have ended; called now and then.
    void sweep();

private:
    struct Cached {
        std::shared_ptr<const SessionFacts> facts;
        std::chrono::steady_clock::time_point loaded_at;
        storage::Time seen_at{};
    };
    static constexpr std::chrono::seconds kCacheLife{1};  // another server may have ended the session
    static constexpr std::chrono::seconds kTouchInterval{60};
    static constexpr std::size_t kCacheSize = 4096;

    std::shared_ptr<const SessionFacts> cached(const crypto::SessionId& id, storage::Time now,
                                               bool counts_as_use);
    void remember(const crypto::SessionId& id, std::shared_ptr<const SessionFacts> facts);
    void forget(const crypto::SessionId& id);
    bool has_ended(const storage::SessionRow& row, storage::Time seen_at, storage::Time now) const;

    Parts parts_;
    std::mutex mutex_;  // guards cache_
    std::map<crypto::SessionId, Cached> cache_;
};

}  // namespace hotline::access
