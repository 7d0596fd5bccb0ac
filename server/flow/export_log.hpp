#pragma once

#include "server/audit/exports.hpp"
#include "server/flow/services.hpp"

#include <functional>
#include <string>

namespace hotline::flow {

struct ExportRequest {
    std::string reason;   ///< 15..500 characters; goes redacted to the sealed details of the leaf
    std::string officer;  ///< username, or empty
    audit::ExportFilter filter;
};

struct ExportSummary {
    RowId id;
    std::uint64_t leaf = 0;
    std::uint64_t size = 0;  ///< leaves of the tree it is a part of: up to and including its own
    bool complete = false;
};

/// Begins an export: its leaf, with the export's own key in it, is durable before anything is opened.
/// Errors: bad_input (no such officer), audit_unavailable, and those of the engine.
[[nodiscard]] asio::awaitable<Result<ExportSummary>> create_export(Services* services,
                                                                   const access::Member* member,
                                                                   ExportRequest request);

/// Takes pieces of a file; false when nobody wants more.
using ExportSink = std::function<asio::awaitable<bool>(std::string)>;

/// Opens one export for the auditor who made it and makes its files. Every file is the same bytes each time.
class ExportFiles {
public:
    /// Errors: not_found (no such export, or another auditor's), forbidden, bad_key, and the engine's.
    [[nodiscard]] static asio::awaitable<Result<std::shared_ptr<ExportFiles>>> open(
        Services* services, const access::Member* member, RowId id);
    [[nodiscard]] bool has(std::string_view name) const;
    /// Writes one file into the sink in pieces, with flat memory. Errors: not_found, and the engine's.
    [[nodiscard]] asio::awaitable<Result<void>> write(std::string name, ExportSink sink);

private:
    ExportFiles(Services* services, storage::ExportRow row, audit::ExportFilter filter,
                crypto::NoteSigner key, vault::WorkPermit permit, crypto::WrapOpener audit_key);
    [[nodiscard]] std::uint64_t size() const noexcept { return row_.leaf + 1; }
    asio::awaitable<Result<std::string>> small_file(std::string name);
    asio::awaitable<Result<void>> write_leaves(audit::LeafRange range, ExportSink sink);
    Result<std::string> leaf_lines(storage::ReadTx& tx, std::uint64_t& from, std::uint64_t to);
    asio::awaitable<Result<std::string>> manifest();

    Services* services_;
    storage::ExportRow row_;
    audit::ExportFilter filter_;
    crypto::NoteSigner key_;
    vault::WorkPermit permit_;
    crypto::WrapOpener audit_key_;
};

/// Leaves with their opened details, newest first, for the auditor's table.
struct AuditEvent {
    storage::EventRow event;
    SecretBytes staff;  ///< salt32 ‖ JSON, as it was sealed; empty when erased
    [[nodiscard]] std::string_view staff_json() const {
        return staff.size() < Salt32::size ? std::string_view() : staff.expose_text().substr(Salt32::size);
    }
};
struct AuditPage {
    std::vector<AuditEvent> items;
    std::optional<std::uint64_t> next;  ///< pass as `to` of the next query
};
[[nodiscard]] asio::awaitable<Result<AuditPage>> list_audit_events(Services* services,
                                                                   const access::Member* member,
                                                                   storage::EventQuery query,
                                                                   std::string officer);

/// One leaf with its opened details. Errors: not_found, and as above.
[[nodiscard]] asio::awaitable<Result<AuditEvent>> read_audit_event(Services* services,
                                                                   const access::Member* member,
                                                                   std::uint64_t index);

}  // namespace hotline::flow
