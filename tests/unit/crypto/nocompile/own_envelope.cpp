#include "crypto/envelope.hpp"

int main() {
    const hotline::crypto::Envelope envelope(hotline::Bytes{});
    return envelope.bytes().empty() ? 1 : 0;
}
