#include "server/routing/directory.hpp"

#include "server/routing/embedded.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>

namespace hotline::routing {

using nlohmann::json;

namespace {

constexpr std::array<std::pair<std::string_view, UnitKind>, 4> kKinds{{
    {"desk", UnitKind::desk},
    {"department", UnitKind::department},
    {"commune", UnitKind::commune},
    {"audit", UnitKind::audit},
}};

/// A fault in the file, with its place; turned into bad_format at the edge of this room.
struct BadEntry : std::runtime_error {
    using std::runtime_error::runtime_error;
};

UnitKind kind_from(const std::string& name) {
    for (const auto& [known, kind] : kKinds) {
        if (known == name) return kind;
    }
    throw BadEntry("unknown kind of unit: " + name);
}

int digits(std::string_view text) {
    int value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault != std::errc{} || end != text.data() + text.size() || text.starts_with('-'))
        throw BadEntry("not a date: " + std::string(text));
    return value;
}

std::string date(const std::string& text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') throw BadEntry("not a date: " + text);
    const auto day =
        std::chrono::year{digits(text.substr(0, 4))} / digits(text.substr(5, 2)) / digits(text.substr(8, 2));
    if (!day.ok()) throw BadEntry("no such day: " + text);
    return text;
}

std::string filled(const json& object, const char* key) {
    auto out = object.at(key).get<std::string>();
    if (out.empty()) throw BadEntry(std::string("empty ") + key);
    return out;
}

std::vector<std::string> texts(const json& object, const char* key) {
    const auto it = object.find(key);
    return it == object.end() ? std::vector<std::string>{} : it->get<std::vector<std::string>>();
}

template <class Entry>
const Entry* find_code(const std::vector<Entry>& entries, std::string_view code) noexcept {
    const auto it = std::ranges::find(entries, code, &Entry::code);
    return it == entries.end() ? nullptr : &*it;
}

template <class Entry>
void check_unique(const std::vector<Entry>& entries, const std::string& what) {
    if (entries.empty()) throw BadEntry("no " + what);
    std::set<std::string_view> seen;
    for (const Entry& entry : entries) {
        if (!seen.insert(entry.code).second) throw BadEntry("duplicate code in " + what + ": " + entry.code);
    }
}

}  // namespace

std::string_view name_of(UnitKind kind) noexcept {
    for (const auto& [name, value] : kKinds) {
        if (value == kind) return name;
    }
    return {};
}

/// Turns a directory.json into a Directory; throws BadEntry.
struct DirectoryReader {
    static Unit read_unit(const json& entry) {
        Unit out;
        out.code = filled(entry, "code");
        out.name = filled(entry, "name");
        out.kind = kind_from(entry.at("kind").get<std::string>());
        out.areas = texts(entry, "areas");
        out.former_names = texts(entry, "former_names");
        out.valid_from = date(entry.at("valid_from").get<std::string>());
        if (const json& end = entry.at("valid_to"); !end.is_null())
            out.valid_to = date(end.get<std::string>());
        if (out.valid_to && *out.valid_to < out.valid_from)
            throw BadEntry("ends before it begins: " + out.code);
        return out;
    }

    static ComplaintClass read_class(const json& entry) {
        ComplaintClass out{filled(entry, "code"), filled(entry, "name"), entry.at("handled").get<bool>(),
                           entry.value("guidance", "")};
        if (!out.handled && out.guidance.empty()) throw BadEntry("class without guidance: " + out.code);
        return out;
    }

    static FormerUnit read_former(const json& entry) {
        return {filled(entry, "name"), date(entry.at("valid_to").get<std::string>()),
                texts(entry, "successors"), entry.value("note", "")};
    }

    static void check_links(const Directory& directory) {
        const Unit* desk = directory.find_unit(kDeskUnit);
        if (desk == nullptr || desk->kind != UnitKind::desk)
            throw BadEntry("no desk with the code " + std::string(kDeskUnit));
        for (const Field& field : directory.fields_) {
            if (field.default_unit != kCommuneRule && directory.find_unit(field.default_unit) == nullptr)
                throw BadEntry("unknown unit of field " + field.code + ": " + field.default_unit);
        }
        std::set<std::string_view> taken;
        for (const Unit& unit : directory.units_) {
            for (const std::string& area : unit.areas) {
                if (directory.find_area(area) == nullptr)
                    throw BadEntry("unknown area of unit " + unit.code + ": " + area);
                if (!taken.insert(area).second) throw BadEntry("two units answer for area " + area);
            }
        }
        for (const FormerUnit& former : directory.former_units_) {
            for (const std::string& successor : former.successors) {
                if (directory.find_unit(successor) == nullptr)
                    throw BadEntry("unknown successor of " + former.name + ": " + successor);
            }
        }
    }

    static Directory read(std::string_view source) {
        const json root = json::parse(source);
        Directory out;
        out.about_ = filled(root, "about");
        out.province_name_ = filled(root.at("province"), "name");
        for (const json& entry : root.at("units")) out.units_.push_back(read_unit(entry));
        for (const json& entry : root.at("fields"))
            out.fields_.push_back(
                {filled(entry, "code"), filled(entry, "name"), filled(entry, "default_unit")});
        for (const json& entry : root.at("classes")) out.classes_.push_back(read_class(entry));
        for (const json& entry : root.at("areas"))
            out.areas_.push_back({filled(entry, "code"), filled(entry, "name"), texts(entry, "aliases")});
        for (const json& entry : root.at("former_units")) out.former_units_.push_back(read_former(entry));
        check_unique(out.units_, "units");
        check_unique(out.fields_, "fields");
        check_unique(out.classes_, "classes");
        check_unique(out.areas_, "areas");
        check_links(out);
        return out;
    }
};

Result<Directory> Directory::parse(std::string_view source) {
    try {
        return DirectoryReader::read(source);
    } catch (const BadEntry& fault) {
        return fail(Errc::bad_format, std::string("directory: ") + fault.what());
    } catch (const json::exception& fault) {
        return fail(Errc::bad_format, std::string("directory: ") + fault.what());
    }
}

Result<Directory> Directory::load(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return fail(Errc::not_found, "cannot read " + file.filename().string());
    return parse(std::string(std::istreambuf_iterator<char>(in), {}));
}

Directory Directory::built_in() {
    auto out = parse(embedded_file("directory.json"));
    if (!out) throw std::logic_error(out.error().internal);
    return *std::move(out);
}

const Unit* Directory::find_unit(std::string_view code) const noexcept {
    return find_code(units_, code);
}
const Field* Directory::find_field(std::string_view code) const noexcept {
    return find_code(fields_, code);
}
const ComplaintClass* Directory::find_class(std::string_view code) const noexcept {
    return find_code(classes_, code);
}
const Area* Directory::find_area(std::string_view code) const noexcept {
    return find_code(areas_, code);
}

UnitChoice Directory::unit_for(std::string_view field_code, std::string_view area_code) const {
    const Field* field = find_field(field_code);
    if (field == nullptr) return {std::string(kDeskUnit), true};
    if (field->default_unit != kCommuneRule) return {field->default_unit, false};
    for (const Unit& unit : units_) {
        const bool answers = std::ranges::find(unit.areas, area_code) != unit.areas.end();
        if (unit.kind == UnitKind::commune && answers) return {unit.code, false};
    }
    return {std::string(kDeskUnit), true};
}

}  // namespace hotline::routing
