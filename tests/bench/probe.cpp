// Measures one thing once and prints one line of JSON. intake_bench.py and its neighbours call it again and
// again, in turn with the real server, and put the runs together.

#include "tests/bench/probe.hpp"

#include "server/api/complaint_form.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <fcntl.h>
#include <fstream>
#include <future>
#include <iostream>
#include <sys/resource.h>
#include <unistd.h>

namespace hotline::bench {
namespace {

namespace asio = boost::asio;

asio::awaitable<void> log_in(flow::Services* services, std::string username, SecretBytes password,
                             std::optional<access::Member>* into) {
    access::OpenedSession opened =
        must(co_await services->sessions->log_in({std::move(username), std::move(password), {}, "bench"}));
    into->emplace(std::move(opened.member));
}

}  // namespace

Bench::Bench(const Folder& folder) : log_ins_(folder.log_ins), body_(read_text(folder.body)) {
    app::Config config = must(app::load_config(folder.data, std::nullopt));
    config.plain_http = true;
    config.listen = {};
    app_ = must(app::App::open(std::move(config)));
    must(app_->listen());
    app_->start();
}

flow::Complaint Bench::complaint() const {
    flow::Complaint complaint;
    if (const auto errors = api::read_complaint(body_, complaint); !errors.empty())
        give_up(errors.front().pointer + ": " + errors.front().detail);
    return complaint;
}

access::Member Bench::sign_in() {
    const auto log_ins = nlohmann::json::parse(read_text(log_ins_));
    const auto found = std::ranges::find_if(
        log_ins, [](const auto& each) { return each["roles"] == nlohmann::json::array({"operator"}); });
    if (found == log_ins.end()) give_up("no operator among the log-ins");
    std::optional<access::Member> member;
    asio::io_context io;
    auto ended =
        asio::co_spawn(io,
                       log_in(&services(), (*found)["username"].get<std::string>(),
                              SecretBytes::from_text((*found)["password"].get<std::string>()), &member),
                       asio::use_future);
    io.run();
    ended.get();
    return *std::move(member);
}

double processor_seconds() {
    struct ::rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const ::timeval& time) {
        return static_cast<double>(time.tv_sec) + (static_cast<double>(time.tv_usec) / 1e6);
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

std::string read_text(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) give_up("cannot read " + file.string());
    return {std::istreambuf_iterator<char>(stream), {}};
}

double quantile(std::vector<double>& values, double share) {
    if (values.empty()) give_up("nothing was measured");
    std::ranges::sort(values);
    const auto index = static_cast<std::size_t>(share * static_cast<double>(values.size()));
    return values[std::min(index, values.size() - 1)];
}

void give_up(const std::string& why) {
    std::cerr << "probe: " << why << "\n";
    std::exit(1);
}

Finding measure_sync(const std::filesystem::path& folder, std::size_t rounds) {
    const std::filesystem::path file = folder / "sync.probe";
    const int fd = ::open(file.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
    if (fd < 0) give_up("cannot write " + file.string());
    const std::string record(1500, 'x');
    std::vector<double> taken_us;
    for (std::size_t i = 0; i < rounds; ++i) {
        const auto start = std::chrono::steady_clock::now();
        if (::write(fd, record.data(), record.size()) != static_cast<ssize_t>(record.size()) ||
            ::fdatasync(fd) != 0)
            give_up("cannot write " + file.string());
        taken_us.push_back(
            std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count());
    }
    ::close(fd);
    std::filesystem::remove(file);
    return {{"p50_us", quantile(taken_us, 0.5)}, {"p99_us", quantile(taken_us, 0.99)}};
}

}  // namespace hotline::bench

int main(int argc, char** argv) {
    using namespace hotline;
    init_crypto();
    bench::Folder folder;
    bench::Intake intake;
    std::size_t rounds = 2000;
    CLI::App program{"measures one thing once", "probe"};
    program.require_subcommand(1);
    const auto with_folder = [&](const char* name, const char* what) {
        CLI::App* command = program.add_subcommand(name, what);
        command->add_option("data", folder.data)->required();
        command->add_option("log-ins", folder.log_ins)->required();
        command->add_option("body", folder.body)->required();
        return command;
    };
    CLI::App* intake_command = with_folder("intake", "the whole pipeline in process");
    intake_command->add_option("--cases", intake.cases);
    intake_command->add_option("--outstanding", intake.outstanding);
    CLI::App* stages_command = with_folder("stages", "the stages of an intake one by one");
    stages_command->add_option("--rounds", rounds);
    CLI::App* fill_command = with_folder("fill", "adds cases");
    fill_command->add_option("--cases", intake.cases);
    CLI::App* sync_command = program.add_subcommand("sync", "append and fdatasync");
    sync_command->add_option("data", folder.data)->required();
    sync_command->add_option("--rounds", rounds);
    CLI11_PARSE(program, argc, argv);

    bench::Finding found;
    if (intake_command->parsed()) found = bench::measure_intake(folder, intake);
    if (stages_command->parsed()) found = bench::measure_stages(folder, rounds);
    if (fill_command->parsed()) found = bench::fill(folder, intake.cases);
    if (sync_command->parsed()) found = bench::measure_sync(folder.data, rounds);
    std::cout << found.dump() << std::endl;
    return 0;
}
