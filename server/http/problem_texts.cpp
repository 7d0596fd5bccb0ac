#include "server/http/problem_texts.hpp"

#include <array>
#include <cstddef>

namespace hotline::http {
namespace {

struct CodeText {
    Errc code;
    ProblemText text;
};
struct FaultText {
    Fault fault;
    ProblemText text;
};

constexpr std::array kCodeTexts{
    CodeText{Errc::bad_input,
             {400, "bad-input", "Dữ liệu chưa đúng", "Xem lại các trường được nêu và gửi lại.",
              "The input is not right", "Look at the fields named and send it again."}},
    CodeText{Errc::bad_format,
             {400, "bad-format", "Sai định dạng", "Dữ liệu gửi lên không đúng định dạng quy định.",
              "Unknown format", "The data sent is not in the required format."}},
    CodeText{Errc::bad_key,
             {422, "bad-key", "Khóa không khớp", "Khóa đã dùng không mở được dữ liệu này.",
              "The key does not fit", "The key used does not open this data."}},
    CodeText{Errc::bad_signature,
             {422, "bad-signature", "Chữ ký không hợp lệ", "Chữ ký hoặc mã kiểm tra không khớp với dữ liệu.",
              "Invalid signature", "The signature or checksum does not match the data."}},
    CodeText{Errc::unauthenticated,
             {401, "unauthenticated", "Chưa đăng nhập",
              "Thông tin đăng nhập không đúng hoặc phiên làm việc đã hết hạn.", "Not signed in",
              "The log-in is wrong or the session has ended."}},
    CodeText{Errc::otp_needed,
             {401, "otp-needed", "Cần mã xác thực", "Nhập thêm mã dùng một lần trên thiết bị của bạn.",
              "One-time code needed", "Also give the one-time code from your device."}},
    CodeText{
        Errc::step_up_needed,
        {403, "step-up-needed", "Cần xác thực lại", "Nhập lại mật khẩu hoặc mã xác thực rồi thực hiện lại.",
         "Confirm that it is you", "Give the password or the one-time code again, then repeat."}},
    CodeText{Errc::forbidden,
             {403, "forbidden", "Không có quyền", "Tài khoản này không được phép thực hiện việc đó.",
              "Not allowed", "This account may not do that."}},
    CodeText{Errc::not_found,
             {404, "not-found", "Không tìm thấy", "Nội dung không tồn tại hoặc không thuộc phạm vi của bạn.",
              "Not found", "It does not exist, or it is not yours to see."}},
    CodeText{Errc::conflict,
             {409, "conflict", "Hồ sơ đã thay đổi", "Người khác vừa sửa. Tải lại bản mới rồi thực hiện lại.",
              "Somebody changed it", "Load the current version and repeat."}},
    CodeText{Errc::wrong_state,
             {409, "wrong-state", "Trạng thái không phù hợp",
              "Việc này không thực hiện được ở trạng thái hiện tại của hồ sơ.", "Wrong state",
              "This cannot be done in the state the case is in."}},
    CodeText{Errc::last_keys,
             {409, "last-keys", "Sẽ không còn ai mở được hồ sơ",
              "Không còn ai khác giữ khóa của đơn vị được nêu; hồ sơ của đơn vị đó sẽ không mở được nữa.",
              "Nobody could open the cases any more",
              "Nobody else holds the key of the unit named; its cases could not be opened again."}},
    CodeText{Errc::idempotency_reuse,
             {422, "idempotency-reuse", "Khóa chống gửi lặp đã dùng",
              "Idempotency-Key này đã được dùng cho một yêu cầu khác.", "Idempotency key used before",
              "This Idempotency-Key was used for another request."}},
    CodeText{Errc::rate_limited,
             {429, "rate-limited", "Quá nhiều yêu cầu", "Vui lòng chờ một lát rồi thử lại.",
              "Too many requests", "Please wait a little and try again."}},
    CodeText{
        Errc::reveal_limit,
        {403, "reveal-limit", "Đã quá giới hạn mở thông tin",
         "Xác thực lại rồi gửi yêu cầu tại /v1/approvals; khi trưởng ca chấp thuận, giới hạn được bỏ trong "
         "một giờ.",
         "Too many reveals",
         "Prove again who you are and ask at /v1/approvals; once a supervisor agrees, the limit is lifted "
         "for one hour."}},
    CodeText{Errc::too_large,
             {413, "too-large", "Dữ liệu quá lớn", "Nội dung gửi lên vượt quá giới hạn cho phép.",
              "Too large", "What was sent is over the stated bound."}},
    CodeText{Errc::stale_directory,
             {409, "stale-directory", "Danh bạ khóa đã đổi", "Tải danh bạ khóa mới, mã hóa lại rồi gửi lại.",
              "The key directory has changed", "Load the current directory, seal again and repeat."}},
    CodeText{Errc::busy,
             {503, "busy", "Hệ thống đang bận", "Vui lòng thử lại sau giây lát.", "Busy",
              "Please try again in a moment."}},
    CodeText{Errc::storage_full,
             {503, "storage-full", "Hết dung lượng lưu trữ",
              "Hệ thống tạm thời chưa lưu được. Chưa có gì được ghi nhận.", "Storage is full",
              "Nothing can be stored at the moment, and nothing was recorded."}},
    CodeText{Errc::storage_failed,
             {503, "storage-failed", "Lỗi lưu trữ", "Hệ thống tạm thời chưa lưu được. Vui lòng thử lại sau.",
              "Storage failed", "Nothing can be stored at the moment. Please try again later."}},
    CodeText{Errc::audit_unavailable,
             {503, "audit-unavailable", "Nhật ký chưa sẵn sàng",
              "Không mở được dữ liệu khi chưa ghi được nhật ký truy cập.", "The log is not available",
              "Nothing is opened while the access log cannot be written."}},
    CodeText{Errc::internal,
             {500, "internal", "Lỗi hệ thống", "Đã có lỗi ngoài dự kiến. Báo mã yêu cầu cho quản trị viên.",
              "Internal error", "Something unforeseen went wrong. Give the request id to an administrator."}},
};

constexpr std::array kFaultTexts{
    FaultText{Fault::malformed,
              {400, "malformed", "Yêu cầu không hợp lệ", "Yêu cầu HTTP không đúng quy cách.",
               "Malformed request", "This is not a well-formed HTTP request."}},
    FaultText{Fault::path_unknown,
              {404, "not-found", "Không tìm thấy", "Nội dung không tồn tại hoặc không thuộc phạm vi của bạn.",
               "Not found", "It does not exist, or it is not yours to see."}},
    FaultText{Fault::method_not_allowed,
              {405, "method-not-allowed", "Phương thức không được phép",
               "Địa chỉ này chỉ nhận các phương thức nêu trong Allow.", "Method not allowed",
               "This address takes only the methods named in Allow."}},
    FaultText{Fault::timed_out,
              {408, "timed-out", "Quá thời gian chờ", "Yêu cầu đến quá chậm. Vui lòng gửi lại.", "Timed out",
               "The request came too slowly. Please send it again."}},
    FaultText{Fault::body_too_large,
              {413, "too-large", "Dữ liệu quá lớn", "Nội dung gửi lên vượt quá giới hạn cho phép.",
               "Too large", "What was sent is over the stated bound."}},
    FaultText{Fault::media_type,
              {415, "media-type", "Kiểu dữ liệu không được hỗ trợ", "Nội dung phải là application/json.",
               "Unsupported media type", "The body must be application/json."}},
    FaultText{Fault::expectation,
              {417, "expectation", "Không đáp ứng được yêu cầu Expect", "Chỉ hỗ trợ Expect: 100-continue.",
               "Expectation failed", "Only Expect: 100-continue is supported."}},
    FaultText{Fault::header_too_large,
              {431, "header-too-large", "Tiêu đề quá lớn", "Phần tiêu đề của yêu cầu vượt quá giới hạn.",
               "Header too large", "The header of the request is over the bound."}},
    FaultText{Fault::method_unknown,
              {501, "method-unknown", "Phương thức không được hỗ trợ", "Máy chủ không biết phương thức này.",
               "Method not implemented", "The server does not know this method."}},
    FaultText{Fault::overloaded,
              {503, "busy", "Hệ thống đang bận", "Vui lòng thử lại sau giây lát.", "Busy",
               "Please try again in a moment."}},
    FaultText{Fault::http_version,
              {505, "http-version", "Phiên bản HTTP không được hỗ trợ", "Máy chủ nhận HTTP/1.0 và HTTP/1.1.",
               "HTTP version not supported", "The server takes HTTP/1.0 and HTTP/1.1."}},
};

/// Every code sits at its own place, so that a look-up is an index; checked while compiling.
constexpr bool in_order() noexcept {
    for (std::size_t i = 0; i < kCodeTexts.size(); ++i) {
        if (static_cast<std::size_t>(kCodeTexts[i].code) != i) return false;
    }
    for (std::size_t i = 0; i < kFaultTexts.size(); ++i) {
        if (static_cast<std::size_t>(kFaultTexts[i].fault) != i) return false;
    }
    return true;
}
static_assert(in_order());
static_assert(kCodeTexts.size() == static_cast<std::size_t>(Errc::internal) + 1);
static_assert(kFaultTexts.size() == static_cast<std::size_t>(Fault::http_version) + 1);

}  // namespace

const ProblemText& text_of(Errc code) noexcept {
    return kCodeTexts[static_cast<std::size_t>(code)].text;
}

const ProblemText& text_of(Fault fault) noexcept {
    return kFaultTexts[static_cast<std::size_t>(fault)].text;
}

}  // namespace hotline::http
