#pragma once

#include "crypto/bytes.hpp"
#include "server/redaction/document.hpp"
#include "server/routing/directory.hpp"
#include "server/routing/linear_model.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hotline::routing {

/// How fast: the words of the API. `complex` is never guessed, only given.
enum class Urgency { normal, urgent, complex };
[[nodiscard]] std::string_view name_of(Urgency urgency) noexcept;
/// Errors: bad_input.
[[nodiscard]] Result<Urgency> urgency_from(std::string_view name);

/// What the caller already knows; codes of the directory. What is given wins.
struct Given {
    std::optional<std::string> class_code;
    std::optional<std::string> field_code;
    std::optional<std::string> area_code;
};

struct ClassGuess {
    std::string code;
    float confidence = 0;              ///< 0..1, calibrated; 1 when given
    std::vector<std::string> because;  ///< as for a field
};

struct FieldGuess {
    std::string code;
    float confidence = 0;              ///< 0..1, calibrated; 1 when given
    std::vector<std::string> because;  ///< words as they stand in the text, at most five
};

struct Alternative {
    std::string field_code;
    std::string unit_code;
    float confidence = 0;
};

/// Where a complaint belongs, and why. `field` and `unit` are always set.
struct Suggestion {
    ClassGuess complaint_class;
    FieldGuess field;
    std::optional<std::string> area_code;
    std::vector<std::string> area_because;  ///< the words that name it; empty when given or not found
    std::string unit_code;                  ///< the rule's unit whatever the class
    std::string unit_name;
    bool ask = false;  ///< a person should decide: below the threshold, or the rule needs an area
    std::vector<Alternative> alternatives;  ///< the next best, best first, at most two; without the chosen
    Urgency urgency = Urgency::normal;
    bool denounces = false;       ///< signs of tố cáo
    bool petitions = false;       ///< signs of khiếu nại: an administrative decision is contested
    bool life_in_danger = false;  ///< signs of danger to life: 113, 114, 115
};

/// Guesses class, field, area and unit of a complaint from its words. Immutable after loading: one object
/// serves all threads. Borrows the directory, which must outlive it.
class Classifier {
public:
    /// With the rules and the model compiled into the program. Throws on a broken build only.
    [[nodiscard]] static Classifier built_in(const Directory& directory);
    /// With the rules compiled into the program and another model. Throws on a broken build only.
    [[nodiscard]] static Classifier with_model(const Directory& directory, LinearModel model);
    /// With the rules.json of a folder (the model stays the built-in one).
    /// Errors: not_found, bad_format (names the rule; a field or class the directory does not have).
    [[nodiscard]] static Result<Classifier> load(const Directory& directory,
                                                 const std::filesystem::path& data_folder);

    /// @param normalized_text  NFC, well-formed UTF-8; redacted or not makes no difference to the rules
    /// Codes in `given` that the directory does not have are ignored. Time grows linearly with the text.
    [[nodiscard]] Suggestion suggest(std::string_view normalized_text, const Given& given) const;
    /// The same for a text that was taken apart before.
    [[nodiscard]] Suggestion suggest(const redaction::Document& document, const Given& given) const;

    /// From the text of a rules.json and a model; the empty model adds nothing. Errors: bad_format.
    [[nodiscard]] static Result<Classifier> make(const Directory& directory, std::string_view rules_json,
                                                 LinearModel model);

    /// What is believed of every field and class of the directory, in its order; each sums to 1.
    [[nodiscard]] std::array<std::vector<float>, kHeads> beliefs(std::string_view normalized_text) const;
    /// The name of the model that guesses, for the case; "none" when only rules do.
    [[nodiscard]] const std::string& model_name() const noexcept;

    struct Parts;

private:
    explicit Classifier(std::shared_ptr<const Parts> parts) noexcept : parts_(std::move(parts)) {}
    std::shared_ptr<const Parts> parts_;
};

}  // namespace hotline::routing
