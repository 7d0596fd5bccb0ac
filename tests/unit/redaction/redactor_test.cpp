#include "server/redaction/redactor.hpp"

#include "server/redaction/text.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace hotline::redaction {
namespace {

const Redactor& redactor() {
    static const Redactor instance = Redactor::built_in();
    return instance;
}

std::string redacted(std::string_view text) {
    const auto result = redactor().redact(text);
    return result ? result->redacted_text : "error";
}

TEST(Redactor, PhonesInEveryWriting) {
    for (const std::string_view phone :
         {"0912345678", "0912.345.678", "+84 912 345 678", "84912345678", "(+84)912345678", "O9l2345678",
          "０９１２３４５６７８", "0-9-1-2-3-4-5-6-7-8", "0912…345…678", "0912_345_678", "01212345678",
          "0277 3851234", "(028) 3822 1234", "không chín một hai ba bốn năm sáu bảy tám"}) {
        EXPECT_EQ(redacted("gọi số " + std::string(phone) + " giúp"), "gọi số [SỐ ĐIỆN THOẠI] giúp") << phone;
    }
}

TEST(Redactor, NumbersThatAreNobodysStay) {
    for (const std::string_view text :
         {"Công văn số 21/UBND-KSTTHC ngày 19 tháng 5 năm 2020", "Quyết định số 766/QĐ-TTg ngày 23/6/2022",
          "gọi 1022", "0277.1022", "gọi 113, 114, 115", "hotline 19001075", "số tiền 1.234.567.890 đồng",
          "hồ sơ H20-250704-0003", "000.00.12.H20-250704-0003", "QL30 Km 12+345", "tọa độ 10.4602, 105.6329",
          "TCVN 11930:2017", "lớp 12A1 2024", "IP 10.20.30.40", "giai đoạn 2020 – 2025",
          "Mã khách hàng PB14050033871", "Biên lai điện tử số 0904417732", "trụ 66A-112", "giá 5.000.000đ"}) {
        EXPECT_EQ(redacted(text), text);
    }
}

TEST(Redactor, TheKeywordSaysWhatANumberIs) {
    EXPECT_EQ(redacted("CMND số 341234567"), "CMND số [SỐ GIẤY TỜ]");
    EXPECT_EQ(redacted("mã BHXH 8716123456"), "mã BHXH [BẢO HIỂM]");
    EXPECT_EQ(redacted("thẻ DN4878716123456"), "thẻ [BẢO HIỂM]");
    EXPECT_EQ(redacted("MST cá nhân 8013356294"), "MST cá nhân [MÃ SỐ THUẾ]");
    EXPECT_EQ(redacted("stk 0451000372914 ngân hàng VCB"), "stk [TÀI KHOẢN] ngân hàng VCB");
    EXPECT_EQ(redacted("hộ chiếu C1234567"), "hộ chiếu [SỐ GIẤY TỜ]");
}

TEST(Redactor, ACompanysNumbersStay) {
    const std::string_view text =
        "Công ty TNHH Nông sản Minh Khôi, MST 1201683457, địa chỉ KCN Mỹ Tho, điện thoại 0273 3 968 000, "
        "khiếu nại.";
    EXPECT_EQ(redacted(text), text);
}

TEST(Redactor, PlatesAndPages) {
    EXPECT_EQ(redacted("xe 66A-123.45 vượt"), "xe [BIỂN SỐ] vượt");
    EXPECT_EQ(redacted("xe 63b2-01188 chạy"), "xe [BIỂN SỐ] chạy");
    EXPECT_EQ(redacted("mail a.b@gmail.com."), "mail [EMAIL].");
    EXPECT_EQ(redacted("trang fb.com/loc.nhau, nha"), "trang [TRANG CÁ NHÂN], nha");
    EXPECT_EQ(redacted("mail 1022@dongthap.gov.vn"), "mail 1022@dongthap.gov.vn");
}

TEST(Redactor, ThePersonKeepsTheNumber) {
    EXPECT_EQ(redacted("Anh Dương Hoàng Phú phản ánh. Chị Lê Thị Ba nói. Số anh Phú: 0985633027."),
              "Anh [TÊN 1] phản ánh. Chị [TÊN 2] nói. Số anh [TÊN 1]: [SỐ ĐIỆN THOẠI].");
}

TEST(Redactor, OfficialsStreetsAndSchoolsStay) {
    for (const std::string_view text :
         {"Ông Lê Văn Thái, Phó Chánh Văn phòng HĐND và UBND xã Lai Vung, tiếp dân trễ.",
          "đường Nguyễn Trung Trực ngập", "trường Nguyễn Đình Chiểu thu tiền", "đường Bà Triệu ngập",
          "tỉnh Bà Rịa - Vũng Tàu", "bà con rất bức xúc", "Bên quản lý thị trường có làm gì hông"}) {
        EXPECT_EQ(redacted(text), text);
    }
}

TEST(Redactor, NamesWithoutCapitalsOrMarks) {
    EXPECT_EQ(redacted("dạ alo em là lê thị bích tuyền em ở hồng ngự"), "dạ alo em là [TÊN 1] em ở hồng ngự");
    EXPECT_EQ(redacted("Cong bung kenh khong ai mo. Nguyen Van Be Sau 0352614870"),
              "Cong bung kenh khong ai mo. [TÊN 1] [SỐ ĐIỆN THOẠI]");
}

TEST(Redactor, TheHomeGoesAndThePlaceOfTheIncidentStays) {
    EXPECT_EQ(redacted("Tôi là Trần Thị Nga, ngụ tại số 214/3, tổ 9, ấp Bình Hiệp A, xã Lấp Vò."),
              "Tôi là [TÊN 1], ngụ tại [ĐỊA CHỈ], xã Lấp Vò.");
    const std::string_view incident =
        "Đường Đinh Bộ Lĩnh đoạn gần ngã tư Nguyễn Huệ, phường Mỹ Tho, lún sâu.";
    EXPECT_EQ(redacted(incident), incident);
}

TEST(Redactor, BirthsAreNotOtherDates) {
    EXPECT_EQ(redacted("Ông Võ Văn Chín, sinh 1961, hỏi"), "Ông [TÊN 1], sinh [NGÀY SINH], hỏi");
    EXPECT_EQ(redacted("bà Lâm Thị Đẹp (03/4/1937) nằm"), "bà [TÊN 1] ([NGÀY SINH]) nằm");
    EXPECT_EQ(redacted("khai sinh 2019, ngày 12/01/2026"), "khai sinh 2019, ngày 12/01/2026");
}

TEST(Redactor, OffsetsCountCodePointsOfTheNfcText) {
    const auto result = redactor().redact("e\xCC\x82 😭 gọi 0912345678");
    ASSERT_TRUE(result);
    ASSERT_EQ(result->spans.size(), 1U);
    EXPECT_EQ(result->spans[0].start, 8U);
    EXPECT_EQ(result->spans[0].end, 18U);
    EXPECT_EQ(result->spans[0].type, SpanType::phone);
}

TEST(Redactor, BadTextIsRefused) {
    EXPECT_FALSE(redactor().redact("\xFF"));
}

TEST(Redactor, AFolderOfLexiconsReplacesTheBuiltInOnes) {
    EXPECT_TRUE(Redactor::load(LEXICON_DATA));
    EXPECT_EQ(Redactor::load("/nonexistent").error().code, Errc::not_found);
    const auto folder = std::filesystem::path(testing::TempDir()) / "lexicons";
    std::filesystem::create_directories(folder);
    for (const char* name : {"names.txt", "places.txt", "context.txt"})
        std::ofstream(folder / name) << "[no such class]\nx\n";
    const auto bad = Redactor::load(folder);
    ASSERT_FALSE(bad);
    EXPECT_EQ(bad.error().code, Errc::bad_format);
    EXPECT_NE(bad.error().internal.find("names.txt"), std::string::npos);
}

TEST(SpanTypes, NamesGoBothWays) {
    for (const SpanType type : kAllSpanTypes) EXPECT_EQ(*span_type_from(name_of(type)), type);
    EXPECT_FALSE(span_type_from("name"));
}

}  // namespace
}  // namespace hotline::redaction
