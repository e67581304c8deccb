#include "attune/report/couples_report.hpp"

#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "attune/stats/dyads/actor_partner.hpp"

namespace {

const attune::instrument_identity of_couples{"sample", "1.0.0", "published", "aa", "bb", attune::confidence::verified};

attune::couples_run run_of_couples()
{
    attune::couples_run run;
    run.scores = {"anxiety", "avoidance"};
    run.columns = {"couple", "person", "role", "peace"};
    run.roles = {"husband", "wife"};
    run.input.n_rows = 12;
    run.n_without_couple = 1;
    return run;
}

/// Six couples; the last husband's avoidance was refused.
attune::couples_findings six_couples()
{
    attune::actor_partner_data data;
    std::vector<std::string> names;
    std::vector<std::string> roles;
    attune::couples_findings found;
    data.scores = attune::matrix{{3, 2},   {4, 2.5}, {1.5, 3}, {2, 3.5}, {5, 4}, {3.5, 1},
                                 {4, 4.5}, {2.5, 2}, {3, 3},   {3.5, 5}, {1, 2}, {2, std::nan("")}};
    data.outcome = {4, 5, 6, 5.5, 2, 4, 3, 5, 4.5, 3, 6, 5};
    for (std::size_t row = 0; row < 12; ++row) {
        data.group.push_back(row / 2);
        names.push_back(std::string("c") + static_cast<char>('1' + row / 2));
        roles.emplace_back(row % 2 == 0 ? "wife" : "husband");
        if (row % 2 == 0)
            found.couples.push_back({names.back(), {}});
        attune::couple_member member{row + 1, row % 2 == 0 ? "A" : "B", roles.back(), {}};
        for (const Eigen::Index s : {0, 1}) {
            const double value = data.scores(static_cast<Eigen::Index>(row), s);
            member.scores.push_back(
                {value, std::isnan(value) ? attune::score_status::too_few_answers : attune::score_status::ok, {}, {}});
        }
        found.couples.back().members.push_back(member);
    }
    for (const Eigen::Index s : {0, 1}) {
        const Eigen::VectorXd column = data.scores.col(s);
        found.similarities.push_back(attune::similarity_of_score(s == 0 ? "anxiety" : "avoidance", {column.data(), 12},
                                                                 attune::group_people(names), roles));
    }
    found.table = attune::actor_partner(data, {{"anxiety", "avoidance"}});
    return found;
}

}  // namespace

TEST(CouplesReport, HoldsEveryFigureAndCoupleAsJson)
{
    const auto json = nlohmann::json::parse(attune::couples_json(of_couples, six_couples(), run_of_couples()));
    EXPECT_EQ(json.at("schema"), "attune.couples/1");
    EXPECT_EQ(json.at("dyad"), "couple");
    EXPECT_EQ(json.at("outcome"), "peace");
    EXPECT_TRUE(json.at("norms").is_null());
    const auto& similarity = json.at("similarity")[1];
    EXPECT_EQ(similarity.at("n_dyads"), 5);
    EXPECT_EQ(similarity.at("n_alone"), 1);
    EXPECT_EQ(similarity.at("estimates")[0].at("id"), "icc_anova");
    EXPECT_EQ(similarity.at("estimates")[1].at("id"), "icc_double_entry");
    EXPECT_EQ(similarity.at("roles")[0].at("second"), "wife");
    const auto& table = json.at("actor_partner");
    EXPECT_EQ(table.at("n_persons"), 10);
    EXPECT_EQ(table.at("n_left_out"), 2);
    EXPECT_EQ(table.at("terms")[3].at("estimate").at("id"), "partner_anxiety");
    EXPECT_TRUE(table.at("terms")[3].at("df").is_number());
    const auto& refused = json.at("dyads")[5].at("members")[1];
    EXPECT_EQ(refused.at("row"), 12);
    EXPECT_EQ(refused.at("scores")[1].at("status"), "too_few_answers");
    EXPECT_TRUE(refused.at("scores")[1].at("value").is_null());
    EXPECT_EQ(json.at("summary").at("rows_without_dyad"), 1);
}

TEST(CouplesReport, PutsMembersSideBySide)
{
    const std::string text = attune::couples_text(of_couples, six_couples(), run_of_couples());
    EXPECT_TRUE(
        text.starts_with("sample 1.0.0, form published: 12 rows, 6 couples by couple\n"
                         "\n"
                         "c1           A (wife)  B (husband)\n"
                         "  anxiety       3.000        4.000\n"
                         "  avoidance     2.000        2.500\n"))
        << text;
    EXPECT_NE(text.find("  avoidance     2.000  too_few_answers\n"), std::string::npos) << text;
}

TEST(CouplesReport, SaysWhatFiguresMean)
{
    const std::string text = attune::couples_text(of_couples, six_couples(), run_of_couples());
    EXPECT_NE(text.find("\navoidance: how alike the members of 5 couples are (1 left out)\n"), std::string::npos)
        << text;
    EXPECT_NE(text.find("of 100 parts are differences between couples."), std::string::npos) << text;
    EXPECT_NE(text.find("  r of husband and wife"), std::string::npos) << text;
    EXPECT_NE(text.find("peace on the scores of both: 10 persons in 5 couples, 2 left out\n"), std::string::npos);
    EXPECT_NE(text.find("  partner_anxiety: With each point more of the partner's anxiety, peace is "),
              std::string::npos);
    EXPECT_NE(text.find("  Who moves whom cannot be told from answers of one time.\n"), std::string::npos);
}

TEST(CouplesReport, SaysWhyThereIsNothing)
{
    attune::couples_findings found = six_couples();
    found.couples.assign(11, found.couples.front());
    found.table = attune::actor_partner({{0, 0}, attune::matrix{{1, 2}, {3, 4}}, {1, 2}}, {{"anxiety", "avoidance"}});
    found.similarities = {
        attune::similarity_of_score("anxiety", std::vector<double>{1, 2}, attune::group_people({"a", "a"}))};
    const std::string text = attune::couples_text(of_couples, found, run_of_couples());
    EXPECT_NE(text.find("  More than 10 couples are shown side by side by --json alone.\n"), std::string::npos) << text;
    EXPECT_NE(text.find("  no table: there are not more persons than coefficients\n"), std::string::npos) << text;
    EXPECT_NE(text.find("  Likeness needs at least two couples or families with the values of two members.\n"),
              std::string::npos);
    found.table.reset();
    const auto json = nlohmann::json::parse(attune::couples_json(of_couples, found, run_of_couples()));
    EXPECT_TRUE(json.at("actor_partner").is_null());
    EXPECT_TRUE(json.at("similarity")[0].at("estimates")[0].at("value").is_null());
}
