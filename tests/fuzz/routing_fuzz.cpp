// Any bytes as a complaint, as rules, as a directory and as a model: no crash, and always a field and a unit.

#include "server/redaction/text.hpp"
#include "server/routing/classifier.hpp"
#include "server/routing/features.hpp"
#include "tests/fuzz/require.hpp"

using namespace hotline;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto directory = routing::Directory::built_in();
    static const auto classifier = routing::Classifier::built_in(directory);
    const ByteView bytes(data, size);
    if (const auto text = redaction::to_nfc(as_text(bytes))) {
        const auto guess = classifier.suggest(text->expose_text(), {});
        fuzz::require(directory.find_field(guess.field.code) != nullptr);
        fuzz::require(directory.find_unit(guess.unit_code) != nullptr);
    }
    if (const auto model = routing::LinearModel::read(bytes)) {
        const auto scores = model->score(routing::features_of(redaction::take_apart("mất điện cả ngày")));
        fuzz::require(scores[0].size() == model->head(routing::Head::field).codes.size());
    }
    (void)routing::Directory::parse(as_text(bytes)).has_value();
    (void)routing::Classifier::make(directory, as_text(bytes), {}).has_value();
    return 0;
}
