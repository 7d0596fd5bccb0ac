#pragma once

#include "crypto/secret.hpp"
#include "storage/records.hpp"

#include <optional>
#include <string>
#include <vector>

namespace hotline::flow {

/// The person who complains, as given; every part may be empty. UTF-8.
struct Reporter {
    SecretBytes full_name, phone, email, address, citizen_id, birth_date, call_name, via;
    [[nodiscard]] bool empty() const noexcept {
        return full_name.empty() && phone.empty() && email.empty() && address.empty() && citizen_id.empty() &&
               birth_date.empty() && call_name.empty() && via.empty();
    }
};

struct Consents {
    bool contact_by_unit = false;
    bool notify = false;
    bool publish = false;
    std::string evidence;  ///< how consent was given, e.g. a recording's reference
};

struct Location {
    SecretBytes text;
    std::optional<double> lat, lon;
};

/// A complaint as it arrives (api.md, POST /v1/cases). Codes left out are empty.
struct Complaint {
    std::string channel;
    SecretBytes text;
    std::string class_code, field, area, unit, urgency;
    Reporter reporter;
    bool anonymous = false;
    bool confidential = false;
    Consents consents;
    Location location;
    SecretBytes occurred_at, external_ref, call_id;
    std::optional<storage::Time> received_at;
    std::string canary_by;  ///< the auditor who invented it; empty for every real complaint
};

/// A fault in one member of the input.
struct InputFault {
    std::string pointer;  ///< JSON pointer
    std::string detail;   ///< Vietnamese, no personal data
};

}  // namespace hotline::flow
