#include "server/ops/log.hpp"

#include "server/ops/clock.hpp"
#include "server/ops/json_text.hpp"

#include <atomic>
#include <cmath>
#include <fmt/format.h>
#include <iterator>
#include <memory>
#include <mutex>
#include <spdlog/logger.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <utility>

namespace hotline::ops {
namespace {

/// Hands each line to a function, for tests.
class FunctionSink final : public spdlog::sinks::base_sink<std::mutex> {
public:
    explicit FunctionSink(std::function<void(std::string_view)> sink) : sink_(std::move(sink)) {}

protected:
    void sink_it_(const spdlog::details::log_msg& message) override {
        sink_({message.payload.data(), message.payload.size()});
    }
    void flush_() override {}

private:
    std::function<void(std::string_view)> sink_;
};

std::shared_ptr<spdlog::logger> make_logger(const spdlog::sink_ptr& sink) {
    auto logger = std::make_shared<spdlog::logger>("hotline", sink);
    logger->set_pattern("%v");
    logger->set_level(spdlog::level::trace);
    logger->flush_on(spdlog::level::trace);
    return logger;
}

std::shared_ptr<spdlog::logger>& logger() {
    static auto instance = make_logger(std::make_shared<spdlog::sinks::stderr_sink_mt>());
    return instance;
}

std::atomic<LogLevel>& minimum_level() noexcept {
    static std::atomic<LogLevel> level{LogLevel::info};
    return level;
}

std::string_view name_of(LogLevel level) noexcept {
    switch (level) {
        case LogLevel::debug:
            return "debug";
        case LogLevel::info:
            return "info";
        case LogLevel::warn:
            return "warn";
        case LogLevel::error:
            return "error";
    }
    return "error";
}

struct AppendValue {
    std::string& out;

    void operator()(bool value) const { out += value ? "true" : "false"; }
    void operator()(std::string_view text) const { append_json_string(out, text); }
    void operator()(double value) const {
        // JSON has no infinity and no NaN.
        out += std::isfinite(value) ? fmt::format("{}", value) : "null";
    }
    template <class Integer>
    void operator()(Integer value) const {
        fmt::format_to(std::back_inserter(out), "{}", value);
    }
};

}  // namespace

void set_log_level(LogLevel minimum) noexcept {
    minimum_level().store(minimum);
}

void set_log_sink(std::function<void(std::string_view)> sink) {
    if (sink) {
        logger() = make_logger(std::make_shared<FunctionSink>(std::move(sink)));
    } else {
        logger() = make_logger(std::make_shared<spdlog::sinks::stderr_sink_mt>());
    }
}

void log_event(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
    if (level < minimum_level().load(std::memory_order_relaxed)) return;
    std::string line = R"({"time":")" + format_rfc3339(SystemClock().now()) + R"(","level":")";
    line += name_of(level);
    line += R"(","event":)";
    append_json_string(line, event);
    for (const LogField& field : fields) {
        line += ',';
        append_json_string(line, field.key);
        line += ':';
        std::visit(AppendValue{line}, field.value.get());
    }
    line += '}';
    logger()->log(spdlog::level::info, spdlog::string_view_t(line.data(), line.size()));
}

}  // namespace hotline::ops
