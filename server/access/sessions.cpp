#include "server/access/sessions.hpp"

#include "server/ops/await_engine.hpp"
#include "server/redaction/text.hpp"

#include <algorithm>

namespace hotline::access {
namespace {

constexpr std::string_view kRefused = "log-in refused";

/// The entry's roles as a set. Errors: bad_format for a role this version does not know.
Result<RoleSet> roles_of(const vault::MemberEntry& entry) {
    RoleSet roles;
    for (const std::string& name : entry.roles) {
        const std::optional<Role> role = parse_role(name);
        if (!role) return fail(Errc::bad_format, "unknown role in a member entry");
        roles.add(*role);
    }
    return roles;
}

Result<SessionFacts> make_facts(storage::SessionRow session, storage::UserRow user,
                                const crypto::SignPublicKey& root) {
    Result<vault::MemberEntry> entry = vault::verify_member(user, root);
    if (!entry) return entry.error();
    Result<RoleSet> roles = roles_of(*entry);
    if (!roles) return roles.error();
    return SessionFacts{std::move(session), std::move(user), *std::move(entry), *roles};
}

std::string lower_name(std::string_view name) {
    std::string out(name);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

}  // namespace

boost::asio::awaitable<Result<OpenedSession>> Sessions::log_in(std::string username, SecretBytes password) {
    Result<SecretBytes> nfc = redaction::to_nfc(password.expose_text());
    if (!nfc) co_return nfc.error();
    Result<storage::UserRow> user = co_await ops::read(
        parts_.engine, [name = lower_name(username)](storage::ReadTx& tx) -> Result<storage::UserRow> {
            return tx.find_user(name);
        });
    if (!user && user.error().code != Errc::not_found) co_return user.error();

    // An unknown name costs the same run, so that time says nothing.
    const bool known = user.has_value();
    const Salt16 salt = known ? user->password.salt : random_fixed<Salt16>();
    const UserId id = known ? user->id : UserId{};
    const crypto::PasswordCost cost = known ? user->password.cost : parts_.cost;
    Result<crypto::PasswordKeys> derived =
        co_await ops::run_blocking(parts_.passwords, [secret = *std::move(nfc), salt, id, cost] {
            return crypto::derive_password_keys(secret.expose_text(), salt, id, cost);
        });
    if (!derived) co_return derived.error();
    const Hash32 expected = known ? user->password.auth : Hash32{};
    const bool proven = equal_constant_time(derived->auth.view(), expected.view());
    if (!known || !proven || user->state != storage::UserState::active)
        co_return fail(Errc::unauthenticated, std::string(kRefused));

    Result<SessionFacts> facts = make_facts({}, *std::move(user), parts_.root);
    if (!facts) co_return facts.error();
    Result<vault::UserKeys> keys = vault::open_user_keys(facts->user.password.secrets, derived->kek,
                                                         facts->entry, crypto::Compartment::user);
    if (!keys) co_return keys.error();

    crypto::Token token = crypto::Token::random();
    const storage::Time now = parts_.clock->now();
    facts->row = {crypto::session_id_of(token),
                  facts->entry.id,
                  vault::seal_user_keys(*keys, crypto::session_key_of(token), facts->entry.id,
                                        crypto::Compartment::session),
                  now,
                  now,
                  now};
    Result<storage::EventDraft> leaf = parts_.leaf("session.opened", *facts);
    if (!leaf) co_return leaf.error();
    Result<storage::Commit> stored = co_await ops::write(
        parts_.engine, [row = facts->row, draft = *std::move(leaf)](storage::WriteTx& tx) -> Result<void> {
            if (Result<void> put = tx.put_session(row); !put) return put;
            return tx.append_event(draft);
        });
    if (!stored) co_return stored.error();

    const storage::Time expires_at = expiry_of(facts->row);
    auto shared = std::make_shared<const SessionFacts>(*std::move(facts));
    SecretBytes text = crypto::token_text(token);
    co_return OpenedSession{Member(std::move(shared), std::move(token)), std::move(text), expires_at};
}

boost::asio::awaitable<Result<Member>> Sessions::authenticate(crypto::Token token, bool counts_as_use) {
    const crypto::SessionId id = crypto::session_id_of(token);
    const storage::Time now = parts_.clock->now();
    std::shared_ptr<const SessionFacts> facts = cached(id, now, counts_as_use);
    if (!facts) {
        auto load = [id, root = parts_.root](storage::ReadTx& tx) -> Result<SessionFacts> {
            Result<storage::SessionRow> session = tx.find_session(id);
            if (!session) return session.error();
            Result<storage::UserRow> user = tx.find_user(session->user);
            if (!user) return user.error();
            return make_facts(*std::move(session), *std::move(user), root);
        };
        Result<SessionFacts> loaded = co_await ops::read(parts_.engine, std::move(load));
        if (!loaded && loaded.error().code != Errc::not_found) co_return loaded.error();
        if (!loaded || loaded->user.state != storage::UserState::active)
            co_return fail(Errc::unauthenticated, "no such session");
        facts = std::make_shared<const SessionFacts>(*std::move(loaded));
        remember(id, facts);
        if (!cached(id, now, counts_as_use)) co_return fail(Errc::unauthenticated, "the session has ended");
    }
    co_return Member(std::move(facts), std::move(token));
}

boost::asio::awaitable<Result<void>> Sessions::log_out(const Member* member) {
    const crypto::SessionId id = member->session().id;
    Result<storage::EventDraft> leaf = parts_.leaf("session.closed", member->facts());
    if (!leaf) co_return leaf.error();
    Result<storage::Commit> stored = co_await ops::write(
        parts_.engine, [id, draft = *std::move(leaf)](storage::WriteTx& tx) -> Result<void> {
            if (Result<void> dropped = tx.drop_session(id); !dropped) return dropped;
            return tx.append_event(draft);
        });
    forget(id);  // after the commit, or a request in between could bring it back
    if (!stored) co_return stored.error();
    co_return Result<void>{};
}

boost::asio::awaitable<Result<void>> Sessions::step_up(const Member* member, SecretBytes password) {
    Result<SecretBytes> nfc = redaction::to_nfc(password.expose_text());
    if (!nfc) co_return nfc.error();
    storage::SessionRow row = member->session();
    Result<storage::UserRow> user = co_await ops::read(
        parts_.engine,
        [id = row.user](storage::ReadTx& tx) -> Result<storage::UserRow> { return tx.find_user(id); });
    if (!user) co_return user.error();
    Result<crypto::PasswordKeys> derived = co_await ops::run_blocking(
        parts_.passwords,
        [secret = *std::move(nfc), salt = user->password.salt, id = row.user, cost = user->password.cost] {
            return crypto::derive_password_keys(secret.expose_text(), salt, id, cost);
        });
    if (!derived) co_return derived.error();
    if (!equal_constant_time(derived->auth.view(), user->password.auth.view()))
        co_return fail(Errc::unauthenticated, "step-up refused");

    row.proved_at = parts_.clock->now();
    row.seen_at = row.proved_at;
    Result<storage::Commit> stored = co_await ops::write(
        parts_.engine, [row](storage::WriteTx& tx) -> Result<void> { return tx.put_session(row); });
    forget(row.id);
    if (!stored) co_return stored.error();
    co_return Result<void>{};
}

bool Sessions::recently_proved(const Member& member) const {
    return parts_.clock->now() - member.session().proved_at <= parts_.limits.proof;
}

storage::Time Sessions::expiry_of(const storage::SessionRow& row) const {
    return std::min<storage::Time>(row.seen_at + parts_.limits.idle, row.created_at + parts_.limits.absolute);
}

bool Sessions::has_ended(const storage::SessionRow& row, storage::Time seen_at, storage::Time now) const {
    return now >= row.created_at + parts_.limits.absolute || now >= seen_at + parts_.limits.idle;
}

std::shared_ptr<const SessionFacts> Sessions::cached(const crypto::SessionId& id, storage::Time now,
                                                     bool counts_as_use) {
    bool touch = false;
    std::shared_ptr<const SessionFacts> facts;
    {
        const std::scoped_lock lock(mutex_);
        const auto found = cache_.find(id);
        if (found == cache_.end()) return nullptr;
        Cached& entry = found->second;
        if (has_ended(entry.facts->row, entry.seen_at, now) ||
            std::chrono::steady_clock::now() - entry.loaded_at > kCacheLife) {
            cache_.erase(found);
            return nullptr;
        }
        facts = entry.facts;
        touch = counts_as_use && now - entry.seen_at >= kTouchInterval;
        if (touch) entry.seen_at = now;
    }
    if (touch) {
        parts_.engine->write([id, now](storage::WriteTx& tx) { return tx.touch_session(id, now); },
                             [](Result<storage::Commit>) {});
    }
    return facts;
}

void Sessions::remember(const crypto::SessionId& id, std::shared_ptr<const SessionFacts> facts) {
    const std::scoped_lock lock(mutex_);
    if (cache_.size() >= kCacheSize) cache_.clear();
    const storage::Time seen_at = facts->row.seen_at;
    cache_.insert_or_assign(id, Cached{std::move(facts), std::chrono::steady_clock::now(), seen_at});
}

void Sessions::forget(const crypto::SessionId& id) {
    const std::scoped_lock lock(mutex_);
    cache_.erase(id);
}

void Sessions::forget_user(const UserId& user) {
    const std::scoped_lock lock(mutex_);
    std::erase_if(cache_, [&](const auto& entry) { return entry.second.facts->entry.id == user; });
}

void Sessions::sweep() {
    const storage::Time now = parts_.clock->now();
    parts_.engine->write(
        [seen = now - parts_.limits.idle,
         created = now - parts_.limits.absolute](storage::WriteTx& tx) -> Result<void> {
            Result<std::uint64_t> dropped = tx.drop_sessions_before(seen, created);
            if (!dropped) return dropped.error();
            return {};
        },
        [](Result<storage::Commit>) {});
}

}  // namespace hotline::access
