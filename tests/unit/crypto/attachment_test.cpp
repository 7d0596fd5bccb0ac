#include "crypto/attachment.hpp"
#include "tests/unit/crypto/changes.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

namespace hotline::crypto {
namespace {

class AttachmentTest : public testing::Test {
protected:
    struct File {
        Bytes head;
        std::vector<Bytes> chunks;
    };

    [[nodiscard]] File seal(ByteView plain) const {
        AttachmentSealer sealer(key_, place_);
        File file{.head = sealer.head(), .chunks = {}};
        while (plain.size() > kAttachmentChunk) {
            file.chunks.push_back(sealer.chunk(plain.first(kAttachmentChunk), false));
            plain = plain.subspan(kAttachmentChunk);
        }
        file.chunks.push_back(sealer.chunk(plain, true));
        return file;
    }
    [[nodiscard]] Result<AttachmentOpener> open(ByteView head) const {
        return AttachmentOpener::open(key_, place_, head);
    }
    [[nodiscard]] static Bytes some_bytes(std::size_t size) {
        Bytes bytes(size);
        random_bytes(bytes);
        return bytes;
    }

    DataKey key_ = DataKey::random();
    Place place_{.table = 4,
                 .column = 1,
                 .compartment = Compartment::attachment_first,
                 .case_id = random_fixed<CaseId>(),
                 .row_id = random_fixed<RowId>(),
                 .row_version = 1};
};

TEST_F(AttachmentTest, FilesOfEveryShapeComeBack) {
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, kAttachmentChunk - 1, kAttachmentChunk,
                                   kAttachmentChunk + 1, 3 * kAttachmentChunk}) {
        const Bytes plain = some_bytes(size);
        const File file = seal(plain);
        auto opener = open(file.head);
        ASSERT_TRUE(opener);
        Bytes back;
        for (const Bytes& sealed : file.chunks) {
            EXPECT_FALSE(opener->finished());
            const auto chunk = opener->chunk(sealed);
            ASSERT_TRUE(chunk) << chunk.error().internal;
            put_bytes(back, chunk->expose_secret());
        }
        EXPECT_TRUE(opener->finished());
        EXPECT_EQ(back, plain);
    }
}

TEST_F(AttachmentTest, AFileCutAtAChunkIsNotFinished) {
    const File file = seal(some_bytes(2 * kAttachmentChunk));
    auto opener = open(file.head);
    ASSERT_TRUE(opener->chunk(file.chunks[0]));
    EXPECT_FALSE(opener->finished());
}

TEST_F(AttachmentTest, ChunksInAnotherOrderAreRejected) {
    const File file = seal(some_bytes(3 * kAttachmentChunk));
    auto opener = open(file.head);
    EXPECT_EQ(opener->chunk(file.chunks[1]).error().code, Errc::bad_signature);
}

TEST_F(AttachmentTest, ARepeatedChunkIsRejected) {
    const File file = seal(some_bytes(3 * kAttachmentChunk));
    auto opener = open(file.head);
    ASSERT_TRUE(opener->chunk(file.chunks[0]));
    EXPECT_EQ(opener->chunk(file.chunks[0]).error().code, Errc::bad_signature);
}

TEST_F(AttachmentTest, ALeftOutChunkIsRejected) {
    const File file = seal(some_bytes(3 * kAttachmentChunk));
    auto opener = open(file.head);
    ASSERT_TRUE(opener->chunk(file.chunks[0]));
    EXPECT_EQ(opener->chunk(file.chunks[2]).error().code, Errc::bad_signature);
}

TEST_F(AttachmentTest, NothingOpensAfterAWrongChunk) {
    const File file = seal(some_bytes(2 * kAttachmentChunk));
    Bytes changed = file.chunks[0];
    changed[100] ^= 1;
    auto opener = open(file.head);
    EXPECT_EQ(opener->chunk(changed).error().code, Errc::bad_signature);
    EXPECT_EQ(opener->chunk(file.chunks[0]).error().code, Errc::bad_format);
    EXPECT_FALSE(opener->finished());
}

