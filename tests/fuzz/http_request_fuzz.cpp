// Any bytes as an HTTP request: no crash, bounded memory, and the same outcome however the bytes are cut into
// pieces.

#include "server/http/request_reader.hpp"
#include "tests/fuzz/require.hpp"

#include <algorithm>
#include <string>

using namespace hotline;
using namespace hotline::http;

namespace {

constexpr std::size_t kMaxBody = 4096;

struct Outcome {
    std::optional<Fault> fault;
    bool done = false;
    std::string path;
    std::string body;

    bool operator==(const Outcome&) const = default;
};

/// Reads one request the way a session does, `step` bytes at a time.
Outcome read_in_steps(std::string_view bytes, std::size_t step) {
    static const Limits limits;
    RequestReader reader(&limits);
    WipedBuffer input;
    bool body_begun = false;
    while (!bytes.empty() && !reader.done() && !reader.fault()) {
        const std::size_t count = std::min(step, bytes.size());
        input.append(bytes.substr(0, count));
        bytes.remove_prefix(count);
        input.consume(reader.feed(input.text()));
        if (!reader.header_done() || reader.fault() || reader.done()) continue;
        if (!body_begun) reader.begin_body(kMaxBody);
        body_begun = true;
        input.consume(reader.feed(input.text()));
    }
    const Request& request = reader.request();
    const bool whole = reader.done() && !reader.fault();
    fuzz::require(request.body().size() <= kMaxBody);
    return {reader.fault(), whole, whole ? std::string(request.path()) : "",
            whole ? std::string(request.body()) : ""};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes = as_text({data, size});
    const Outcome whole = read_in_steps(bytes, std::max<std::size_t>(size, 1));
    const Outcome pieces = read_in_steps(bytes, 7);
    fuzz::require(whole.done == pieces.done);
    fuzz::require(!whole.done || whole == pieces);
    fuzz::require(!whole.done || (whole.path.starts_with('/') && !whole.path.contains('\0')));
    return 0;
}
