// Learns the model of the classifier from files of labelled texts while the program is built, and writes it
// as C++.
#include "server/routing/embedded.hpp"
#include "server/routing/learn.hpp"

#include <fstream>
#include <iostream>
#include <span>

namespace {

using namespace hotline;

void write(std::ostream& out, const Bytes& model) {
    out << "#include \"server/routing/embedded.hpp\"\n\nstatic constexpr std::uint8_t kModel[] = {";
    for (std::size_t i = 0; i < model.size(); ++i)
        out << (i % 32 == 0 ? "\n" : "") << unsigned{model[i]} << ',';
    out << "};\nnamespace hotline::routing {\nByteView embedded_model() noexcept { return kModel; }\n}\n";
}

Result<Bytes> learn_from(std::span<char*> files) {
    std::vector<routing::LabelledCase> all;
    for (const char* file : files) {
        auto cases = routing::read_labelled(file);
        if (!cases) return cases.error();
        std::ranges::move(*cases, std::back_inserter(all));
    }
    return routing::learn(routing::Directory::built_in(), routing::embedded_file("rules.json"), all, {});
}

}  // namespace

int main(int argc, char** argv) {
    const std::span<char*> arguments(argv, static_cast<std::size_t>(argc));
    if (arguments.size() < 3) {
        std::cerr << "usage: hotline-train OUT.cpp LABELLED.jsonl...\n";
        return 2;
    }
    const auto model = learn_from(arguments.subspan(2));
    if (!model) {
        std::cerr << model.error().internal << '\n';
        return 1;
    }
    std::ofstream out(arguments[1]);
    write(out, *model);
    return out.good() ? 0 : 1;
}
