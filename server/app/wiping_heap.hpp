#pragma once

namespace hotline::app {

/// Makes OpenSSL, too, overwrite what it gives back; operator delete of this program does by itself. To be
/// called first in main: OpenSSL takes it only before its first allocation. @return false when it was too
/// late.
[[nodiscard]] bool wipe_memory_of_openssl() noexcept;

}  // namespace hotline::app
