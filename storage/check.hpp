#pragma once

#include "storage/records.hpp"

namespace hotline::storage {

/// What a check found, in words: table, row and what is wrong, never what is stored. Bounded.
class Findings {
public:
    static constexpr std::size_t kMost = 1000;
    void add(std::string_view table, std::string_view row, std::string_view what);
    [[nodiscard]] const std::vector<std::string>& list() const noexcept { return list_; }
    [[nodiscard]] std::vector<std::string> take() && noexcept { return std::move(list_); }

private:
    std::vector<std::string> list_;
};

/// The rules that a stored row keeps on every engine; none needs a key.
/// Columns in range, parts in canonical order and of a known form.
void check_case(const CaseRecord& record, Findings& findings);
/// The leaf's bytes are those of the columns; `erased` tells that shown details were deleted, whose hash then
/// stands in the leaf alone.
void check_event(const EventRow& event, bool erased, Findings& findings);
/// Bytes in WRAP format of one of the algorithms; for the cache only 03, elsewhere never 03.
[[nodiscard]] bool is_wrap(ByteView bytes, bool cached);
/// Bytes long enough and headed as ENV.
[[nodiscard]] bool is_envelope(ByteView bytes);

}  // namespace hotline::storage
