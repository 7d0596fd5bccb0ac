#include "crypto/result.hpp"

namespace hotline {

std::string_view name_of(Errc code) noexcept {
    switch (code) {
        case Errc::bad_input:
            return "bad_input";
        case Errc::bad_format:
            return "bad_format";
        case Errc::bad_key:
            return "bad_key";
        case Errc::bad_signature:
            return "bad_signature";
        case Errc::unauthenticated:
            return "unauthenticated";
        case Errc::otp_needed:
            return "otp_needed";
        case Errc::step_up_needed:
            return "step_up_needed";
        case Errc::forbidden:
            return "forbidden";
        case Errc::not_found:
            return "not_found";
        case Errc::conflict:
            return "conflict";
        case Errc::wrong_state:
            return "wrong_state";
        case Errc::last_keys:
            return "last_keys";
        case Errc::idempotency_reuse:
            return "idempotency_reuse";
        case Errc::rate_limited:
            return "rate_limited";
        case Errc::reveal_limit:
            return "reveal_limit";
        case Errc::too_large:
            return "too_large";
        case Errc::stale_directory:
            return "stale_directory";
        case Errc::busy:
            return "busy";
        case Errc::storage_full:
            return "storage_full";
        case Errc::storage_failed:
            return "storage_failed";
        case Errc::audit_unavailable:
            return "audit_unavailable";
        case Errc::internal:
            return "internal";
    }
    return "internal";
}

}  // namespace hotline
