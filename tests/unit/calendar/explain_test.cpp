#include "server/calendar/explain.hpp"

#include "tests/unit/calendar/days.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace hotline::calendar {
namespace {

using namespace std::chrono_literals;

const ServiceLevel kOneDay{Phase::answer, 1, TimeUnit::working_day, "r", "QĐ 1"};
const ServiceLevel kExtension{Phase::extend, 2, TimeUnit::working_day, "e", "QĐ 2"};

TEST(Explain, TetIsSkippedAndSaidSo) {
    const Calendar calendar = Calendar::built_in();
    const auto deadline = lay_out(calendar, kOneDay, nullptr, {local(day(2026, 2, 13), 9h), {}, false});
    ASSERT_TRUE(deadline);
    EXPECT_EQ(
        in_words(calendar, *deadline),
        "Tiếp nhận lúc 09:00 thứ Sáu 13/02/2026 (không tính ngày này). 1 ngày làm việc, đến hết thứ Hai "
        "23/02/2026. Không tính: 14/02/2026 (cuối tuần), 15/02/2026 (cuối tuần), 16/02/2026 (Tết Nguyên đán "
        "Bính Ngọ, 29 tháng Chạp), 17/02/2026 (Tết Nguyên đán Bính Ngọ, mùng 1), 18/02/2026 (Tết Nguyên đán "
        "Bính Ngọ, mùng 2), 19/02/2026 (Tết Nguyên đán Bính Ngọ, mùng 3), 20/02/2026 (Tết Nguyên đán Bính "
        "Ngọ, mùng 4), 21/02/2026 (cuối tuần), 22/02/2026 (cuối tuần). Căn cứ: QĐ 1.");
}

TEST(Explain, PausesExtensionAndDoubtsAreNamed) {
    const Calendar calendar = Calendar::built_in();
    const UtcTime received = local(day(2026, 8, 27), 9h);
    const Pause pause{local(day(2026, 8, 28), 7h), local(day(2026, 8, 28), 18h)};
    const auto deadline = lay_out(calendar, kOneDay, &kExtension, {received, {pause}, true});
    ASSERT_TRUE(deadline);
    const std::string text = in_words(calendar, *deadline);
    for (const char* part :
         {"28/08/2026 (tạm dừng)", "31/08/2026 (Nghỉ hoán đổi với thứ Bảy 22/8/2026, chưa xác minh)",
          "1 ngày làm việc, đến hết thứ Năm 03/09/2026.",
          "Gia hạn thêm 2 ngày làm việc, đến hết thứ Hai 07/09/2026.",
          "Tạm dừng từ 07:00 thứ Sáu 28/08/2026 đến 18:00 thứ Sáu 28/08/2026.", "chưa được xác minh."})
        EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
}

TEST(Explain, AYearWithoutDataIsSaid) {
    const Calendar calendar = Calendar::built_in();
    const auto deadline = lay_out(calendar, kOneDay, nullptr, {local(day(2031, 4, 29), 9h), {}, false});
    ASSERT_TRUE(deadline);
    EXPECT_FALSE(deadline->certain);
    EXPECT_NE(in_words(calendar, *deadline).find("Chưa có lịch nghỉ năm 2031"), std::string::npos);
}

TEST(Explain, ProgramsGetEveryDayWithItsReason) {
    const Calendar calendar = Calendar::built_in();
    const auto deadline = lay_out(calendar, kOneDay, nullptr, {local(day(2026, 1, 9), 9h), {}, false});
    ASSERT_TRUE(deadline);
    const auto json = to_json(calendar, *deadline);
    EXPECT_EQ(json["at"], "2026-01-10T16:59:59.000Z");
    EXPECT_EQ(json["terms"][0]["rule"], "r");
    const auto& days = json["terms"][0]["days"];
    ASSERT_EQ(days.size(), 2U);
    EXPECT_EQ(days[0]["reason"], "start");
    EXPECT_EQ(days[1]["date"], "2026-01-10");
    EXPECT_EQ(days[1]["reason"], "make_up");
    EXPECT_EQ(days[1]["counted"], 1);
    EXPECT_EQ(days[1]["name"], "Làm bù cho thứ Sáu 02/01/2026");
    EXPECT_EQ(days[1]["document"], "Văn phòng Chính phủ 12729/VPCP-KGVX");
}

}  // namespace
}  // namespace hotline::calendar
