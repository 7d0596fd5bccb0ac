#include "server/app/files.hpp"
#include "server/demo/demo.hpp"
#include "server/redaction/text.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>
#include <unistd.h>
#include <variant>

namespace hotline::demo {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using Json = nlohmann::ordered_json;
using Tcp = asio::ip::tcp;

struct Answer {
    unsigned status = 0;
    Json body;
};

/// One keep-alive connection to the server that has just started in this process.
class Connection {
public:
    /// @param certificate  trusted for https; throws boost::system::system_error when it cannot connect
    Connection(const std::string& address, const std::filesystem::path& certificate) {
        const bool tls = address.starts_with("https://");
        const std::string rest = address.substr(address.find("//") + 2);
        host_ = rest.substr(0, rest.rfind(':'));
        const std::string port = rest.substr(rest.rfind(':') + 1);
        const auto endpoints = Tcp::resolver(io_).resolve(host_, port);
        if (!tls) {
            asio::connect(stream_.emplace<Tcp::socket>(io_), endpoints);
            return;
        }
        context_.load_verify_file(certificate.string());
        auto& secure = stream_.emplace<asio::ssl::stream<Tcp::socket>>(io_, context_);
        secure.set_verify_mode(asio::ssl::verify_peer);
        asio::connect(secure.next_layer(), endpoints);
        secure.handshake(asio::ssl::stream_base::client);
    }

    Answer send(http::verb method, const std::string& target, const std::string& token, const Json& body,
                const std::string& key = {}) {
        http::request<http::string_body> request{method, target, 11};
        request.set(http::field::host, host_);
        request.set(http::field::content_type, "application/json");
        if (!token.empty()) request.set(http::field::authorization, "Bearer " + token);
        if (!key.empty()) request.set("Idempotency-Key", key);
        if (!body.is_null()) request.body() = body.dump();
        request.prepare_payload();
        return std::visit([&](auto& stream) { return exchange(stream, request); }, stream_);
    }

private:
    static Answer exchange(std::monostate&, auto&) { return {}; }
    Answer exchange(auto& stream, auto& request) {
        http::write(stream, request);
        http::response<http::string_body> response;
        http::read(stream, buffer_, response);
        return {response.result_int(), Json::parse(response.body(), nullptr, false)};
    }

    asio::io_context io_;
    asio::ssl::context context_{asio::ssl::context::tls_client};
    std::string host_;
    boost::beast::flat_buffer buffer_;
    std::variant<std::monostate, Tcp::socket, asio::ssl::stream<Tcp::socket>> stream_;
};

/// The text of the first span of a type; empty when there is none.
std::string first_span(const Json& complaint, std::string_view type) {
    const std::string text = complaint.value("text", "");
    for (const Json& span : complaint.value("spans", Json::array())) {
        if (span.value("type", "") != type) continue;
        const std::size_t start = redaction::byte_of_code_point(text, span.value("start", std::size_t{0}));
        const std::size_t end = redaction::byte_of_code_point(text, span.value("end", std::size_t{0}));
        return text.substr(start, end - start);
    }
    return {};
}

/// A labelled complaint as a request: what was labelled is given, `none` is left out.
Json request_of(const Json& complaint) {
    Json body{{"channel", complaint.value("channel", "phone")},
              {"text", complaint.value("text", "")},
              {"external_ref", complaint.value("id", "")}};
    for (const char* name : {"class", "field", "area"}) {
        const std::string value = complaint.value(name, "none");
        if (value != "none") body[name] = value;
    }
    Json reporter = Json::object();
    if (const std::string name = first_span(complaint, "NAME"); !name.empty()) reporter["full_name"] = name;
    if (const std::string phone = first_span(complaint, "PHONE"); !phone.empty()) reporter["phone"] = phone;
    if (!reporter.empty()) body["reporter"] = std::move(reporter);
    body["consents"] = {{"contact_by_unit", true}, {"publish", complaint.value("publish", "no") == "yes"}};
    return body;
}

Result<std::vector<Json>> read_complaints(const std::filesystem::path& path) {
    std::ifstream file(path);
    if (!file) return fail(Errc::not_found, "cannot read " + path.string());
    std::vector<Json> complaints;
    for (std::string line; std::getline(file, line);) {
        if (line.empty()) continue;
        complaints.push_back(Json::parse(line, nullptr, false));
        if (!complaints.back().is_object())
            return fail(Errc::bad_format,
                        path.string() + ": line " + std::to_string(complaints.size()) + " is no object");
    }
    return complaints;
}

void show_progress(std::size_t done, std::size_t all) {
    if (::isatty(STDERR_FILENO) != 0)
        (void)std::fprintf(stderr, "\rnạp phản ánh mẫu: %zu/%zu%s", done, all, done == all ? "\n" : "");
    else if (done == all)
        (void)std::fprintf(stderr, "nạp phản ánh mẫu: %zu/%zu\n", done, all);
}

Result<std::string> log_in(Connection& connection, const std::filesystem::path& credentials) {
    Result<std::string> text = app::read_file(credentials);
    if (!text) return text.error();
    const Json people = Json::parse(*text, nullptr, false);
    for (const Json& person : people) {
        if (!person.is_object() || person.value("roles", Json::array()) != Json::array({"operator"}))
            continue;
        const Answer answer = connection.send(http::verb::post, "/v1/sessions", {},
                                              {{"username", person.value("username", "")},
                                               {"password", person.value("password", "")},
                                               {"bearer", true}});
        if (answer.status == 201) return answer.body.value("token", "");
    }
    return fail(Errc::internal, "no operator of the log-ins file can log in");
}

}  // namespace

Result<std::size_t> load_complaints(const DemoOptions& options, const std::string& address,
                                    const std::filesystem::path& certificate) {
    if (!options.complaints) return std::size_t{0};
    Result<std::vector<Json>> complaints = read_complaints(*options.complaints);
    if (!complaints) return complaints.error();
    try {
        Connection connection(address, certificate);
        Result<std::string> token = log_in(connection, options.credentials);
        if (!token) return token.error();
        const Answer before = connection.send(http::verb::get, "/v1/cases?limit=1", *token, {});
        if (before.status == 200 && !before.body.value("items", Json::array()).empty()) return std::size_t{0};
        for (std::size_t i = 0; i < complaints->size(); ++i) {
            const Json& complaint = (*complaints)[i];
            const Answer answer =
                connection.send(http::verb::post, "/v1/cases", *token, request_of(complaint),
                                to_hex(random_fixed<Salt16>().view()));
            if (answer.status != 201)
                return fail(Errc::internal, "complaint " + complaint.value("id", "?") +
                                                " was refused with status " + std::to_string(answer.status));
            show_progress(i + 1, complaints->size());
        }
        for (int round = 0; round < 100; ++round) {
            const Answer work = connection.send(http::verb::post, "/v1/work", *token, Json::object());
            if (work.status != 200 || work.body.value("left", 0) == 0) break;
        }
        return complaints->size();
    } catch (const boost::system::system_error& error) {
        return fail(Errc::internal, std::string("loading samples: ") + error.what());
    }
}

}  // namespace hotline::demo
