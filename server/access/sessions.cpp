#include "server/access/sessions.hpp"

#include "server/ops/await_engine.hpp"

#include <algorithm>

namespace hotline::access {
namespace {

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

crypto::SessionClaims claims_of(const storage::SessionRow& row) {
    return {row.id, row.user, row.created_at.time_since_epoch().count(),
            row.seen_at.time_since_epoch().count(), row.proved_at.time_since_epoch().count()};
}

}  // namespace

Result<SessionFacts> verified_facts(storage::SessionRow session, storage::UserRow user,
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

storage::SessionRow Sessions::sealed_row(storage::SessionRow row, const crypto::Token& token) {
    row.mac = crypto::session_mac(token, claims_of(row));
    return row;
}

boost::asio::awaitable<Result<Member>> Sessions::authenticate(crypto::Token token, bool counts_as_use) {
    const crypto::SessionId id = crypto::session_id_of(token);
    const storage::Time now = parts_.clock->now();
    std::shared_ptr<const SessionFacts> facts = cached(token, now, counts_as_use);
    if (!facts) {
        auto load = [id, root = parts_.root](storage::ReadTx& tx) -> Result<SessionFacts> {
            Result<storage::SessionRow> session = tx.find_session(id);
            if (!session) return session.error();
            Result<storage::UserRow> user = tx.find_user(session->user);
            if (!user) return user.error();
            return verified_facts(*std::move(session), *std::move(user), root);
        };
        Result<SessionFacts> loaded = co_await ops::read(parts_.engine, std::move(load));
        if (!loaded && loaded.error().code != Errc::not_found) co_return loaded.error();
        if (!loaded || loaded->user.state != storage::UserState::active)
            co_return fail(Errc::unauthenticated, "no such session");
        if (!equal_constant_time(crypto::session_mac(token, claims_of(loaded->row)).view(),
                                 loaded->row.mac.view()))
            co_return fail(Errc::unauthenticated, "the session's row was changed by another hand");
        facts = std::make_shared<const SessionFacts>(*std::move(loaded));
        remember(id, facts);
        if (!cached(token, now, counts_as_use))
            co_return fail(Errc::unauthenticated, "the session has ended");
    }
    co_return Member(std::move(facts), std::move(token));
}

boost::asio::awaitable<Result<void>> Sessions::log_out(const Member* member) {
    const crypto::SessionId id = member->session().id;
    Result<storage::EventDraft> leaf = parts_.leaf("session.closed", &member->facts(), {});
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

bool Sessions::recently_proved(const Member& member) const {
    return parts_.clock->now() - member.session().proved_at <= parts_.limits.proof;
}

storage::Time Sessions::expiry_of(const storage::SessionRow& row) const {
    return std::min<storage::Time>(row.seen_at + parts_.limits.idle, row.created_at + parts_.limits.absolute);
}

bool Sessions::has_ended(const storage::SessionRow& row, storage::Time seen_at, storage::Time now) const {
    return now >= row.created_at + parts_.limits.absolute || now >= seen_at + parts_.limits.idle;
}

std::shared_ptr<const SessionFacts> Sessions::cached(const crypto::Token& token, storage::Time now,
                                                     bool counts_as_use) {
    const crypto::SessionId id = crypto::session_id_of(token);
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
        storage::SessionRow seen = facts->row;
        seen.seen_at = now;
        parts_.engine->write([seen = sealed_row(std::move(seen), token)](
                                 storage::WriteTx& tx) { return tx.touch_session(seen); },
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
