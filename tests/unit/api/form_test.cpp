#include "server/api/form.hpp"

#include <gtest/gtest.h>

namespace hotline::api {
namespace {

struct Fields {
    std::string name;
    SecretBytes phone;
    bool flag = false;
    std::uint32_t version = 0;
    std::optional<double> lat;
    std::vector<std::string> list;

    std::vector<http::FieldError> read(std::string_view body) {
        Form form;
        form.text("/name", name, {.max = 5});
        form.secret("/reporter/phone", phone, {.max = 20});
        form.flag("/flag", flag);
        form.integer("/version", version);
        form.number("/location/lat", lat, -90, 90);
        form.list("/list", list);
        return form.read(body);
    }
};

TEST(Form, ReadsEveryKindOfField) {
    Fields fields;
    EXPECT_TRUE(fields
                    .read(R"({"name":"Bình","reporter":{"phone":"0912"},"flag":true,"version":7,)"
                          R"("location":{"lat":10.5},"list":["a","b"]})")
                    .empty());
    EXPECT_EQ(fields.name, "Bình");
    EXPECT_EQ(fields.phone.expose_text(), "0912");
    EXPECT_TRUE(fields.flag);
    EXPECT_EQ(fields.version, 7U);
    EXPECT_EQ(fields.lat, 10.5);
    EXPECT_EQ(fields.list.size(), 2U);
}

struct Refused {
    const char* what;
    std::string body;
    std::string pointer;
};

class FormRefuses : public ::testing::TestWithParam<Refused> {};

TEST_P(FormRefuses, AndNamesThePlace) {
    Fields fields;
    const std::vector<http::FieldError> errors = fields.read(GetParam().body);
    ASSERT_EQ(errors.size(), 1U) << GetParam().what;
    EXPECT_EQ(errors.front().pointer, GetParam().pointer) << GetParam().what;
}

std::string nested(std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
}

INSTANTIATE_TEST_SUITE_P(
    Bodies, FormRefuses,
    ::testing::Values(Refused{"an unknown key", R"({"other":1})", "/other"},
                      Refused{"an unknown key that is no plain word", R"({"0912 345":1})", ""},
                      Refused{"an unknown key with a tree below", R"({"other":{"a":[1,{"b":2}]}})", "/other"},
                      Refused{"an unknown key in a group", R"({"reporter":{"other":1}})", "/reporter/other"},
                      Refused{"a duplicate key", R"({"name":"a","name":"b"})", "/name"},
                      Refused{"a duplicate group", R"({"reporter":{},"reporter":{}})", "/reporter"},
                      Refused{"a wrong type", R"({"name":1})", "/name"},
                      Refused{"a group that is text", R"({"reporter":"x"})", "/reporter"},
                      Refused{"an object for text", R"({"name":{}})", "/name"},
                      Refused{"a list for text", R"({"name":[]})", "/name"},
                      Refused{"null", R"({"name":null})", "/name"},
                      Refused{"a negative integer", R"({"version":-1})", "/version"},
                      Refused{"a huge number", R"({"version":99999999999999999999999})", "/version"},
                      Refused{"a number out of range", R"({"location":{"lat":91}})", "/location/lat"},
                      Refused{"an infinite number", R"({"location":{"lat":1e999}})", "/location/lat"},
                      Refused{"a NUL", "{\"name\":\"a\\u0000\"}", "/name"},
                      Refused{"malformed UTF-8", "{\"name\":\"\xC3\x28\"}", "/name"},
                      Refused{"a lone surrogate", R"({"name":"\ud800"})", "/name"},
                      Refused{"text too long by one character", R"({"name":"ệệệệệệ"})", "/name"},
                      Refused{"empty text", R"({"name":""})", "/name"},
                      Refused{"a depth bomb", nested(100000), ""},
                      Refused{"a depth bomb below a key", "{\"list\":" + nested(100000) + "}", "/list"},
                      Refused{"a list at the top", "[1]", ""}, Refused{"a bare number", "1", ""},
                      Refused{"bytes behind the end", R"({"name":"a"} x)", ""},
                      Refused{"an unfinished object", R"({"name":"a")", "/name"}));

TEST(Form, EveryFaultIsNamedAtOnce) {
    Fields fields;
    const std::vector<http::FieldError> errors =
        fields.read(R"({"other":[1],"name":{"x":1},"version":-1,"flag":true})");
    ASSERT_EQ(errors.size(), 3U);
    EXPECT_EQ(errors[0].pointer, "/other");
    EXPECT_EQ(errors[1].pointer, "/name");
    EXPECT_EQ(errors[2].pointer, "/version");
}

TEST(Form, AMissingRequiredFieldIsNamed) {
    std::string name;
    Form form;
    form.text("/name", name, {.required = true});
    const std::vector<http::FieldError> errors = form.read("");
    ASSERT_EQ(errors.size(), 1U);
    EXPECT_EQ(errors.front().pointer, "/name");
}

TEST(Form, ErrorsRepeatNothingOfWhatWasSent) {
    Fields fields;
    for (const http::FieldError& error : fields.read(R"({"0912345678 Trần Thị B":1})")) {
        EXPECT_EQ(error.pointer.find("0912"), std::string::npos);
        EXPECT_EQ(error.detail.find("0912"), std::string::npos);
    }
}

}  // namespace
}  // namespace hotline::api
