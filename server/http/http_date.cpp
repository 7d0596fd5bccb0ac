#include "server/http/http_date.hpp"

#include <array>
#include <cstddef>
#include <ctime>

namespace hotline::http {

std::string_view http_date_now() {
    thread_local std::time_t written_at = 0;
    thread_local std::array<char, 32> text{};
    thread_local std::size_t size = 0;
    const std::time_t now = std::time(nullptr);
    if (now != written_at) {
        std::tm utc{};
        gmtime_r(&now, &utc);
        // The process never leaves the "C" locale for dates, so the names are English.
        size = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &utc);
        written_at = now;
    }
    return {text.data(), size};
}

}  // namespace hotline::http
