#pragma once

#include <string_view>

/// Every sentence and word that the program shows to people, in Vietnamese (NFC). Codes, keys of JSON and
/// columns in a pipe stay English. Braces are fmt's.
namespace hotline::cli::msg {

// Errors and what to do.
inline constexpr std::string_view kError = "lỗi: {}";
inline constexpr std::string_view kBug = "lỗi bên trong chương trình, xin báo người quản trị: {}";
inline constexpr std::string_view kSeeHelp = "{}: {}\nXem: hotline --help, man hotline";
inline constexpr std::string_view kBadCommandLine = "dòng lệnh không đúng";
inline constexpr std::string_view kMissingOption = "thiếu lệnh hoặc tùy chọn bắt buộc";
inline constexpr std::string_view kUnknownOption = "có tham số không hiểu được";
inline constexpr std::string_view kBadValue = "giá trị không hợp lệ";
inline constexpr std::string_view kUseOption = "cần dữ liệu nhập: hãy dùng {}";
inline constexpr std::string_view kOneStdin =
    "chỉ một trong --text-file và --reporter-file được đọc từ đầu vào chuẩn";
inline constexpr std::string_view kCannotRead = "không đọc được {}";
inline constexpr std::string_view kCannotWrite = "không ghi được {}";
inline constexpr std::string_view kTooLarge = "{} quá lớn";
inline constexpr std::string_view kNotJsonObject = "{} không phải một đối tượng JSON";
inline constexpr std::string_view kEmptyText = "nội dung trống";
inline constexpr std::string_view kNoServer =
    "chưa biết máy chủ: hãy dùng --server https://MÁY[:CỔNG] hoặc đặt HOTLINE_SERVER";
inline constexpr std::string_view kBadServer = "địa chỉ máy chủ không hợp lệ: {} (mẫu: https://MÁY[:CỔNG])";
inline constexpr std::string_view kPlainHttpOnlyHere =
    "http:// chỉ dùng được với chính máy này; với máy khác hãy dùng https://";
inline constexpr std::string_view kBadPin = "--pin cần 64 chữ số hệ 16 (SHA-256 của chứng thư)";
inline constexpr std::string_view kPinDiffers =
    "chứng thư của máy chủ không phải chứng thư đã ghim; máy chủ đưa ra {}";
inline constexpr std::string_view kUntrusted =
    "không tin được chứng thư của {}: {}\nNếu đây là chứng thư tự ký, hãy dùng --ca-file TỆP hoặc --pin "
    "SHA256";
inline constexpr std::string_view kUnreachable = "không kết nối được máy chủ {}: {}. Hãy thử lại sau";
inline constexpr std::string_view kStatus = "máy chủ trả lời mã {}";
inline constexpr std::string_view kNotJson = "câu trả lời của máy chủ không đúng dạng";
inline constexpr std::string_view kLogInFirst = "cần đăng nhập: hotline login";
inline constexpr std::string_view kNoHome = "không biết thư mục nhà (HOME): hãy dùng --token-file";
inline constexpr std::string_view kTokenFileOpen =
    "người khác đọc được tệp {}; hãy chạy: chmod 600 rồi đăng nhập lại";
inline constexpr std::string_view kTokenOfOther =
    "phiên đang lưu là của máy chủ {}; hãy đăng nhập lại: hotline login";
inline constexpr std::string_view kStepUpNeeded = "việc này cần xác nhận lại mật khẩu";
inline constexpr std::string_view kConflict =
    "hồ sơ {0} đã được người khác sửa (phiên bản {1}, bạn gửi {2}). Xem: hotline case show {0}";
inline constexpr std::string_view kBadLine = "dòng không đúng dạng (cần \"id\" và \"text\")";
inline constexpr std::string_view kPartlyFailed = "{} trong {} dòng không được trả lời";
inline constexpr std::string_view kBadExportAnswer =
    "máy chủ trả lời tên tệp không an toàn hoặc thiếu tên tệp";
inline constexpr std::string_view kBadExportState =
    "tệp trạng thái {} không đọc được; hãy xóa nó rồi chạy lại";
inline constexpr std::string_view kOtherExport =
    "còn dở một lần xuất khác: hãy chạy lại đúng lệnh cũ, hoặc xóa {} và {}";
inline constexpr std::string_view kFolderExists = "thư mục {} đã có; hãy chọn tên khác";
inline constexpr std::string_view kBadKeyFile = "{} không phải khóa kiểm tra của nhật ký";

// Questions.
inline constexpr std::string_view kUsernamePrompt = "Tên đăng nhập: ";
inline constexpr std::string_view kPasswordPrompt = "Mật khẩu: ";
inline constexpr std::string_view kOldPasswordPrompt = "Mật khẩu cũ: ";
inline constexpr std::string_view kNewPasswordPrompt = "Mật khẩu mới (ít nhất 12 ký tự): ";
inline constexpr std::string_view kNewPasswordAgainPrompt = "Nhập lại mật khẩu mới: ";
inline constexpr std::string_view kOtpPrompt = "Mã dùng một lần: ";
inline constexpr std::string_view kRecoveryCodePrompt = "Mã khôi phục: ";
inline constexpr std::string_view kInvitationPrompt = "Mã mời: ";
inline constexpr std::string_view kPhonePrompt = "Số điện thoại: ";
inline constexpr std::string_view kCodePrompt = "Mã tra cứu: ";
inline constexpr std::string_view kTypeText = "Nhập nội dung, xong bấm Ctrl+D:";

// Remarks on standard error.
inline constexpr std::string_view kLoggedIn = "đã đăng nhập; phiên được giữ trong {}";
inline constexpr std::string_view kPasswordsDiffer = "hai lần nhập không giống nhau";
inline constexpr std::string_view kPasswordChanged = "đã đổi mật khẩu; các phiên khác đã kết thúc";
inline constexpr std::string_view kScanCode =
    "quét mã QR hoặc nhập khóa vào ứng dụng xác thực, rồi gõ mã đầu tiên";
inline constexpr std::string_view kTotpEnabled =
    "từ nay đăng nhập cần mã dùng một lần; các phiên khác đã kết thúc";
inline constexpr std::string_view kTotpRemoved = "đăng nhập không cần mã dùng một lần nữa";
inline constexpr std::string_view kSessionsEnded = "đã kết thúc phiên";
inline constexpr std::string_view kKeepRecoveryCode =
    "chép mã khôi phục ra giấy, cất nơi an toàn; mã chỉ hiện lần này.\nSau khi đăng nhập hãy nhập lại: "
    "hotline "
    "account recovery-code confirm";
inline constexpr std::string_view kConfirmRecoveryCode =
    "mã khôi phục chưa được nhập lại lần nào: hotline account recovery-code confirm";
inline constexpr std::string_view kRecoveryCodeConfirmed = "mã khôi phục đúng";
inline constexpr std::string_view kWaitForConfirmation =
    "tài khoản chờ quản trị viên xác nhận, rồi chờ lãnh đạo đơn vị trao khóa";
inline constexpr std::string_view kHandOverInvitation =
    "trao mã mời tận tay hoặc qua đường riêng; mã dùng một lần, trong 24 giờ, chỉ hiện lần này";
inline constexpr std::string_view kLoggedOut = "đã đăng xuất";
inline constexpr std::string_view kIdempotencyKey = "idempotency-key: {}";
inline constexpr std::string_view kWorkLeft = "hồ sơ đã ghi nhận; việc khóa còn lại sẽ làm sau ({})";
inline constexpr std::string_view kCitizenSees = "Người dân sẽ thấy lần xem này.";
inline constexpr std::string_view kApprovalNeeded =
    "đã gửi yêu cầu; khi trưởng ca chấp thuận, chạy lại với --approval {}";
inline constexpr std::string_view kNoEarlierCases = "không có hồ sơ cũ của số này";
inline constexpr std::string_view kMorePages = "còn nữa: thêm --cursor {} hoặc --all";
inline constexpr std::string_view kInboxCut = "hiện {} trong {} hồ sơ; thêm --all để xem hết";
inline constexpr std::string_view kInboxNotWhole =
    "hộp hồ sơ quá dài, chưa xếp hết; hãy lọc bớt hoặc dùng case list --all";
inline constexpr std::string_view kExportResumed = "tiếp tục lần xuất {}";
inline constexpr std::string_view kExportSaved = "đã lưu {} tệp. Kiểm tra: hotline audit verify {} --key TỆP";
inline constexpr std::string_view kNotPinned =
    "cảnh báo: khóa nhật ký lấy từ chính bản xuất, chưa được ghim; hãy dùng --key với khóa nhận từ nguồn "
    "khác";
inline constexpr std::string_view kAccessesProven = "đã kiểm chứng {} lần truy cập";
inline constexpr std::string_view kProgress = "{}: {} ({:.0f}/giây)";
inline constexpr std::string_view kProgressLeft = ", {}%, còn {:.0f} giây";
inline constexpr std::string_view kPreviewing = "xem trước";
inline constexpr std::string_view kExporting = "tải về";
inline constexpr std::string_view kVerifying = "kiểm chứng";

// Data.
inline constexpr std::string_view kVerified = "nguyên vẹn";
inline constexpr std::string_view kNotVerified = "KHÔNG nguyên vẹn, {}: {}";
inline constexpr std::string_view kEntry = "mục {}";
inline constexpr std::string_view kFile = "tệp {}";
inline constexpr std::string_view kPersonDecides = "cần người quyết định";
inline constexpr std::string_view kDays = "{} ngày";
inline constexpr std::string_view kHours = "{} giờ";
inline constexpr std::string_view kMinutes = "{} phút";
inline constexpr std::string_view kOverdueBy = "quá {}";
inline constexpr std::string_view kTimeLeft = "còn {}";

/// A code of the API and the word people read.
struct Word {
    std::string_view code;
    std::string_view vietnamese;
};
inline constexpr Word kWords[] = {
    {"new", "mới"},
    {"triaged", "đã phân loại"},
    {"forwarded", "đã chuyển"},
    {"accepted", "đã tiếp nhận"},
    {"in_progress", "đang xử lý"},
    {"awaiting_approval", "chờ duyệt"},
    {"answered", "đã trả lời"},
    {"closed", "đã kết thúc"},
    {"waiting", "chờ người dân"},
    {"returned", "bị trả lại"},
    {"rejected", "từ chối"},
    {"diverted", "chuyển quy trình riêng"},
    {"merged", "đã gộp"},
    {"reopened", "mở lại"},
    {"overdue", "quá hạn"},
    {"soon", "sắp đến hạn"},
    {"ok", "còn hạn"},
    {"normal", "thường"},
    {"urgent", "khẩn"},
    {"complex", "phức tạp"},
    {"phan-anh", "phản ánh, kiến nghị"},
    {"hoi-dap", "hỏi đáp"},
    {"khieu-nai", "khiếu nại"},
    {"to-cao", "tố cáo"},
    {"khan-cap", "khẩn cấp"},
    {"phone", "điện thoại"},
    {"web", "trang web"},
    {"email", "thư điện tử"},
    {"sms", "tin nhắn"},
    {"walk-in", "trực tiếp"},
    {"desk", "tổng đài"},
    {"unit", "đơn vị"},
    {"citizen", "người dân"},
    {"operator", "điện thoại viên"},
    {"supervisor", "giám sát viên"},
    {"officer", "chuyên viên"},
    {"lead", "lãnh đạo đơn vị"},
    {"auditor", "kiểm toán viên"},
    {"admin", "quản trị viên"},
    {"contact-citizen", "liên hệ người dân"},
    {"verify-on-site", "xác minh tại chỗ"},
    {"return-result", "trả kết quả"},
    {"legal-duty", "nghĩa vụ pháp lý"},
    {"data-subject-request", "yêu cầu của chủ thể dữ liệu"},
    {"report", "nội dung đã che"},
    {"original", "nguyên văn"},
    {"identity", "danh tính"},
    {"contact", "liên hệ"},
    {"conversation", "trao đổi"},
    {"open", "được xem"},
    {"reveal", "xem khi có mục đích"},
    {"approval", "xem khi trưởng ca chấp thuận"},
    {"none", "không được xem"},
    {"divert", "quyết định về dấu hiệu tố cáo"},
    {"pending", "đang chờ"},
    {"approved", "đã chấp thuận"},
    {"refused", "đã từ chối"},
    {"ended", "đã hết hiệu lực"},
    {"acknowledged", "đã xử lý"},
    {"burst-reveals", "mở thông tin quá nhanh"},
    {"burst-readings", "xem hồ sơ quá nhanh"},
    {"canary-read", "xem hồ sơ bẫy"},
    {"canary-reveal", "mở hồ sơ bẫy"},
    {"anonymous", "ẩn danh"},
    {"confidential", "bảo mật"},
    {"contact_by_unit", "đồng ý cho đơn vị liên hệ"},
    {"notify", "đồng ý nhận thông báo"},
    {"publish", "đồng ý công khai"},
    {"full_name", "Họ tên"},
    {"citizen_id", "Số định danh"},
    {"birth_date", "Ngày sinh"},
    {"address", "Địa chỉ"},
    {"call_name", "Cách xưng hô"},
    {"via", "Qua người"},
    {"NAME", "họ tên"},
    {"PHONE", "số điện thoại"},
    {"ID", "số định danh"},
    {"INSURANCE", "số bảo hiểm"},
    {"TAX", "mã số thuế"},
    {"PLATE", "biển số xe"},
    {"BANK", "số tài khoản"},
    {"EMAIL", "thư điện tử"},
    {"HANDLE", "tài khoản mạng"},
    {"ADDRESS", "địa chỉ"},
    {"DOB", "ngày sinh"},
    {"waiting", "chờ xác nhận"},
    {"active", "hoạt động"},
    {"suspended", "tạm ngưng"},
    {"removed", "đã xóa"},
    {"only-one", "chỉ một người giữ khóa"},
    {"nobody", "không ai giữ khóa"},
    {"yes", "có"},
    {"no", "không"},
};

}  // namespace hotline::cli::msg

