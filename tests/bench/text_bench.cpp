// How fast a complaint is read: normalise, redact and classify, on one thread.

#include "server/redaction/redactor.hpp"
#include "server/redaction/text.hpp"
#include "server/routing/classifier.hpp"

#include <algorithm>
#include <ctime>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace {

using namespace hotline;

constexpr std::size_t kUsual = 800, kShort = 500, kLongest = 20'000;  // characters
constexpr double kMostMicroseconds = 80, kMostRatio = 1.5;

/// Processor time of this thread, which hardly moves when others are busy.
double thread_microseconds() {
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) / 1e3;
}

/// The sample complaint over and over, cut at so many characters.
std::string text_of(const std::string& sample, std::size_t characters) {
    std::string out;
    while (redaction::count_code_points(out) < characters) out += sample + ' ';
    out.resize(redaction::byte_of_code_point(out, characters));
    return out;
}

struct Reader {
    routing::Directory directory = routing::Directory::built_in();
    routing::Classifier classifier = routing::Classifier::built_in(directory);
    redaction::Redactor redactor = redaction::Redactor::built_in();

    /// Median of so many readings.
    [[nodiscard]] double median(const std::string& text, std::size_t rounds) const {
        std::vector<double> times;
        for (std::size_t round = 0; round < rounds; ++round) {
            const double began = thread_microseconds();
            const auto redaction = redactor.redact(text);
            const auto suggestion = classifier.suggest(redaction->document, {});
            times.push_back(thread_microseconds() - began);
            if (suggestion.unit_code.empty()) return 0;  // keeps the work from being optimised away
        }
        std::ranges::nth_element(times, times.begin() + static_cast<std::ptrdiff_t>(rounds / 2));
        return times[rounds / 2];
    }
};

void print(const char* what, double value, const char* unit, double most) {
    fmt::print("{:<58}{:>9.2f} {:<4} ≤ {:<6g} {}\n", what, value, unit, most,
               value <= most ? "met" : "MISSED");
}

}  // namespace

int main() {
    std::ifstream file(BENCH_DATA "/complaint.txt");
    const std::string sample(std::istreambuf_iterator<char>(file), {});
    if (sample.empty()) {
        fmt::print(stderr, "text_bench: no sample complaint\n");
        return 1;
    }
    const Reader reader;
    const double usual = reader.median(text_of(sample, kUsual), 2000);
    const double short_text = reader.median(text_of(sample, kShort), 2000) / kShort;
    const double long_text = reader.median(text_of(sample, kLongest), 100) / kLongest;
    print("normalise, redact and classify 800 characters", usual, "µs", kMostMicroseconds);
    print("time a character at 20,000 to that at 500", long_text / short_text, "", kMostRatio);
    return 0;
}
