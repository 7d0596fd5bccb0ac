#include "server/api/form.hpp"

#include "server/redaction/text.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace hotline::api {
namespace {

/// Memory that is wiped when it is given back: the parser's own buffers hold pieces of the body.
template <class T>
struct WipingAllocator {
    using value_type = T;
    WipingAllocator() = default;
    template <class U>
    WipingAllocator(const WipingAllocator<U>&) noexcept {
    }  // NOLINT(google-explicit-constructor): allocators convert
    [[nodiscard]] T* allocate(std::size_t count) { return std::allocator<T>().allocate(count); }
    void deallocate(T* memory, std::size_t count) noexcept {
        wipe({reinterpret_cast<std::uint8_t*>(memory), count * sizeof(T)});
        std::allocator<T>().deallocate(memory, count);
    }
    template <class U>
    bool operator==(const WipingAllocator<U>&) const noexcept {
        return true;
    }
};

using WipedString = std::basic_string<char, std::char_traits<char>, WipingAllocator<char>>;
using WipedJson = nlohmann::basic_json<std::map, std::vector, WipedString, bool, std::int64_t, std::uint64_t,
                                       double, WipingAllocator>;

constexpr std::size_t kListItems = 16;
constexpr std::size_t kListItemBytes = 64;

}  // namespace

/// The SAX side of a Form: where in the body it is, and what has been wrong so far. After a fault in one
/// value it passes over that value and goes on, so that a person hears of all faults at once.
class FormReader {
public:
    explicit FormReader(Form& form) noexcept : form_(&form) {}

    // Called by the parser; false ends the reading.
    bool start_object(std::size_t) {
        if (passing_over_ > 0) return deeper();
        if (depth_ == 0) {
            ++depth_;
            return true;
        }
        if (unknown_) return deeper();
        if (in_list_ || !is_group(pointer_))
            return refuse(here(), "Không chấp nhận đối tượng ở đây.") && deeper();
        if (!groups_.emplace(pointer_, true).second) return refuse(pointer_, "Khóa bị lặp.") && deeper();
        ++depth_;
        group_ = pointer_;
        pointer_.clear();
        return true;
    }
    bool end_object() {
        if (passing_over_ > 0) return shallower();
        --depth_;
        pointer_.clear();
        group_.clear();
        field_ = nullptr;
        unknown_ = false;
        return true;
    }
    bool key(WipedString& name) {
        if (passing_over_ > 0) return true;
        field_ = nullptr;
        unknown_ = false;
        pointer_ = group_ + "/" + std::string(name.data(), std::min<std::size_t>(name.size(), kLongestKey));
        if (is_group(pointer_)) return true;
        const auto found = form_->fields_.find(pointer_);
        if (found == form_->fields_.end()) {
            unknown_ = true;
            // A key may hold anything a client typed, so only a plain word is repeated.
            pointer_ = is_plain(name) ? group_ + "/" + escape(name) : group_;
            return refuse(pointer_, "Không phải trường được chấp nhận.");
        }
        if (found->second.seen) {
            unknown_ = true;
            return refuse(pointer_, "Khóa bị lặp.");
        }
        found->second.seen = true;
        field_ = &found->second;
        return true;
    }
    bool start_array(std::size_t) {
        if (passing_over_ > 0) return deeper();
        if (depth_ == 0) return stop("", "Nội dung phải là một đối tượng JSON.");
        if (unknown_) return deeper();
        if (in_list_ || field_ == nullptr || field_->kind != Form::Kind::list)
            return refuse(here(), "Không chấp nhận danh sách ở đây.") && deeper();
        in_list_ = true;
        return true;
    }
    bool end_array() {
        if (passing_over_ > 0) return shallower();
        in_list_ = false;
        field_ = nullptr;
        return true;
    }
    bool string(WipedString& value) {
        if (passed_over()) return true;
        if (depth_ == 0) return stop("", "Nội dung phải là một đối tượng JSON.");
        if (field_ == nullptr) return refuse(here(), "Sai kiểu dữ liệu.");
        if (value.find('\0') != WipedString::npos) return refuse(here(), "Không được chứa ký tự NUL.");
        if (in_list_) return add_to_list(value);
        if (field_->kind != Form::Kind::secret && field_->kind != Form::Kind::text)
            return refuse(here(), "Sai kiểu dữ liệu.");
        return take_text(value);
    }
    bool boolean(bool value) {
        if (passed_over()) return true;
        if (!expects(Form::Kind::flag)) return refuse(here(), "Sai kiểu dữ liệu.");
        *field_->flag = value;
        return true;
    }
    bool number_integer(std::int64_t value) {
        return expects(Form::Kind::number) ? number_float(static_cast<double>(value), {})
                                           : passed_over() || refuse(here(), "Phải là số nguyên không âm.");
    }
    bool number_unsigned(std::uint64_t value) {
        if (expects(Form::Kind::number)) return number_float(static_cast<double>(value), {});
        if (passed_over()) return true;
        if (!expects(Form::Kind::integer)) return refuse(here(), "Sai kiểu dữ liệu.");
        if (value > 0x7FFFFFFFU) return refuse(here(), "Số quá lớn.");
        *field_->integer = static_cast<std::uint32_t>(value);
        return true;
    }
    bool number_float(double value, const WipedString&) {
        if (passed_over()) return true;
        if (!expects(Form::Kind::number)) return refuse(here(), "Sai kiểu dữ liệu.");
        if (!std::isfinite(value) || value < field_->low || value > field_->high)
            return refuse(here(), "Số nằm ngoài khoảng cho phép.");
        *field_->number = value;
        return true;
    }
    bool null() { return passed_over() || refuse(here(), "Không chấp nhận null; hãy bỏ trường này đi."); }
    bool binary(WipedJson::binary_t&) { return refuse(here(), "Sai kiểu dữ liệu."); }
    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) {
        return stop(here(), "JSON sai cú pháp hoặc không phải UTF-8.");
    }

    std::vector<http::FieldError> errors;

