#pragma once

#include "crypto/result.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hotline::routing {

/// The unit that is asked when no rule names another.
inline constexpr std::string_view kDeskUnit = "tong-dai-1022";
/// The default unit of a field that goes to the commune of the area.
inline constexpr std::string_view kCommuneRule = "@commune";

enum class UnitKind { desk, department, commune, audit };
/// The name in directory.json: desk, department, commune, audit.
[[nodiscard]] std::string_view name_of(UnitKind kind) noexcept;

struct Unit {
    std::string code;
    std::string name;
    UnitKind kind = UnitKind::department;
    std::vector<std::string> areas;  ///< area codes a commune answers for
    std::vector<std::string> former_names;
    std::string valid_from;               ///< YYYY-MM-DD
    std::optional<std::string> valid_to;  ///< the last day, YYYY-MM-DD; none while it stands
};

struct Field {
    std::string code;
    std::string name;
    std::string default_unit;  ///< a unit code, or "@commune"
};

struct ComplaintClass {
    std::string code;  ///< phan-anh, hoi-dap, khieu-nai, to-cao, khan-cap
    std::string name;
    bool handled = true;   ///< false: diverted with `guidance`
    std::string guidance;  ///< Vietnamese, for the operator; empty when handled
};

struct Area {
    std::string code;
    std::string name;
    std::vector<std::string> aliases;
};

/// A body that is no more, for old names in texts and old cases.
struct FormerUnit {
    std::string name;
    std::string valid_to;  ///< the last day, YYYY-MM-DD
    std::vector<std::string> successors;
    std::string note;
};

/// Where a complaint goes by rule.
struct UnitChoice {
    std::string unit_code;
    bool ask = false;  ///< true: the rule needs an area that is not known, so a person must decide
};

/// The bodies of a province, their fields, classes and areas. Immutable after loading; owned by whoever
/// loaded it, shared by reference.
class Directory {
public:
    /// The sample directory compiled into the program. Throws on a broken build only.
    [[nodiscard]] static Directory built_in();
    /// Errors: not_found, bad_format (says which entry is wrong: duplicate code, unknown unit or area,
    /// bad date, missing desk).
    [[nodiscard]] static Result<Directory> load(const std::filesystem::path& file);
    /// From the text of a directory.json. Errors: bad_format.
    [[nodiscard]] static Result<Directory> parse(std::string_view json);

    [[nodiscard]] const std::string& about() const noexcept { return about_; }
    [[nodiscard]] const std::string& province_name() const noexcept { return province_name_; }
    [[nodiscard]] const std::vector<Unit>& units() const noexcept { return units_; }
    [[nodiscard]] const std::vector<Field>& fields() const noexcept { return fields_; }
    [[nodiscard]] const std::vector<ComplaintClass>& classes() const noexcept { return classes_; }
    [[nodiscard]] const std::vector<Area>& areas() const noexcept { return areas_; }
    [[nodiscard]] const std::vector<FormerUnit>& former_units() const noexcept { return former_units_; }

    /// Null when there is no such code; the pointer lives as long as the directory.
    [[nodiscard]] const Unit* find_unit(std::string_view code) const noexcept;
    [[nodiscard]] const Field* find_field(std::string_view code) const noexcept;
    [[nodiscard]] const ComplaintClass* find_class(std::string_view code) const noexcept;
    [[nodiscard]] const Area* find_area(std::string_view code) const noexcept;

    /// The unit a field in an area goes to: the field's default unit; for "@commune" fields the commune of
    /// the area, and the desk with `ask` when the area is empty or unknown. An unknown field: desk, ask.
    /// @param area_code  empty when not known
    [[nodiscard]] UnitChoice unit_for(std::string_view field_code, std::string_view area_code) const;

private:
    Directory() = default;
    friend struct DirectoryReader;

    std::string about_;
    std::string province_name_;
    std::vector<Unit> units_;
    std::vector<Field> fields_;
    std::vector<ComplaintClass> classes_;
    std::vector<Area> areas_;
    std::vector<FormerUnit> former_units_;
};

}  // namespace hotline::routing
