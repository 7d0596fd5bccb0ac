#pragma once

#include "storage/engine.hpp"

#include <functional>
#include <string>
#include <vector>

namespace hotline::storage {

/// Leave to open named compartments of one case for one purpose. Only EventLog makes one, after its leaf is
/// durable; move-only, so that a permit is spent by passing it on.
class RevealPermit {
public:
    RevealPermit(const RevealPermit&) = delete;
    RevealPermit& operator=(const RevealPermit&) = delete;
    RevealPermit(RevealPermit&&) noexcept = default;
    RevealPermit& operator=(RevealPermit&&) noexcept = default;
    [[nodiscard]] const CaseId& case_id() const noexcept { return case_id_; }
    [[nodiscard]] bool covers(crypto::Compartment compartment) const noexcept;
    [[nodiscard]] std::uint64_t leaf() const noexcept { return leaf_; }
    [[nodiscard]] Time expires_at() const noexcept { return expires_at_; }

private:
    friend class EventLog;
    RevealPermit(CaseId case_id, std::vector<crypto::Compartment> compartments, std::uint64_t leaf,
                 Time expires_at);
    CaseId case_id_;
    std::vector<crypto::Compartment> compartments_;
    std::uint64_t leaf_ = 0;
    Time expires_at_{};
};

/// Leave to compare sealed values inside the vault without seeing them; one leaf per look-up or batch.
class IndexPermit {
public:
    IndexPermit(const IndexPermit&) = delete;
    IndexPermit& operator=(const IndexPermit&) = delete;
    IndexPermit(IndexPermit&&) noexcept = default;
    IndexPermit& operator=(IndexPermit&&) noexcept = default;
    [[nodiscard]] std::uint64_t leaf() const noexcept { return leaf_; }

private:
    friend class EventLog;
    explicit IndexPermit(std::uint64_t leaf) noexcept : leaf_(leaf) {}
    std::uint64_t leaf_ = 0;
};

/// Writes the leaf of an act that opens something, and only then hands out the permit. Borrows the engine.
class EventLog {
public:
    explicit EventLog(Engine& engine) noexcept : engine_(&engine) {}

    static constexpr std::chrono::minutes kRevealLife{15};

    /// Stores `draft` (kind "reveal.requested" or "track.read") together with `also` (may be empty; for
    /// example a counter); `done` gets the permit once the leaf is on disk. Errors: those of Engine::write;
    /// nothing may be opened then.
    void request_reveal(EventDraft draft, std::vector<crypto::Compartment> compartments,
                        Engine::WriteWork also, std::move_only_function<void(Result<RevealPermit>)> done);
    /// The same for a comparison (kinds "lookup.*", "key.index_filled").
    void request_index(EventDraft draft, std::move_only_function<void(Result<IndexPermit>)> done);

private:
    Engine* engine_;
};

}  // namespace hotline::storage
