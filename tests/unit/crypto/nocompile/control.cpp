// What the other files of this folder do, with values that are not secret: this must compile.
#include "crypto/envelope.hpp"

#include <iostream>
#include <utility>

int main() {
    const hotline::Pii<struct NameTag> name("Nguyễn Văn A");
    const auto copy = name.clone();
    std::cout << copy.size() << hotline::to_hex(hotline::Hash32{}.view());
    return hotline::Hash32{} == hotline::Hash32{} ? 0 : 1;
}