private:
    static constexpr std::size_t kLongestKey = 64;
    static constexpr std::size_t kMostErrors = 16;
    static constexpr int kDeepest = 16;

    static bool is_plain(std::string_view key) {
        return !key.empty() && key.size() <= 32 && std::ranges::all_of(key, [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '/' || c == '~';
        });
    }
    /// RFC 6901, section 3.
    static std::string escape(std::string_view key) {
        std::string out;
        for (const char c : key) {
            if (c == '~') {
                out += "~0";
            } else if (c == '/') {
                out += "~1";
            } else {
                out += c;
            }
        }
        return out;
    }
    [[nodiscard]] bool is_group(std::string_view pointer) const {
        if (pointer.empty()) return false;
        const std::string prefix = std::string(pointer) + "/";
        const auto next = form_->fields_.lower_bound(prefix);
        return next != form_->fields_.end() && next->first.starts_with(prefix);
    }
    [[nodiscard]] bool expects(Form::Kind kind) const {
        return passing_over_ == 0 && !in_list_ && field_ != nullptr && field_->kind == kind;
    }
    [[nodiscard]] std::string here() const {
        return field_ != nullptr || unknown_ || is_group(pointer_) ? pointer_ : group_;
    }
    /// True inside a value that was refused already, or for the value of an unknown key.
    [[nodiscard]] bool passed_over() const { return passing_over_ > 0 || unknown_; }
    bool deeper() {
        if (++passing_over_ <= kDeepest) return true;
        return errors.empty() ? stop(here(), "Lồng quá sâu.") : false;
    }
    bool shallower() {
        --passing_over_;
        return true;
    }
    bool take_text(const WipedString& value) {
        const std::size_t characters = redaction::count_code_points(value);
        if (characters < field_->rule.min)
            return refuse(here(), "Quá ngắn: cần ít nhất " + std::to_string(field_->rule.min) + " ký tự.");
        if (characters > field_->rule.max)
            return refuse(here(), "Quá dài: tối đa " + std::to_string(field_->rule.max) + " ký tự.");
        if (field_->secret != nullptr) *field_->secret = SecretBytes::from_text(value);
        if (field_->text != nullptr) field_->text->assign(value.data(), value.size());
        return true;
    }
    bool add_to_list(const WipedString& value) {
        if (field_->list->size() >= kListItems || value.size() > kListItemBytes)
            return stop(here(), "Danh sách quá dài.");
        field_->list->emplace_back(value.data(), value.size());
        return true;
    }
    /// Notes a fault; reading goes on behind the value, up to a bound.
    bool refuse(std::string pointer, std::string detail) {
        errors.push_back({std::move(pointer), std::move(detail)});
        return errors.size() < kMostErrors;
    }
    bool stop(std::string pointer, std::string detail) {
        errors.push_back({std::move(pointer), std::move(detail)});
        return false;
    }

    Form* form_;
    Form::Field* field_ = nullptr;
    std::string group_, pointer_;
    std::map<std::string, bool> groups_;
    int depth_ = 0;
    int passing_over_ = 0;  // levels below a value that was refused
    bool in_list_ = false;
    bool unknown_ = false;  // the value that follows belongs to no field
};

