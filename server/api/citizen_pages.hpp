#pragma once

#include "server/http/static_files.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace hotline::api {

/// The citizen's pages, filled in here so that they work without scripts. One template (citizen/page.html
/// among the files of the web clients) with a section for each page; citizen/texts.json has the words of both
/// languages. Everything that is filled in is escaped: what people typed is shown as text. Read only after
/// its making.
class CitizenPages {
public:
    using Json = nlohmann::ordered_json;

    /// Without the two files there are no pages. Texts that are not JSON are a bug of the build:
    /// std::logic_error.
    explicit CitizenPages(const http::StaticFiles& files);

    /// The page of one section, with `data` under the section's name. 404 without the files. Never cached.
    [[nodiscard]] http::Response show(unsigned status, bool english, std::string_view section,
                                      Json data) const;
    /// The word for a code, for example of the group "state"; the code itself when it has none.
    [[nodiscard]] std::string word(bool english, std::string_view group, std::string_view code) const;

private:
    std::string template_;  ///< empty: there are no pages
    Json texts_;
};

}  // namespace hotline::api
