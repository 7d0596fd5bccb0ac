#include "server/app/files.hpp"
#include "server/demo/demo.hpp"
#include "storage/sqlite/sqlite_engine.hpp"

#include <cstdio>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace hotline::demo {
namespace {

using access::Role;
using app::NewMember;
using Json = nlohmann::ordered_json;

constexpr crypto::PasswordCost kDemoCost{.passes = 1, .memory_kib = 8192};

void add_pair(std::vector<NewMember>& people, Role role, const char* name, std::vector<std::string> units) {
    for (int i = 1; i <= 2; ++i)
        people.push_back(
            {fmt::format("{}{}", access::wire_name(role), i), fmt::format("{} {}", name, i), {role}, units});
}

std::vector<NewMember> people_of(const routing::Directory& directory) {
    const vault::StandingUnits standing = app::standing_units(directory);
    std::vector<NewMember> people;
    add_pair(people, Role::op, "Điện thoại viên", {standing.desk});
    add_pair(people, Role::supervisor, "Trưởng ca", {standing.desk, standing.supervisors});
    add_pair(people, Role::auditor, "Kiểm tra viên", {standing.audit});
    add_pair(people, Role::admin, "Quản trị viên", {});
    for (const routing::Unit& unit : directory.units()) {
        if (unit.kind != routing::UnitKind::department && unit.kind != routing::UnitKind::commune) continue;
        for (int i = 1; i <= 2; ++i)
            people.push_back({fmt::format("{}.officer{}", unit.code, i),
                              fmt::format("Chuyên viên {} – {}", i, unit.name),
                              {Role::officer},
                              {unit.code}});
        people.push_back(
            {unit.code + ".lead", "Lãnh đạo – " + unit.name, {Role::lead, Role::officer}, {unit.code}});
    }
    return people;
}

Result<Json> make_people(const DemoOptions& options, const app::Founding& founding,
                         const routing::Directory& directory) {
    storage::SqliteOptions storage;
    storage.path = options.data / "hotline.db";
    Result<std::unique_ptr<storage::Engine>> engine = storage::open_sqlite(std::move(storage));
    if (!engine) return engine.error();
    Json credentials = Json::array();
    for (NewMember& person : people_of(directory)) {
        Result<app::MadeMember> made = app::make_member(**engine, founding, std::move(person), kDemoCost);
        if (!made) {
            (*engine)->stop();
            return made.error();
        }
        credentials.push_back({{"username", made->member.username},
                               {"password", made->password.expose_text()},
                               {"roles", made->member.roles.names()},
                               {"units", made->member.units}});
    }
    (*engine)->stop();
    return credentials;
}

}  // namespace

Result<void> prepare(const DemoOptions& options) {
    if (std::filesystem::exists(options.data / "hotline.toml")) {
        if (std::filesystem::exists(options.credentials)) return {};
        return fail(Errc::conflict,
                    options.data.string() + " is there, but its log-ins are not; remove the folder");
    }
    Result<app::Founding> founding = app::found_data_folder(
        {options.data, options.directory_file, "demo.hotline.example/log1", kDemoCost});
    if (!founding) return founding.error();
    Result<routing::Directory> directory = routing::Directory::load(options.directory_file);
    if (!directory) return directory.error();
    Result<Json> credentials = make_people(options, *founding, *directory);
    if (!credentials) return credentials.error();
    return app::write_private_file(options.credentials, credentials->dump(1) + "\n");
}

}  // namespace hotline::demo
