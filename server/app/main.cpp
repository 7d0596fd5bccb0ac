#include "server/access/openings.hpp"
#include "server/access/policy.hpp"
#include "server/app/app.hpp"
#include "server/app/calendar_command.hpp"
#include "server/app/check.hpp"
#include "server/app/founding.hpp"
#include "server/app/letter_command.hpp"
#include "server/app/reading_tools.hpp"
#include "server/app/wiping_heap.hpp"
#include "server/demo/demo.hpp"
#include "server/ops/hardening.hpp"
#include "server/ops/log.hpp"
#include "server/ops/service_manager.hpp"
#include "storage/sqlite/sqlite_engine.hpp"

#include <CLI/CLI.hpp>
#include <iostream>
#include <unistd.h>

namespace {

using namespace hotline;

struct Arguments {
    std::string data, directory, credentials, complaints, config, listen, checkpoint, operations, origin;
    std::string user;
    bool plain_http = false;
};

int complain(const Error& error) {
    std::cerr << "hotline-server: " << name_of(error.code) << ": " << error.internal << "\n";
    return 1;
}

bool is_loopback(const std::string& host) {
    return host == "127.0.0.1" || host == "::1" || host.starts_with("127.");
}

/// The configuration of the folder, with what the command line says on top.
Result<app::Config> configure(const Arguments& arguments) {
    std::optional<std::filesystem::path> file;
    if (!arguments.config.empty()) file = arguments.config;
    Result<app::Config> config = app::load_config(arguments.data, file);
    if (!config) return config;
    for (const auto& [text, endpoint] : {std::pair{&arguments.listen, &config->listen},
                                         std::pair{&arguments.operations, &config->operations}}) {
        if (text->empty()) continue;
        Result<app::Endpoint> parsed = app::parse_endpoint(*text);
        if (!parsed) return parsed.error();
        *endpoint = *parsed;
    }
    if (!arguments.checkpoint.empty()) config->published_checkpoint = arguments.checkpoint;
    config->plain_http = config->plain_http || arguments.plain_http;
    if (config->plain_http && !is_loopback(config->listen.host))
        return fail(Errc::bad_input, "--plain-http is for loopback addresses only");
    return config;
}

/// Nothing of this process may end in a core file, be read by a debugger of the same user or be left open to
/// others on the disk; root is given up first, because that changes who "the same user" is.
Result<void> harden(const Arguments& arguments) {
    ops::keep_new_files_private();
    ops::raise_locked_memory_limit();
    if (Result<std::size_t> files = ops::raise_open_files_limit(); !files) return files.error();
    if (!arguments.user.empty())
        if (Result<void> changed = ops::run_as(arguments.user); !changed) return changed;
    if (Result<void> none = ops::forbid_core_dumps(); !none) return none;
    return ops::forbid_tracing();
}

/// Locks memory and says what a person who runs the server should know about its process.
void warn_of_weak_process() {
    const LockedMemoryState memory = ops::lock_memory();
    if (memory.locked_bytes == 0)
        ops::log_event(
            ops::LogLevel::warn, "memory.not_locked",
            {{"limit_bytes", memory.limit_bytes},
             {"advice", "keys may reach the swap: set LimitMEMLOCK=infinity or encrypt the swap"}});
    if (::geteuid() == 0)
        ops::log_event(ops::LogLevel::warn, "process.is_root", {{"advice", "use --user NAME"}});
}

int serve(const Arguments& arguments, const std::optional<demo::DemoOptions>& samples) {
    warn_of_weak_process();
    Result<app::Config> config = configure(arguments);
    if (!config) return complain(config.error());
    const std::filesystem::path certificate = config->tls_certificate;
    Result<std::unique_ptr<app::App>> server = app::App::open(*std::move(config));
    if (!server) return complain(server.error());
    Result<std::string> address = (*server)->listen();
    if (!address) return complain(address.error());
    (*server)->start();
    if (samples) {
        Result<std::size_t> loaded = demo::load_complaints(*samples, *address, certificate);
        if (!loaded) return complain(loaded.error());
    }
    std::cout << "listening on " << *address << std::endl;  // flushed: others wait for this line
    if (Result<void> told = ops::tell_service_manager("READY=1"); !told) return complain(told.error());
    (*server)->wait_and_stop();
    return 0;
}

int run_demo(const Arguments& arguments) {
    demo::DemoOptions options{arguments.data, arguments.directory, arguments.credentials, {}};
    if (!arguments.complaints.empty()) options.complaints = arguments.complaints;
    if (Result<void> prepared = demo::prepare(options); !prepared) return complain(prepared.error());
    return serve(arguments, options);
}

/// Founds a folder with its first administrator; prints what is shown only once.
int init(const Arguments& arguments) {
    const crypto::PasswordCost cost;
    Result<app::Founding> founding =
        app::found_data_folder({arguments.data, arguments.directory, arguments.origin, cost});
    if (!founding) return complain(founding.error());
    storage::SqliteOptions options;
    options.path = std::filesystem::path(arguments.data) / "hotline.db";
    Result<std::unique_ptr<storage::Engine>> engine = storage::open_sqlite(std::move(options));
    if (!engine) return complain(engine.error());
    Result<app::MadeMember> admin =
        app::make_member(**engine, *founding, {"admin", "Quản trị viên", {access::Role::admin}, {}}, cost);
    (*engine)->stop();
    if (!admin) return complain(admin.error());
    std::cout << "Bộ khôi phục – in ra, cất nơi an toàn; chỉ hiện một lần.\n"
                 "Recovery kit – print it and keep it safe; shown only once.\n\n"
                 "  mã khôi phục / recovery code:  "
              << founding->recovery_code.expose_text() << "\n  quản trị viên / administrator: admin\n"
              << "  mật khẩu / password:           " << admin->password.expose_text() << "\n";
    return 0;
}

int check(const Arguments& arguments) {
    Result<std::vector<std::string>> findings = app::check_data_folder(arguments.data, arguments.checkpoint);
    if (!findings) return complain(findings.error());
    for (const std::string& finding : *findings) std::cout << finding << "\n";
    if (findings->empty()) std::cerr << "sạch / clean\n";
    return findings->empty() ? 0 : 1;
}

int evaluate(const app::EvaluateOptions& options) {
    Result<void> done = app::evaluate_reading(std::cout, options);
    return done ? 0 : complain(done.error());
}

int train(const app::TrainOptions& options) {
    Result<std::string> name = app::train_reading(options);
    if (!name) return complain(name.error());
    std::cout << *name << "\n";
    return 0;
}

/// The commands that measure and teach the reading of complaints; they touch no data folder.
void add_reading(CLI::App& program, app::EvaluateOptions& measure, app::TrainOptions& teach) {
    CLI::App* evaluate_command =
        program.add_subcommand("evaluate", "measure redaction and routing on labelled texts (JSON lines)");
    evaluate_command->add_option("file", measure.file, "labelled texts")->required();
    evaluate_command->add_option("--model", measure.model, "a model that train wrote");
    evaluate_command
        ->add_option("--cross-validate", measure.folds, "learn from the file itself, in this many folds")
        ->check(CLI::Range(2, 20));
    evaluate_command->add_flag("--misses", measure.misses, "list misses, with words of the texts");
    CLI::App* train_command =
        program.add_subcommand("train", "learn a model of fields and classes from labelled texts");
    train_command->add_option("files", teach.files, "labelled texts")->required();
    train_command->add_option("--out", teach.out, "where the model goes")->required();
    train_command->add_option("--fewest", teach.fewest_texts, "features of fewer texts are never stored")
        ->check(CLI::Range(2, 1000));
}

void add_folder(CLI::App* command, Arguments& arguments) {
    command->add_option("--data", arguments.data, "data folder")->required();
    command->add_option("--user", arguments.user,
                        "started as root: become this user before anything is read");
}

void add_checkpoint(CLI::App* command, Arguments& arguments) {
    command->add_option("--checkpoint", arguments.checkpoint,
                        "file outside the folder that keeps the last checkpoint");
}

void add_listening(CLI::App* command, Arguments& arguments) {
    command->add_option("--listen", arguments.listen, "HOST:PORT; port 0 takes a free one");
    command->add_option("--operations", arguments.operations, "HOST:PORT of health, readiness and metrics");
    command->add_flag("--plain-http", arguments.plain_http, "no TLS; loopback only");
    add_checkpoint(command, arguments);
}

}  // namespace

