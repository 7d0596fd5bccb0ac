#include "crypto/secret.hpp"

int main() {
    const hotline::Pii<struct NameTag> name("Nguyễn Văn A");
    const auto copy = name;
    return copy.empty() ? 1 : 0;
}
