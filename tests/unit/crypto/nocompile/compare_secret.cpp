#include "crypto/keys.hpp"

int main() {
    return hotline::crypto::DataKey::random() == hotline::crypto::DataKey::random() ? 0 : 1;
}
