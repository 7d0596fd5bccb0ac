#pragma once

#include "server/flow/services.hpp"

namespace hotline::flow {

/// What intake would make of a text. Nothing is stored.
struct Preview {
    redaction::Redaction redaction;
    routing::Suggestion suggestion;
    std::string guidance;  ///< when the class is not handled here
    std::string model;     ///< name of the model that guessed
};

/// @param area  a code of the directory, or empty. Errors: bad_input.
[[nodiscard]] Result<Preview> preview(const Services& services, std::string_view text,
                                      const std::string& area);

}  // namespace hotline::flow
