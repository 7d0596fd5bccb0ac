// Any bytes as a file: no crash, and a file that ends well is the one that was sealed.

#include "crypto/attachment.hpp"
#include "tests/fuzz/fixed_keys.hpp"
#include "tests/fuzz/require.hpp"

using namespace hotline;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto key = fuzz::secret_named<crypto::DataKey>("data key");
    const crypto::Place place{.table = 1,
                              .column = 2,
                              .compartment = crypto::Compartment{3},
                              .case_id = {},
                              .row_id = {},
                              .row_version = 4};
    ByteView file(data, size);
    const std::size_t head_bytes = std::min(size, crypto::AttachmentOpener::kHeadBytes);

    auto opener = crypto::AttachmentOpener::open(key, place, file.first(head_bytes));
    if (!opener) return 0;
    file = file.subspan(head_bytes);
    std::size_t opened_bytes = 0;
    while (!file.empty()) {
        const std::size_t chunk_bytes = std::min(file.size(), crypto::AttachmentOpener::kSealedChunk);
        const auto chunk = opener->chunk(file.first(chunk_bytes));
        if (!chunk) return 0;
        opened_bytes += chunk->size();
        file = file.subspan(chunk_bytes);
    }
    fuzz::require(!opener->finished() || opened_bytes == 100);
    return 0;
}
