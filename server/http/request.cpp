#include "server/http/request.hpp"

#include <boost/beast/core/string.hpp>

namespace hotline::http {

std::string_view name_of(Method method) noexcept {
    switch (method) {
        case Method::get:
            return "GET";
        case Method::head:
            return "HEAD";
        case Method::post:
            return "POST";
        case Method::put:
            return "PUT";
        case Method::patch:
            return "PATCH";
        case Method::del:
            return "DELETE";
    }
    return "GET";
}

std::optional<std::string_view> Request::query(std::string_view name) const noexcept {
    for (const auto& [key, value] : query_) {
        if (view(key) == name) return view(value);
    }
    return std::nullopt;
}

std::vector<std::string_view> Request::query_names() const {
    std::vector<std::string_view> names;
    for (const auto& [key, value] : query_) names.push_back(view(key));
    return names;
}

std::optional<std::string_view> Request::header(std::string_view name) const noexcept {
    for (const auto& [key, value] : fields_) {
        if (boost::beast::iequals(view(key), name)) return view(value);
    }
    return std::nullopt;
}

std::vector<std::string_view> Request::headers(std::string_view name) const {
    std::vector<std::string_view> values;
    for (const auto& [key, value] : fields_) {
        if (boost::beast::iequals(view(key), name)) values.push_back(view(value));
    }
    return values;
}

std::optional<std::string_view> Request::cookie(std::string_view name) const noexcept {
    std::string_view rest = header("cookie").value_or("");
    while (!rest.empty()) {
        const std::size_t end = rest.find(';');
        std::string_view pair = rest.substr(0, end);
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
        pair.remove_prefix(std::min(pair.find_first_not_of(' '), pair.size()));
        const std::size_t equals = pair.find('=');
        if (equals != std::string_view::npos && pair.substr(0, equals) == name)
            return pair.substr(equals + 1);
    }
    return std::nullopt;
}

std::optional<std::string_view> Request::bearer_token() const noexcept {
    constexpr std::string_view kScheme = "Bearer ";
    const std::string_view value = header("authorization").value_or("");
    if (value.size() <= kScheme.size() || !boost::beast::iequals(value.substr(0, kScheme.size()), kScheme)) {
        return std::nullopt;
    }
    return value.substr(kScheme.size());
}

}  // namespace hotline::http