int main(int argc, char** argv) {
    if (!app::wipe_memory_of_openssl()) return complain(fail(Errc::internal, "OpenSSL keeps its own memory"));
    init_crypto();
    Arguments arguments;
    CLI::App program{"1022 hotline server", "hotline-server"};
    program.set_version_flag("--version", HOTLINE_VERSION);
    program.require_subcommand(1);

    CLI::App* init_command =
        program.add_subcommand("init", "make a data folder; prints the recovery kit once");
    add_folder(init_command, arguments);
    init_command->add_option("--directory", arguments.directory, "units, fields and areas (JSON)")
        ->required();
    init_command->add_option("--origin", arguments.origin, "name of the log, e.g. 1022.example.vn/log1");
    CLI::App* serve_command = program.add_subcommand("serve", "serve a data folder");
    add_folder(serve_command, arguments);
    serve_command->add_option("--config", arguments.config, "another configuration file");
    add_listening(serve_command, arguments);
    CLI::App* demo_command = program.add_subcommand("demo", "a demonstration with sample accounts");
    add_folder(demo_command, arguments);
    demo_command->add_option("--directory", arguments.directory, "units, fields and areas (JSON)")
        ->required();
    demo_command->add_option("--credentials", arguments.credentials, "file for the log-ins")->required();
    demo_command->add_option("--complaints", arguments.complaints, "sample complaints (JSON lines)");
    add_listening(demo_command, arguments);
    CLI::App* fsck_command = program.add_subcommand("fsck", "check a data folder; 1 with findings");
    add_folder(fsck_command, arguments);
    add_checkpoint(fsck_command, arguments);
    app::EvaluateOptions measure;
    app::TrainOptions teach;
    add_reading(program, measure, teach);
    CLI::App* policy_command = program.add_subcommand("policy", "print who may make which call");
    CLI::App* routes_command = program.add_subcommand("routes", "print the table of routes (JSON)");
    int code = 0;
    app::add_calendar_command(program, code);
    app::add_letter_command(program, code);

    try {
        CLI11_PARSE(program, argc, argv);
        if (Result<void> hardened = harden(arguments); !hardened) return complain(hardened.error());
        if (init_command->parsed()) return init(arguments);
        if (serve_command->parsed()) return serve(arguments, std::nullopt);
        if (demo_command->parsed()) return run_demo(arguments);
        if (fsck_command->parsed()) return check(arguments);
        if (program.got_subcommand("evaluate")) return evaluate(measure);
        if (program.got_subcommand("train")) return train(teach);
        if (policy_command->parsed()) std::cout << access::policy_text() << "\n" << access::openings_text();
        if (routes_command->parsed()) std::cout << app::routes_json() << "\n";
        return code;
    } catch (const std::exception& bug) {
        std::cerr << "hotline-server: internal: " << bug.what() << "\n";
        return 1;
    }
}
