#include "storage/records.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace hotline::storage {

bool is_leaf_word(std::string_view word) noexcept {
    constexpr std::size_t kMostLetters = 64;
    return !word.empty() && word.size() <= kMostLetters && std::ranges::all_of(word, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
    });
}

Bytes format_leaf(std::uint64_t index, Time at, const EventDraft& draft) {
    const auto shown = sha256({draft.shown_salt.view(), as_bytes(draft.shown_json)});
    const auto text =
        fmt::format("1022/event/v1\nn {}\nt {}\ne {}\np {}\nb {}\nd {}\ns {}\n", index,
                    at.time_since_epoch().count(), draft.kind, draft.purpose.empty() ? "-" : draft.purpose,
                    draft.manifest ? to_base64(draft.manifest->view()) : "-", to_base64(shown.view()),
                    to_base64(draft.staff_hash.view()));
    const auto bytes = as_bytes(text);
    return {bytes.begin(), bytes.end()};
}

}  // namespace hotline::storage