/// Names of columns and lines, for people.
namespace hotline::cli::label {

inline constexpr std::string_view kReference = "Hồ sơ";
inline constexpr std::string_view kState = "Trạng thái";
inline constexpr std::string_view kUnit = "Đơn vị";
inline constexpr std::string_view kField = "Lĩnh vực";
inline constexpr std::string_view kArea = "Địa bàn";
inline constexpr std::string_view kClass = "Loại";
inline constexpr std::string_view kUrgency = "Mức độ";
inline constexpr std::string_view kChannel = "Kênh";
inline constexpr std::string_view kDue = "Hạn";
inline constexpr std::string_view kSubject = "Tóm tắt";
inline constexpr std::string_view kCaseVersion = "Phiên bản";
inline constexpr std::string_view kReceived = "Tiếp nhận";
inline constexpr std::string_view kFlags = "Ghi nhận";
inline constexpr std::string_view kActs = "Được làm";
inline constexpr std::string_view kReport = "Nội dung";
inline constexpr std::string_view kConversation = "Trao đổi";
inline constexpr std::string_view kTimeline = "Diễn biến";
inline constexpr std::string_view kCompartments = "Ngăn dữ liệu";
inline constexpr std::string_view kAccess = "Quyền xem";
inline constexpr std::string_view kAt = "Lúc";
inline constexpr std::string_view kFrom = "Từ";
inline constexpr std::string_view kTo = "Đến";
inline constexpr std::string_view kAct = "Việc";
inline constexpr std::string_view kRole = "Vai trò";
inline constexpr std::string_view kOfficer = "Người";
inline constexpr std::string_view kPurpose = "Mục đích";
inline constexpr std::string_view kLeaf = "Mục nhật ký";
inline constexpr std::string_view kText = "Nội dung";
inline constexpr std::string_view kTrackingCode = "Mã tra cứu";
inline constexpr std::string_view kGuidance = "Hướng dẫn";
inline constexpr std::string_view kSimilar = "Giống hồ sơ";
inline constexpr std::string_view kUser = "Đăng nhập";
inline constexpr std::string_view kName = "Tên";
inline constexpr std::string_view kRoles = "Vai trò";
inline constexpr std::string_view kUnits = "Đơn vị";
inline constexpr std::string_view kExpires = "Hết hiệu lực";
inline constexpr std::string_view kId = "Mã";
inline constexpr std::string_view kKeys = "Giữ khóa";
inline constexpr std::string_view kInvitation = "Mã mời";
inline constexpr std::string_view kHolders = "Số người giữ khóa";
inline constexpr std::string_view kWarning = "Cảnh báo";
inline constexpr std::string_view kSession = "Phiên";
inline constexpr std::string_view kOpened = "Mở lúc";
inline constexpr std::string_view kSeen = "Dùng lần cuối";
inline constexpr std::string_view kThisOne = "Phiên này";
inline constexpr std::string_view kRecoveryCode = "Mã khôi phục";
inline constexpr std::string_view kTotpSecret = "Khóa bí mật";
inline constexpr std::string_view kOriginal = "Nguyên văn";
inline constexpr std::string_view kReplies = "Trả lời";
inline constexpr std::string_view kAccesses = "Ai đã xem dữ liệu";
inline constexpr std::string_view kCount = "Số hồ sơ";
inline constexpr std::string_view kRedacted = "Đã che";
inline constexpr std::string_view kSpans = "Dữ liệu cá nhân tìm thấy";
inline constexpr std::string_view kType = "Kiểu";
inline constexpr std::string_view kDetector = "Bộ dò";
inline constexpr std::string_view kConfidence = "Chắc chắn";
inline constexpr std::string_view kSuggestion = "Gợi ý";
inline constexpr std::string_view kPart = "Phần";
inline constexpr std::string_view kChoice = "Chọn";
inline constexpr std::string_view kBecause = "Vì";
inline constexpr std::string_view kAsk = "Lưu ý";
inline constexpr std::string_view kIndex = "Mục";
inline constexpr std::string_view kKind = "Loại việc";
inline constexpr std::string_view kNote = "Ghi chú";
inline constexpr std::string_view kRequest = "Yêu cầu";
inline constexpr std::string_view kAlert = "Cảnh báo";
inline constexpr std::string_view kSeenBy = "Người xử lý";
inline constexpr std::string_view kResult = "Kết quả";
inline constexpr std::string_view kOrigin = "Nhật ký";
inline constexpr std::string_view kLogSize = "Số mục của nhật ký";
inline constexpr std::string_view kRoot = "Gốc";
inline constexpr std::string_view kEntries = "Số mục trong bản xuất";
inline constexpr std::string_view kComplete = "Đầy đủ";
inline constexpr std::string_view kFilter = "Bộ lọc";

}  // namespace hotline::cli::label

