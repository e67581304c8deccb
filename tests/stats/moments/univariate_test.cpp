#include "attune/stats/moments/univariate.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "support/expect_message.hpp"
#include "support/reference_file.hpp"

using attune_test::log_relative_error;

namespace {

/// The first decimal digits of pi, beginning with 3: the spigot of Rabinowitz & Wagon (1995), American Mathematical
/// Monthly 102, 195-203.
std::vector<double> digits_of_pi(std::size_t n_digits)
{
    std::vector<unsigned> remainders(n_digits * 10 / 3 + 20, 2);
    std::vector<double> digits;
    unsigned held = 0;
    unsigned n_nines = 0;
    const auto release = [&](unsigned digit, unsigned of_nines) {
        digits.push_back(digit);
        digits.insert(digits.end(), n_nines, of_nines);
        n_nines = 0;
    };
    while (digits.size() <= n_digits) {
        unsigned carry = 0;
        for (std::size_t i = remainders.size(); i-- > 0;) {
            const auto odd = static_cast<unsigned>(2 * i + 1);
            const unsigned x = 10 * remainders[i] + carry * static_cast<unsigned>(i + 1);
            remainders[i] = i == 0 ? x % 10 : x % odd;
            carry = i == 0 ? x / 10 : x / odd;
        }
        if (carry == 9) {
            ++n_nines;
        } else if (carry == 10) {
            release(held + 1, 0);
            held = 0;
        } else {
            release(held, 9);
            held = carry;
        }
    }
    return {digits.begin() + 1, digits.begin() + 1 + static_cast<std::ptrdiff_t>(n_digits)};
}

std::vector<double> alternating(double first, double lower, double upper)
{
    std::vector<double> values{first};
    for (int i = 0; i < 500; ++i) {
        values.push_back(lower);
        values.push_back(upper);
    }
    return values;
}

/// Certified digits of mean and sd, printed as NIST asks, and held against a floor.
void expect_certified(const std::string& id, const std::vector<double>& values, double mean, double sd,
                      double floor_of_sd = 13)
{
    const attune::univariate_moments moments = attune::univariate(values);
    const double digits_of_mean = log_relative_error(moments.mean.value, mean);
    const double digits_of_sd = log_relative_error(moments.sd.value, sd);
    fmt::print("NIST StRD {}: log relative error of the mean {:.1f}, of the sd {:.1f}\n", id, digits_of_mean,
               digits_of_sd);
    ::testing::Test::RecordProperty("mean_" + id, fmt::format("{:.1f}", digits_of_mean));
    ::testing::Test::RecordProperty("sd_" + id, fmt::format("{:.1f}", digits_of_sd));
    EXPECT_GE(digits_of_mean, 15) << id;
    EXPECT_GE(digits_of_sd, floor_of_sd) << id;
}

}  // namespace

TEST(Univariate, HasAllCertifiedDigitsOfNist)
{
    const auto sets = attune_test::reference_file("nist_strd/values.json").at("univariate");
    for (const auto& set : sets)
        expect_certified(set.at("id"), set.at("values"), set.at("mean"), set.at("sd"));
    std::vector<double> digits = digits_of_pi(5000);
    ASSERT_EQ(digits[956], 8);
    digits[956] = 3;  // so it stands in NIST's file, and the certified values are those of the file
    expect_certified("PiDigits", digits, 4.5348, 2.86733906028871);
    expect_certified("NumAcc1", {10000001, 10000003, 10000002}, 10000002, 1, 15);
    expect_certified("NumAcc2", alternating(1.2, 1.1, 1.3), 1.2, 0.1);
    // The doubles nearest to these decimals have another sd: more digits cannot be had from them.
    expect_certified("NumAcc3", alternating(1000000.2, 1000000.1, 1000000.3), 1000000.2, 0.1, 9.4);
    expect_certified("NumAcc4", alternating(10000000.2, 10000000.1, 10000000.3), 10000000.2, 0.1, 8.2);
}