void Form::secret(std::string_view pointer, SecretBytes& into, Text rule) {
    Field field;
    field.kind = Kind::secret;
    field.rule = rule;
    field.required = rule.required;
    field.secret = &into;
    fields_.insert_or_assign(std::string(pointer), field);
}

void Form::text(std::string_view pointer, std::string& into, Text rule) {
    Field field;
    field.kind = Kind::text;
    field.rule = rule;
    field.required = rule.required;
    field.text = &into;
    fields_.insert_or_assign(std::string(pointer), field);
}

void Form::flag(std::string_view pointer, bool& into, bool required) {
    Field field;
    field.required = required;
    field.kind = Kind::flag;
    field.flag = &into;
    fields_.insert_or_assign(std::string(pointer), field);
}

void Form::integer(std::string_view pointer, std::uint32_t& into, bool required) {
    Field field;
    field.kind = Kind::integer;
    field.required = required;
    field.integer = &into;
    fields_.insert_or_assign(std::string(pointer), field);
}

void Form::number(std::string_view pointer, std::optional<double>& into, double low, double high) {
    Field field;
    field.kind = Kind::number;
    field.low = low;
    field.high = high;
    field.number = &into;
    fields_.insert_or_assign(std::string(pointer), field);
}

void Form::list(std::string_view pointer, std::vector<std::string>& into, bool required) {
    Field field;
    field.kind = Kind::list;
    field.required = required;
    field.list = &into;
    fields_.insert_or_assign(std::string(pointer), field);
}

namespace {

/// basic_json::sax_parse also instantiates the binary formats, which insist on std::string; the text parser
/// behind it takes any string type.
bool parse(std::string_view body, FormReader& reader) {
    auto input = nlohmann::detail::input_adapter(body.begin(), body.end());
    nlohmann::detail::parser<WipedJson, decltype(input)> parser(std::move(input));
    return parser.sax_parse(&reader, true);
}

}  // namespace

std::vector<http::FieldError> Form::read(std::string_view body) {
    FormReader reader(*this);
    if (!body.empty() && !parse(body, reader) && reader.errors.empty())
        reader.errors.push_back({"", "JSON sai cú pháp."});
    if (!reader.errors.empty()) return std::move(reader.errors);
    for (const auto& [pointer, field] : fields_)
        if (field.required && !field.seen) reader.errors.push_back({pointer, "Bắt buộc phải có."});
    return std::move(reader.errors);
}

}  // namespace hotline::api