TEST_F(AttachmentTest, NothingOpensAfterTheEnd) {
    const File file = seal(some_bytes(10));
    auto opener = open(file.head);
    ASSERT_TRUE(opener->chunk(file.chunks[0]));
    EXPECT_EQ(opener->chunk(file.chunks[0]).error().code, Errc::bad_format);
    EXPECT_TRUE(opener->finished());
}

TEST_F(AttachmentTest, FlippedBitOfTheHeadIsRejected) {
    const File file = seal(some_bytes(10));
    for_each_flipped_bit(file.head, [&](ByteView changed, std::size_t bit) {
        auto opener = open(changed);
        EXPECT_FALSE(opener && opener->chunk(file.chunks[0])) << bit;
    });
}

TEST_F(AttachmentTest, FlippedBitOfAChunkIsRejected) {
    const File file = seal(some_bytes(100));
    for_each_flipped_bit(file.chunks[0], [&](ByteView changed, std::size_t bit) {
        auto opener = open(file.head);
        EXPECT_EQ(opener->chunk(changed).error().code, Errc::bad_signature) << bit;
    });
}

TEST_F(AttachmentTest, FlippedByteOfAWholeChunkIsRejected) {
    const File file = seal(some_bytes(2 * kAttachmentChunk));
    for (std::size_t at = 0; at < file.chunks[0].size(); at += 997) {
        Bytes changed = file.chunks[0];
        changed[at] ^= 0xFF;
        auto opener = open(file.head);
        EXPECT_EQ(opener->chunk(changed).error().code, Errc::bad_signature) << at;
    }
}

TEST_F(AttachmentTest, CutOrLengthenedIsRejected) {
    const File file = seal(some_bytes(100));
    for_each_other_length(file.head, [&](ByteView changed, std::size_t size) {
        EXPECT_EQ(open(changed).error().code, Errc::bad_format) << size;
    });
    for_each_other_length(file.chunks[0], [&](ByteView changed, std::size_t size) {
        auto opener = open(file.head);
        EXPECT_FALSE(opener->chunk(changed)) << size;
    });
}

TEST_F(AttachmentTest, ChunksOfAnotherFileAreRejected) {
    const File first = seal(some_bytes(10));
    const File second = seal(some_bytes(10));
    auto opener = open(first.head);
    EXPECT_EQ(opener->chunk(second.chunks[0]).error().code, Errc::bad_signature);
}

TEST_F(AttachmentTest, AnotherPlaceOrKeyIsRejected) {
    const File file = seal(some_bytes(10));
    Place elsewhere = place_;
    elsewhere.row_id.bytes[0] ^= 1;
    auto opener = AttachmentOpener::open(key_, elsewhere, file.head);
    ASSERT_TRUE(opener);
    EXPECT_EQ(opener->chunk(file.chunks[0]).error().code, Errc::bad_signature);
    EXPECT_EQ(AttachmentOpener::open(DataKey::random(), place_, file.head).error().code, Errc::bad_key);
}

TEST_F(AttachmentTest, WrongChunkSizesAreBugsOfTheCaller) {
    AttachmentSealer sealer(key_, place_);
    EXPECT_THROW((void)sealer.chunk(Bytes(10), false), std::invalid_argument);
    EXPECT_THROW((void)sealer.chunk(Bytes(kAttachmentChunk + 1), true), std::invalid_argument);
    (void)sealer.chunk(Bytes(10), true);
    EXPECT_THROW((void)sealer.chunk(Bytes(10), true), std::logic_error);
}

TEST_F(AttachmentTest, BothDirectionsCanBeMoved) {
    AttachmentSealer first(key_, place_);
    AttachmentSealer sealer = std::move(first);
    auto opened = open(sealer.head());
    AttachmentOpener opener = *std::move(opened);
    EXPECT_EQ(opener.chunk(sealer.chunk(as_bytes("abc"), true))->expose_text(), "abc");
}

}  // namespace
}  // namespace hotline::crypto