// The same sets, against exact arithmetic on the very doubles: within the last place.
TEST(Univariate, IsTheExactResultOfItsDoubles)
{
    const auto exact = attune_test::reference_file("nist_strd/exact.json").at("univariate");
    const auto expect_exact = [&](const std::string& id, const std::vector<double>& values) {
        const attune::univariate_moments moments = attune::univariate(values);
        EXPECT_EQ(moments.mean.value, exact.at(id).at("mean").get<double>()) << id;
        EXPECT_DOUBLE_EQ(moments.sd.value, exact.at(id).at("sd").get<double>()) << id;
    };
    const auto sets = attune_test::reference_file("nist_strd/values.json").at("univariate");
    for (const auto& set : sets)
        expect_exact(set.at("id"), set.at("values"));
    expect_exact("NumAcc2", alternating(1.2, 1.1, 1.3));
    expect_exact("NumAcc3", alternating(1000000.2, 1000000.1, 1000000.3));
    expect_exact("NumAcc4", alternating(10000000.2, 10000000.1, 10000000.3));
}

// 1..n: mean (n + 1) / 2, variance n (n + 1) / 12.
TEST(Univariate, KnowsTheWholeNumbers)
{
    std::vector<double> values;
    for (int i = 1; i <= 11; ++i)
        values.push_back(i);
    const attune::univariate_moments moments = attune::univariate(values);
    EXPECT_EQ(moments.mean.value, 6);
    EXPECT_DOUBLE_EQ(moments.sd.value, std::sqrt(11.0));
    EXPECT_DOUBLE_EQ(moments.mean.std_error.value(), 1);
    EXPECT_EQ(moments.mean.n_persons, 11);
    EXPECT_EQ(moments.mean.id, "mean");
    EXPECT_EQ(moments.sd.id, "sd");
}

TEST(Univariate, KeepsEveryBitInAnyOrder)
{
    std::mt19937_64 random(7);
    std::normal_distribution<double> normal(1e6, 1);
    std::vector<double> values(1000);
    std::generate(values.begin(), values.end(), [&] { return normal(random); });
    const attune::univariate_moments before = attune::univariate(values);
    std::shuffle(values.begin(), values.end(), random);
    const attune::univariate_moments after = attune::univariate(values);
    EXPECT_EQ(before.mean.value, after.mean.value);
    EXPECT_EQ(before.sd.value, after.sd.value);
}

TEST(Univariate, LeavesMissingValuesOutAndCountsThem)
{
    const double missing = std::nan("");
    const attune::univariate_moments moments = attune::univariate(std::vector{missing, 1.0, 3.0, missing});
    EXPECT_EQ(moments.mean.value, 2);
    EXPECT_DOUBLE_EQ(moments.sd.value, std::sqrt(2.0));
    EXPECT_EQ(moments.mean.n_persons, 2);
    EXPECT_EQ(moments.n_missing, 2);
}

TEST(Univariate, SaysWhatTooFewValuesCannotGive)
{
    const attune::univariate_moments none = attune::univariate({});
    EXPECT_TRUE(std::isnan(none.mean.value));
    EXPECT_EQ(none.mean.status, attune::estimate_status::too_few_persons);
    EXPECT_EQ(none.mean.message, "A mean needs at least one value.");
    const attune::univariate_moments one = attune::univariate(std::vector{4.5});
    EXPECT_EQ(one.mean.value, 4.5);
    EXPECT_FALSE(one.mean.std_error.has_value());
    EXPECT_TRUE(std::isnan(one.sd.value));
    EXPECT_EQ(one.sd.status, attune::estimate_status::too_few_persons);
    EXPECT_EQ(one.sd.message, "A standard deviation needs at least two values.");
}

TEST(Univariate, HasNoSpreadAmongEqualValues)
{
    EXPECT_EQ(attune::univariate(std::vector(9, 0.1)).sd.value, 0);
}

TEST(Univariate, RefusesWhatCannotBeSquared)
{
    EXPECT_TRUE(attune_test::throws_message<std::invalid_argument>(
        [] {
            (void)attune::univariate(std::vector{1.0, std::numeric_limits<double>::infinity()});
        },
        "univariate: values must hold numbers up to 1e150 in size, or NaN for missing, but is inf"));
    EXPECT_DOUBLE_EQ(attune::univariate(std::vector{1e150, -1e150}).sd.value, std::sqrt(2.0) * 1e150);
}
