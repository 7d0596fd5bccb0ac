#include <iostream>
#include <string>
#include <vector>

#include "clients/cli/app.hpp"
#include "crypto/bytes.hpp"

int main(int argc, char** argv) {
    std::ios::sync_with_stdio(false);
    hotline::init_crypto();
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    return static_cast<int>(hotline::cli::run(arguments, hotline::cli::system_terminal()));
}
