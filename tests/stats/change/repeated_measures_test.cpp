#include "attune/stats/change/repeated_measures.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include <Eigen/Cholesky>
#include <Eigen/LU>
#include <gtest/gtest.h>

namespace {

using attune::random_effects;

attune::matrix with_ones(const Eigen::VectorXd& time)
{
    attune::matrix fixed(time.size(), 2);
    fixed << Eigen::VectorXd::Ones(time.size()), time;
    return fixed;
}

const Eigen::VectorXd time_of_four = (Eigen::VectorXd(7) << 0, 2, 4, 0, 2, 4, 1).finished();
const Eigen::VectorXd outcome_of_four = (Eigen::VectorXd(7) << 3, 2.5, 2, 4, 4, 3, 3.5).finished();
const std::vector<std::size_t> three_people{0, 0, 0, 1, 1, 1, 2};

}  // namespace

TEST(RepeatedMeasures, CollapsesPeopleWhoWereSeenAtTheSameTimes)
{
    const attune::repeated_measures measures(three_people, with_ones(time_of_four), time_of_four, outcome_of_four,
                                             random_effects::intercept_and_slope);
    EXPECT_EQ(measures.n_observations(), 7);
    EXPECT_EQ(measures.n_persons(), 3);
    EXPECT_EQ(measures.rank(), 2);
    ASSERT_EQ(measures.patterns().size(), 2U);
    EXPECT_EQ(measures.patterns()[0].n_persons, 2);
    EXPECT_EQ(measures.patterns()[1].n_persons, 1);
    const attune::matrix of_first = measures.f(0).row(1).transpose() * measures.f(0).row(1);
    const attune::matrix of_second = measures.f(1).row(1).transpose() * measures.f(1).row(1);
    EXPECT_NEAR((measures.patterns()[0].f_f[2] - of_first - of_second).norm(), 0, 1e-14);  // numbers near 1
}

TEST(RepeatedMeasures, GivesTheCoefficientsOfLeastSquaresForZeroOnTheBasis)
{
    const attune::repeated_measures measures(three_people, with_ones(time_of_four), time_of_four, outcome_of_four,
                                             random_effects::intercept);
    const attune::matrix x = with_ones(time_of_four);
    const Eigen::VectorXd expected = (x.transpose() * x).ldlt().solve(x.transpose() * outcome_of_four);
    EXPECT_NEAR((measures.coefficients(Eigen::VectorXd::Zero(2)) - expected).norm(), 0, 1e-13);
    EXPECT_NEAR((measures.covariances(attune::matrix::Identity(2, 2)) - (x.transpose() * x).inverse()).norm(), 0,
                1e-14);
    EXPECT_NEAR(measures.log_determinant(), std::log((x.transpose() * x).determinant()), 1e-13);
}

TEST(RepeatedMeasures, LeadsBackFromCentredAndScaledTime)
{
    const attune::repeated_measures measures(three_people, with_ones(time_of_four), time_of_four, outcome_of_four,
                                             random_effects::intercept_and_slope);
    const double centre = time_of_four.mean();
    const double spread = std::sqrt((time_of_four.array() - centre).square().mean());
    const Eigen::Vector2d effects(0.3, -0.2);  // on 1 and (time - centre) / spread
    const Eigen::Vector2d back = measures.back() * effects;
    for (const double time : {0.0, 3.0})
        EXPECT_NEAR(back(0) + back(1) * time, effects(0) + effects(1) * (time - centre) / spread, 1e-15);
}

TEST(RepeatedMeasures, ReportsPredictorsThatDependOnEachOther)
{
    attune::matrix fixed(7, 2);
    fixed.setOnes();
    EXPECT_EQ(
        attune::repeated_measures(three_people, fixed, time_of_four, outcome_of_four, random_effects::intercept).rank(),
        1);
}

TEST(RepeatedMeasures, RefusesWhatIsNoTable)
{
    const auto message = [](std::vector<std::size_t> person, Eigen::VectorXd outcome) {
        try {
            attune::repeated_measures(person, with_ones(time_of_four), time_of_four, outcome,
                                      random_effects::intercept);
        } catch (const std::invalid_argument& failure) {
            return std::string(failure.what());
        }
        return std::string("accepted");
    };
    EXPECT_EQ(message({0, 0}, outcome_of_four), "repeated_measures: person must have 7 elements, but is 2 long");
    EXPECT_EQ(message({0, 0, 0, 2, 2, 2, 2}, outcome_of_four),
              "repeated_measures: person must be numbered from 0 without gaps, but is one without a row");
    EXPECT_EQ(message({0, 0, 0, 1, 1, 1, 7}, outcome_of_four),
              "repeated_measures: person must be numbered from 0 without gaps, but is a larger number");
    Eigen::VectorXd incomplete = outcome_of_four;
    incomplete(2) = std::numeric_limits<double>::quiet_NaN();
    EXPECT_EQ(message(three_people, incomplete), "repeated_measures: outcome must be known in every row, but is NaN");
    incomplete(2) = 1e151;
    EXPECT_NE(message(three_people, incomplete).find("up to 1e150"), std::string::npos);
    EXPECT_NE(message({}, Eigen::VectorXd()).find("outcome must lie in 1.."), std::string::npos);
}