/// What is wrong with an export (verify/finding.hpp).
namespace hotline::cli::reason {

inline constexpr std::string_view kUnreadable = "không đọc được";
inline constexpr std::string_view kManifestShape = "bản kê không đúng dạng";
inline constexpr std::string_view kExportLeafShape = "mục nhật ký của lần xuất không đúng dạng";
inline constexpr std::string_view kExportLeafMismatch =
    "bản kê và mục nhật ký không nói về cùng một lần xuất";
inline constexpr std::string_view kManifestSignature = "chữ ký của bản kê không đúng";
inline constexpr std::string_view kMissingFile = "thiếu tệp";
inline constexpr std::string_view kExtraFile = "có tệp lạ, không nằm trong bản kê";
inline constexpr std::string_view kFileSize = "độ dài khác bản kê";
inline constexpr std::string_view kFileHash = "nội dung khác bản kê (SHA-256)";
inline constexpr std::string_view kLogKey = "khóa của nhật ký không đúng dạng hoặc khác khóa đã ghim";
inline constexpr std::string_view kCheckpointSignature = "chữ ký của nhật ký trên điểm kiểm tra không đúng";
inline constexpr std::string_view kCheckpointMismatch = "điểm kiểm tra là của nhật ký khác hoặc khác độ dài";
inline constexpr std::string_view kExportProof = "không chứng minh được lần xuất đã vào nhật ký";
inline constexpr std::string_view kLeafShape = "mục không đúng dạng";
inline constexpr std::string_view kLeafNumber = "số thứ tự trong mục không khớp";
inline constexpr std::string_view kLeafOrder = "mục sai thứ tự, lặp lại hoặc sai tệp";
inline constexpr std::string_view kLeafMissing = "thiếu mục";
inline constexpr std::string_view kShownHash = "phần công khai đã bị sửa";
inline constexpr std::string_view kStaffHash = "phần nội bộ đã bị sửa";
inline constexpr std::string_view kProof = "không chứng minh được mục thuộc nhật ký";
inline constexpr std::string_view kRoot = "các mục cộng lại không ra gốc của điểm kiểm tra";
inline constexpr std::string_view kCount = "số mục khác bản kê";

}  // namespace hotline::cli::reason

