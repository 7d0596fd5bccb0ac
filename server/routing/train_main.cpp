// Learns the models of the classifier from a file of labelled texts while the program is built, and writes
// them as C++.

#include "server/redaction/document.hpp"
#include "server/routing/evaluate.hpp"
#include "server/routing/trainer.hpp"

#include <fstream>
#include <iostream>
#include <span>

namespace {

using namespace hotline;

void write(std::ostream& out, std::string_view name, const routing::LinearModel& model) {
    const Bytes bytes = model.encode();
    out << "static constexpr std::uint8_t k_" << name << "[] = {";
    for (std::size_t i = 0; i < bytes.size(); ++i)
        out << (i % 32 == 0 ? "\n" : "") << unsigned{bytes[i]} << ',';
    out << "};\nnamespace hotline::routing {\nByteView embedded_" << name << "() noexcept { return k_" << name
        << "; }\n}\n";
}

}  // namespace

int main(int argc, char** argv) {
    const std::span<char*> arguments(argv, static_cast<std::size_t>(argc));
    if (arguments.size() != 3) {
        std::cerr << "usage: hotline-train LABELLED.jsonl OUT.cpp\n";
        return 2;
    }
    const auto cases = routing::read_labelled(arguments[1]);
    if (!cases) {
        std::cerr << cases.error().internal << '\n';
        return 1;
    }
    const auto models = routing::train_models(*cases);
    std::ofstream out(arguments[2]);
    out << "#include \"server/routing/embedded.hpp\"\n\n";
    write(out, "field_model", models.fields);
    write(out, "class_model", models.classes);
    return out.good() ? 0 : 1;
}
