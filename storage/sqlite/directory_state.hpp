#pragma once

#include "storage/sqlite/pending.hpp"

#include <array>

namespace hotline::storage::sqlite {

/// Members and what belongs to them (keys, grants, second factors, recovery, invitations) as one hash: `b` of
/// every leaf whose work changed one of them, so that a row taken away, put back or copied is found as well
/// as a changed one (DESIGN.md, "Formats").
class DirectoryState {
public:
    explicit DirectoryState(Connection& db);
    /// Reads every row's sum: some milliseconds for thousands of members. @param version  of the directory.
    [[nodiscard]] Result<Hash32> hash(std::uint64_t version);
    /// What the newest leaf that carries such a hash says; none in folders last changed before leaves did.
    /// Walks back through the leaves since then.
    [[nodiscard]] Result<std::optional<Hash32>> newest_leaf();

private:
    std::array<Statement, 8> tables_;
    Statement newest_;
};

/// Keeps the state and its leaves together while works change it. Errors as in WriteTx.
class DirectoryBinding {
public:
    DirectoryBinding(Connection& db, Pending& pending) : pending_(&pending), state_(db) {}

    void begin_work() noexcept {
        touched_ = false;
        before_ = said_;
    }
    void undo_work() noexcept { said_ = before_; }
    /// After a failed group: what its leaves said is not stored.
    void forget() noexcept { said_.reset(); }
    /// Before the first change of a work: what is stored is what the newest leaf says. The leaf to come must
    /// not vouch for what another hand changed before.
    /// Errors: bad_signature.
    [[nodiscard]] Result<void> before_change();
    /// Gives the first leaf of the work that speaks of no case the state after the work.
    /// Errors: internal (a change without such a leaf).
    [[nodiscard]] Result<void> finish_work();

private:
    Pending* pending_;
    DirectoryState state_;
    bool touched_ = false;
    std::optional<Hash32> said_, before_;  // by the newest leaf, once known
};

}  // namespace hotline::storage::sqlite
