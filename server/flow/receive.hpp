#pragma once

#include "server/flow/complaint.hpp"
#include "server/flow/services.hpp"

#include <optional>
#include <string>
#include <vector>

namespace hotline::flow {

/// A recorded complaint, as the caller may know it.
struct Received {
    storage::CaseNumber number = 0;
    std::uint64_t leaf = 0;
    SecretBytes tracking_code;
    std::string facts_json;  ///< the other members of the answer: id, state, class, field … (a JSON object)
};

/// What is wrong with codes and combinations in a complaint, before anything is done with it.
/// @param by_public  the citizen's own page may not set what only staff may
[[nodiscard]] std::vector<InputFault> faults_in(const Services& services, const Complaint& complaint,
                                                bool by_public);

/// Records a complaint: redact, classify and route, seal, store with its leaf in one durable transaction.
/// Opens nothing and holds no secret key.
/// @param by           the operator or service account; null for the citizen's own page
/// @param idempotency  may be empty; a request seen before gets its first answer
/// Errors: bad_input (text that is not UTF-8), idempotency_reuse, busy, storage_full, storage_failed,
/// bad_key.
[[nodiscard]] asio::awaitable<Result<Received>> receive(Services* services, const access::Member* by,
                                                        Complaint complaint,
                                                        std::optional<Idempotency> idempotency);

/// A UUID of version 7 for a case received now.
[[nodiscard]] CaseId make_case_id(storage::Time now);
/// The first 80 characters of a text, on one line.
[[nodiscard]] std::string subject_of(std::string_view redacted_text);

}  // namespace hotline::flow
