#pragma once

#include "server/flow/complaint.hpp"

namespace hotline::flow {

/// The JSON of compartment `identity`: full_name, citizen_id, birth_date; empty when none was given.
[[nodiscard]] SecretBytes identity_json(const Reporter& reporter);
/// The JSON of compartment `contact`: phone, email, address, call_name, via, external_ref, call_id.
[[nodiscard]] SecretBytes contact_json(const Complaint& complaint);
/// The JSON of the report's circumstances: location, occurred_at; empty when none were given.
[[nodiscard]] SecretBytes circumstances_json(const Complaint& complaint);
/// Appends a JSON string literal, escaped.
void append_json_string(SecretBytes& out, std::string_view text);

}  // namespace hotline::flow
