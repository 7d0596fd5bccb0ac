#pragma once

#include "server/access/failed_log_ins.hpp"
#include "server/access/log_in_limits.hpp"
#include "server/access/member.hpp"
#include "server/access/passwords.hpp"
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

/// Somebody who wants to log in.
struct LogIn {
    std::string username;
    SecretBytes password;
    std::string one_time_code;  ///< empty when none was given
    std::string address;        ///< as `limit_key` writes it
};

/// What a member gives to prove again who he is: one of the two.
struct Proof {
    SecretBytes password;
    std::string one_time_code;
};

/// What writes the leaf of a log-in or log-out: filled in by the composition root, so that this room need not
/// know how acts become leaves. `facts` is null for what concerns no account; `detail` may be empty.
using SessionLeaf = std::function<Result<storage::EventDraft>(
    std::string_view kind, const SessionFacts* facts, std::string_view detail)>;

/// Checks a user's row against its signed entry. Errors: bad_signature, bad_format.
[[nodiscard]] Result<SessionFacts> verified_facts(storage::SessionRow session, storage::UserRow user,
                                                  const crypto::SignPublicKey& root);
/// A name as it is stored: ASCII letters in lower case.
[[nodiscard]] std::string lower_name(std::string_view name);
/// The step of a one-time code becomes the newest one used, in the caller's transaction.
/// Errors: unauthenticated (a code of this step or a later one was used meanwhile).
[[nodiscard]] Result<void> spend_step(storage::WriteTx& tx, const UserId& user, std::uint64_t step);

/// Log-in, log-out and the question "whose request is this?". Between requests it holds rows only, never a
/// key. Thread-safe. Created by the composition root; borrows everything it is given.
class Sessions {
public:
    struct Parts {
        storage::Engine* engine = nullptr;
        Passwords* passwords = nullptr;
        LogInLimits* log_ins = nullptr;
        const ops::Clock* clock = nullptr;
        crypto::SignPublicKey root;
        SessionLimits limits;
        SessionLeaf leaf;
    };
    explicit Sessions(Parts parts) : parts_(std::move(parts)) {}

    /// One Argon2id run whether the name is known or not.
    /// Errors: unauthenticated (unknown name, wrong password or one-time code, account not active: all
    /// alike), otp_needed (the password is right and a code is asked for), rate_limited, busy.
    [[nodiscard]] boost::asio::awaitable<Result<OpenedSession>> log_in(LogIn attempt);
    /// Errors: unauthenticated (no such session, or it has ended).
    /// @param counts_as_use  false for a page that only listens: it does not keep a session alive
    [[nodiscard]] boost::asio::awaitable<Result<Member>> authenticate(crypto::Token token,
                                                                      bool counts_as_use = true);
    [[nodiscard]] boost::asio::awaitable<Result<void>> log_out(const Member* member);
    /// Proves again who is there, for acts that ask for a recent proof.
    /// Errors: unauthenticated, rate_limited, busy.
    [[nodiscard]] boost::asio::awaitable<Result<void>> step_up(const Member* member, Proof proof,
                                                               std::string address);
    /// Whether `password` is the member's own. Errors: unauthenticated, rate_limited, busy.
    [[nodiscard]] boost::asio::awaitable<Result<void>> check_password(const Member* member,
                                                                      SecretBytes password,
                                                                      std::string address);
    /// The session's row with another time of proof or use, and the code of authentication that it needs.
    [[nodiscard]] static storage::SessionRow sealed_row(storage::SessionRow row, const crypto::Token& token);
    /// Whether the last proof is recent enough for a first reveal.
    [[nodiscard]] bool recently_proved(const Member& member) const;
    [[nodiscard]] storage::Time expiry_of(const storage::SessionRow& row) const;
    /// Forgets what is remembered of a user's sessions, after their rows were dropped: they end at once here,
    /// within a second on other servers.
    void forget_user(const UserId& user);
    /// Deletes sessions that have ended; called now and then.
    void sweep();
    /// Writes what was refused since the last call, one leaf an account; called every minute.
    [[nodiscard]] boost::asio::awaitable<void> record_failures();

private:
    /// What the database knows about a name that somebody logs in with.
    struct Candidate {
        std::optional<storage::UserRow> user;
        storage::SecondFactorRow factor;
    };
    /// Somebody who has proved who he is.
    struct Proven {
        SessionFacts facts;
        vault::UserKeys keys;
        std::optional<std::uint64_t> used_step;            ///< of the one-time code
        std::optional<storage::PasswordSlot> better_slot;  ///< when the cost has been raised
    };
    struct Cached {
        std::shared_ptr<const SessionFacts> facts;
        std::chrono::steady_clock::time_point loaded_at;
        storage::Time seen_at{};
    };
    static constexpr std::chrono::seconds kCacheLife{1};  // another server may have ended the session
    static constexpr std::chrono::seconds kTouchInterval{60};
    static constexpr std::size_t kCacheSize = 4096;

    boost::asio::awaitable<Result<Candidate>> find_candidate(std::string username);
    boost::asio::awaitable<Result<Proven>> prove(Candidate candidate, LogIn* attempt);
    boost::asio::awaitable<Result<OpenedSession>> open_session(Proven proven);
    boost::asio::awaitable<Result<void>> check_code(const Member* member, std::string code);
    boost::asio::awaitable<Result<void>> store_proof(const Member* member);

    std::shared_ptr<const SessionFacts> cached(const crypto::Token& token, storage::Time now,
                                               bool counts_as_use);
    void remember(const crypto::SessionId& id, std::shared_ptr<const SessionFacts> facts);
    void forget(const crypto::SessionId& id);
    bool has_ended(const storage::SessionRow& row, storage::Time seen_at, storage::Time now) const;

    Parts parts_;
    std::mutex mutex_;  // guards cache_
    std::map<crypto::SessionId, Cached> cache_;
    FailedLogIns failed_;
};

}  // namespace hotline::access
