#pragma once

#include "server/routing/rules.hpp"

namespace hotline::routing {

/// What the signs in a text add up to.
struct Judgement {
    bool denounces = false;  ///< a word of denouncing and a person near behind it
    bool petitions = false;  ///< an administrative decision is contested
    bool life_in_danger = false;
    bool urgent = false;
    float danger = 0;  ///< points that speak for danger to life, less those against
    float asks = 0;    ///< above 0: more a question than a complaint
};

[[nodiscard]] Judgement judge(const redaction::Document& document, const Scores& scores,
                              const Thresholds& thresholds);

}  // namespace hotline::routing
