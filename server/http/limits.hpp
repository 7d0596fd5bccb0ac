#pragma once

#include <chrono>
#include <cstddef>

namespace hotline::http {

/// Every bound of a listener. All are upper bounds except `min_body_rate`.
struct Limits {
    std::size_t header_bytes = 16 * 1024;   ///< request line and header fields together; over → 431
    std::size_t header_fields = 100;        ///< over → 431
    std::size_t body_bytes = 256 * 1024;    ///< for routes that name no bound; over → 413
    std::chrono::seconds header_time{10};   ///< first byte to end of header; over → 408
    std::chrono::seconds body_time{30};     ///< for any body, plus its size divided by `min_body_rate` → 408
    std::size_t min_body_rate = 16 * 1024;  ///< bytes a second, both ways
    std::chrono::seconds idle_time{60};     ///< between requests; then the connection is closed
    std::chrono::seconds write_time{30};    ///< for any answer, plus its size divided by `min_body_rate`
    std::chrono::seconds handshake_time{10};  ///< TLS handshake
    std::chrono::milliseconds linger_time{
        2000};                         ///< reading what an ill client still sends, so that it sees the answer
    std::size_t connections = 10'000;  ///< over → the new connection is closed at once
    std::size_t running_requests = 256;    ///< handlers at work at once
    std::size_t waiting_requests = 1'024;  ///< requests that wait for their turn; over → 503 and Retry-After
};

}  // namespace hotline::http
