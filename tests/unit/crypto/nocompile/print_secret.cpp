#include "crypto/keys.hpp"

#include <iostream>

int main() {
    std::cout << hotline::crypto::DataKey::random();
}