/// Help of commands and options.
namespace hotline::cli::help {

inline constexpr std::string_view kAbout = "Tổng đài 1022 từ dòng lệnh. Hướng dẫn đầy đủ: man hotline";
inline constexpr std::string_view kHelp = "in hướng dẫn này";
inline constexpr std::string_view kVersion = "in phiên bản chương trình";
inline constexpr std::string_view kServer = "máy chủ, https://MÁY[:CỔNG] (hoặc HOTLINE_SERVER)";
inline constexpr std::string_view kTokenFile = "tệp giữ phiên đăng nhập (hoặc HOTLINE_TOKEN)";
inline constexpr std::string_view kCaFile = "tệp PEM của nơi cấp chứng thư (hoặc HOTLINE_CA)";
inline constexpr std::string_view kPin = "chỉ tin chứng thư có SHA-256 này";
inline constexpr std::string_view kNoInput = "không hỏi gì; thiếu dữ liệu là lỗi";
inline constexpr std::string_view kJson = "in JSON, danh sách mỗi mục một dòng";
inline constexpr std::string_view kColor = "tô màu: auto, always, never";
inline constexpr std::string_view kLogin = "đăng nhập và giữ phiên";
inline constexpr std::string_view kLoginStatus = "ai đang đăng nhập, đến bao giờ";
inline constexpr std::string_view kLogout = "kết thúc phiên";
inline constexpr std::string_view kUsername = "tên đăng nhập";
inline constexpr std::string_view kPasswordStdin = "đọc mật khẩu từ dòng đầu của đầu vào chuẩn";
inline constexpr std::string_view kOtp = "gửi kèm mã dùng một lần (dòng thứ hai với --password-stdin)";
inline constexpr std::string_view kSecretsStdin =
    "đọc các bí mật từ đầu vào chuẩn, mỗi dòng một mục, theo thứ tự hỏi";
inline constexpr std::string_view kAccount = "tài khoản của mình";
inline constexpr std::string_view kActivate = "kích hoạt tài khoản bằng mã mời";
inline constexpr std::string_view kPassword = "đổi mật khẩu";
inline constexpr std::string_view kTotp = "mã dùng một lần khi đăng nhập";
inline constexpr std::string_view kTotpEnable = "bật, với mã QR";
inline constexpr std::string_view kTotpRemove = "tắt";
inline constexpr std::string_view kRecoveryCode = "mã khôi phục";
inline constexpr std::string_view kRecoveryCodeRenew = "tạo mã mới; mã cũ mất hiệu lực";
inline constexpr std::string_view kRecoveryCodeConfirm = "nhập lại mã đã chép";
inline constexpr std::string_view kRecover = "đặt lại mật khẩu bằng mã khôi phục";
inline constexpr std::string_view kSessions = "các phiên đang mở của mình";
inline constexpr std::string_view kSessionEnd = "kết thúc phiên có mã này";
inline constexpr std::string_view kSessionEndOthers = "kết thúc mọi phiên khác";
inline constexpr std::string_view kUsers = "tài khoản và khóa của người khác";
inline constexpr std::string_view kUser = "tên đăng nhập hoặc mã tài khoản";
inline constexpr std::string_view kUsersList = "liệt kê tài khoản";
inline constexpr std::string_view kUsersUnits = "ai giữ khóa đơn vị nào, nơi nào thiếu người";
inline constexpr std::string_view kUsersShow = "xem một tài khoản";
inline constexpr std::string_view kUsersInvite = "mời một người";
inline constexpr std::string_view kUsersConfirm = "xác nhận người đã kích hoạt";
inline constexpr std::string_view kUsersGrant = "trao khóa đơn vị sau khi đã xác minh người nhận";
inline constexpr std::string_view kUsersReinvite = "mời lại người mất mật khẩu và mã khôi phục";
inline constexpr std::string_view kUsersSuspend = "tạm ngưng; phiên và khóa mất ngay";
inline constexpr std::string_view kUsersReinstate = "cho hoạt động lại";
inline constexpr std::string_view kUsersRemove = "xóa tài khoản";
inline constexpr std::string_view kDisplayName = "tên hiển thị";
inline constexpr std::string_view kRole = "vai trò (lặp lại được)";
inline constexpr std::string_view kUnits = "đơn vị (lặp lại được)";
inline constexpr std::string_view kGrantUnit = "đơn vị, hoặc root với quản trị viên";
inline constexpr std::string_view kAcceptLoss = "chấp nhận không còn ai mở được hồ sơ của đơn vị";
inline constexpr std::string_view kCase = "hồ sơ: tạo, xem, xử lý";
inline constexpr std::string_view kCaseNew = "ghi nhận phản ánh";
inline constexpr std::string_view kCaseList = "liệt kê hồ sơ";
inline constexpr std::string_view kCaseShow = "xem một hồ sơ (đã che dữ liệu cá nhân)";
inline constexpr std::string_view kCaseReveal =
    "xem dữ liệu cá nhân của hồ sơ, có mục đích và được ghi nhật ký";
inline constexpr std::string_view kCaseAccept = "tiếp nhận hồ sơ";
inline constexpr std::string_view kCaseTransfer = "chuyển hồ sơ sang đơn vị khác";
inline constexpr std::string_view kCaseReply = "trả lời người dân";
inline constexpr std::string_view kCaseClose = "kết thúc hồ sơ";
inline constexpr std::string_view kCaseDivert = "quyết định về dấu hiệu tố cáo do máy nhận ra";
inline constexpr std::string_view kConfirmed = "đúng là tố cáo: xóa danh tính, liên hệ và nguyên văn";
inline constexpr std::string_view kRefuted = "không phải tố cáo: trả về hồ sơ thường (trưởng ca)";
inline constexpr std::string_view kRef = "số hồ sơ, ví dụ 26-000123";
inline constexpr std::string_view kTextFile = "tệp nội dung, - là đầu vào chuẩn (mặc định)";
inline constexpr std::string_view kReporterFile = "tệp JSON về người phản ánh, - là đầu vào chuẩn";
inline constexpr std::string_view kChannel = "kênh tiếp nhận";
inline constexpr std::string_view kClass = "loại";
inline constexpr std::string_view kField = "lĩnh vực";
inline constexpr std::string_view kArea = "địa bàn";
inline constexpr std::string_view kUnit = "đơn vị";
inline constexpr std::string_view kState = "trạng thái";
inline constexpr std::string_view kDue = "hạn: overdue, soon, ok";
inline constexpr std::string_view kSince = "từ lúc (RFC 3339)";
inline constexpr std::string_view kUntil = "đến lúc (RFC 3339)";
inline constexpr std::string_view kLimit = "số hồ sơ mỗi trang";
inline constexpr std::string_view kAll = "lấy hết các trang";
inline constexpr std::string_view kCursor = "tiếp từ trang trước";
inline constexpr std::string_view kUrgency = "mức độ: normal, urgent, complex";
inline constexpr std::string_view kExternalRef = "số hiệu ở hệ thống khác";
inline constexpr std::string_view kIdempotencyKey = "khóa chống ghi trùng (tự tạo nếu thiếu, in ra stderr)";
inline constexpr std::string_view kAnonymous = "người phản ánh ẩn danh";
inline constexpr std::string_view kConfidential = "giữ kín người phản ánh";
inline constexpr std::string_view kConsentContact = "đồng ý cho đơn vị liên hệ";
inline constexpr std::string_view kConsentNotify = "đồng ý nhận thông báo";
inline constexpr std::string_view kConsentPublish = "đồng ý công khai nội dung đã che";
inline constexpr std::string_view kCaseVersion = "phiên bản hồ sơ đã xem (mặc định: hỏi máy chủ trước)";
inline constexpr std::string_view kReason = "lý do";
inline constexpr std::string_view kInterim = "trả lời tạm, chưa phải kết quả";
inline constexpr std::string_view kCompartment = "ngăn cần xem: contact, identity, original (lặp lại được)";
inline constexpr std::string_view kPurpose = "mục đích";
inline constexpr std::string_view kNote = "ghi chú 15 đến 500 ký tự";
inline constexpr std::string_view kNoteFile = "tệp ghi chú, - là đầu vào chuẩn";
inline constexpr std::string_view kInbox = "hồ sơ còn mở của đơn vị mình, gần hạn trước";
inline constexpr std::string_view kLookup = "tìm hồ sơ cũ theo số điện thoại (đọc từ đầu vào chuẩn)";
inline constexpr std::string_view kPhoneFile = "tệp có số điện thoại ở dòng đầu";
inline constexpr std::string_view kPreview = "xem thử: dữ liệu cá nhân, phân loại, đơn vị; không lưu gì";
inline constexpr std::string_view kJsonl = "tệp JSON mỗi dòng một phản ánh; trả lời mỗi dòng một JSON";
inline constexpr std::string_view kJobs = "số kết nối cùng lúc với --jsonl (1 đến 16)";
inline constexpr std::string_view kStats = "đếm hồ sơ theo trạng thái và hạn";
inline constexpr std::string_view kApprovals = "chấp thuận của người thứ hai";
inline constexpr std::string_view kApprovalsList = "yêu cầu của mình, và yêu cầu đang chờ mình quyết định";
inline constexpr std::string_view kApprovalsApprove = "chấp thuận (trưởng ca)";
inline constexpr std::string_view kApprovalsRefuse = "từ chối (trưởng ca)";
inline constexpr std::string_view kApprovalsLift = "xin bỏ giới hạn mở thông tin trong một giờ";
inline constexpr std::string_view kApprovalId = "mã yêu cầu chấp thuận";
inline constexpr std::string_view kAuditAlerts = "cảnh báo: liệt kê, ghi nhận đã xử lý";
inline constexpr std::string_view kAck = "mã cảnh báo đã xử lý";
inline constexpr std::string_view kAudit = "nhật ký: xuất, kiểm chứng, theo dõi";
inline constexpr std::string_view kAuditExport = "xuất nhật ký để kiểm chứng; chạy lại để tải tiếp";
inline constexpr std::string_view kAuditVerify = "kiểm chứng một bản xuất, không cần máy chủ";
inline constexpr std::string_view kAuditTail = "theo dõi mục mới";
inline constexpr std::string_view kOut = "thư mục sẽ tạo";
inline constexpr std::string_view kExportReason = "lý do xuất, 15 đến 500 ký tự; được ghi vào nhật ký";
inline constexpr std::string_view kOfficer = "tên đăng nhập của cán bộ";
inline constexpr std::string_view kKind = "loại việc, ví dụ reveal.requested";
inline constexpr std::string_view kInterval = "số giây giữa hai lần hỏi";
inline constexpr std::string_view kOnce = "in các mục đang có rồi dừng";
inline constexpr std::string_view kDir = "thư mục bản xuất";
inline constexpr std::string_view kKey = "tệp khóa kiểm tra của nhật ký, nhận từ nguồn khác";
inline constexpr std::string_view kTrack = "người dân tra cứu hồ sơ bằng mã (đọc từ đầu vào chuẩn)";
inline constexpr std::string_view kCodeFile = "tệp có mã tra cứu ở dòng đầu";
inline constexpr std::string_view kCompletion = "in tập lệnh gợi ý cho shell";
inline constexpr std::string_view kShell = "bash, zsh hoặc fish";

}  // namespace hotline::cli::help
