#include <memory>

#include "clients/cli/case_view.hpp"
#include "clients/cli/commands/commands.hpp"
#include "clients/cli/messages.hpp"

namespace hotline::cli {
namespace {

/// A telephone number is personal data, so it never stands in the arguments.
Outcome<std::string> ask_phone(const Context& context, const std::string& file) {
    if (file.empty() && context.input().may_ask()) {
        return context.input().answer(msg::kPhonePrompt, "--phone-file");
    }
    return context.input().line(file.empty() ? "-" : file, "--phone-file");
}

Outcome<void> look_up(Context& context, const std::string& file) {
    auto client = context.signed_in();
    if (!client) return client.error();
    auto phone = ask_phone(context, file);
    if (!phone) return phone.error();
    auto answer = client->post("/v1/callers/lookup", {{"phone", *phone}});
    if (!answer) return answer.error();
    const Json& items = part_at(*answer, "items");
    show_summaries(context.out(), {items.begin(), items.end()});
    if (items.empty()) context.out().note(msg::kNoEarlierCases);
    return {};
}

}  // namespace

void add_lookup(CLI::App& parent, Action& chosen) {
    auto file = std::make_shared<std::string>();
    CLI::App* command = parent.add_subcommand("lookup", std::string(help::kLookup));
    command->add_option("--phone-file", *file, std::string(help::kPhoneFile));
    command->callback(
        [&chosen, file] { chosen = [file](Context& context) { return look_up(context, *file); }; });
}

}  // namespace hotline::cli
