#include "clients/cli/json.hpp"

namespace hotline::cli {
namespace {

const Json* find(const Json& object, std::string_view key) {
    if (!object.is_object()) return nullptr;
    const auto found = object.find(key);
    return found == object.end() ? nullptr : &*found;
}

}  // namespace

std::string text_at(const Json& object, std::string_view key) {
    const Json* value = find(object, key);
    return value != nullptr && value->is_string() ? value->get<std::string>() : std::string();
}

std::optional<std::uint64_t> number_at(const Json& object, std::string_view key) {
    const Json* value = find(object, key);
    if (value == nullptr || !value->is_number_unsigned()) return std::nullopt;
    return value->get<std::uint64_t>();
}

bool flag_at(const Json& object, std::string_view key) {
    const Json* value = find(object, key);
    return value != nullptr && value->is_boolean() && value->get<bool>();
}

const Json& part_at(const Json& object, std::string_view key) {
    static const Json kNothing = Json::array();
    const Json* value = find(object, key);
    return value != nullptr && value->is_structured() ? *value : kNothing;
}

std::string joined_at(const Json& object, std::string_view key, std::string_view between) {
    std::string out;
    for (const Json& item : part_at(object, key)) {
        if (!item.is_string()) continue;
        if (!out.empty()) out += between;
        out += item.get<std::string>();
    }
    return out;
}

std::optional<Json> parse_json(std::string_view text) {
    Json value = Json::parse(text, nullptr, false);
    if (value.is_discarded()) return std::nullopt;
    return value;
}

std::string dump_line(const Json& value) {
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace hotline::cli
