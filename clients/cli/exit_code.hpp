#pragma once

namespace hotline::cli {

/// How the program ends. The numbers are a contract with scripts (hotline(1), "EXIT STATUS").
enum class ExitCode : int {
    ok = 0,
    failed = 1,
    usage = 2,
    not_found = 3,
    login_needed = 4,
    conflict = 5,      ///< somebody else changed the case
    audit_failed = 6,  ///< an export or a proof does not verify
    partly_failed = 7,
    unreachable = 75,  ///< try again later
    interrupted = 130,
};

}  // namespace hotline::cli
