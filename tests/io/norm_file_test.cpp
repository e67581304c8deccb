#include "attune/io/norm_file.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "attune/instrument/norm_fit.hpp"
#include "attune/io/instrument_file.hpp"
#include "io/temporary_folder.hpp"
#include "support/expect_message.hpp"

// ATTUNE_TEST_REFERENCE_DIR/norms holds small norm sets: `valid.json`, and `<code>[-variant].json` with one thing
// wrong. Beside each stands `.expected.txt` with the findings.

namespace {

namespace fs = std::filesystem;

const fs::path norms = fs::path(ATTUNE_TEST_REFERENCE_DIR) / "norms";
const fs::path data = fs::path(ATTUNE_TEST_DATA_DIR);

std::vector<fs::path> json_files(const fs::path& folder)
{
    std::vector<fs::path> files;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder))
        if (entry.path().extension() == ".json")
            files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

std::string name_of(const ::testing::TestParamInfo<fs::path>& info)
{
    std::string name = info.param.stem().string();
    std::replace_if(
        name.begin(), name.end(), [](char c) { return c == '.' || c == '-'; }, '_');
    return name;
}

std::string contents_of(const fs::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::string printed(const std::vector<attune::diagnostic>& found)
{
    std::string text;
    for (const attune::diagnostic& finding : found)
        text += to_string(finding) + "\n";
    return text;
}

}  // namespace

class NormFile : public ::testing::TestWithParam<fs::path> {};

TEST_P(NormFile, IsReportedAsExpected)
{
    const auto result = attune::parse_norm_set(contents_of(GetParam()), GetParam().filename().string());
    EXPECT_EQ(printed(result.found), contents_of(fs::path(GetParam()).replace_extension(".expected.txt")));
    EXPECT_EQ(result.value.has_value(), !has_error(result.found));
}

TEST_P(NormFile, IsNamedAfterTheCodeThatIsExpected)
{
    const std::string stem = GetParam().stem().string();
    const std::string code = stem.substr(0, stem.find('-'));
    const auto result = attune::read_norm_set(GetParam());
    EXPECT_EQ(result.found.empty(), code == "valid");
    for (const attune::diagnostic& finding : result.found)
        EXPECT_TRUE(finding.code == code || code == "many_faults") << finding.code;
}

INSTANTIATE_TEST_SUITE_P(All, NormFile, ::testing::ValuesIn(json_files(norms)), name_of);

class ShippedNorms : public ::testing::TestWithParam<fs::path> {};

TEST_P(ShippedNorms, HaveNoErrorAndAreNamedAfterTheirId)
{
    const auto result = attune::read_norm_set(GetParam());
    ASSERT_TRUE(result.value) << printed(result.found);
    EXPECT_EQ(result.value->id, GetParam().stem().string());
    EXPECT_EQ(result.value->sha256.size(), 64U);
}

TEST_P(ShippedNorms, BelongToTheKeyAsItIsShipped)
{
    const attune::norm_set of = attune::load_norm_set(GetParam());
    const attune::instrument key = attune::load_instrument(data / "instruments" / (of.instrument + ".json"));
    const attune::norm_fit fit =
        attune::norm_fit_of(of, attune::resolve_form(key, of.form), attune::identity_of(key, of.form), of.mode);
    EXPECT_EQ(fit.refusal, "");
}

INSTANTIATE_TEST_SUITE_P(All, ShippedNorms, ::testing::ValuesIn(json_files(data / "norms")), name_of);

TEST(ParseNormSet, ReadsEveryField)
{
    const attune::norm_set of = attune::load_norm_set(norms / "valid.json");
    EXPECT_EQ(of.id + " " + of.version + " " + of.name, "demo-norms 1.0.0 Invented people");
    EXPECT_EQ(of.instrument + " " + of.form, "demo-4 published");
    EXPECT_EQ(of.scoring_sha256.substr(0, 8), "01234567");
    EXPECT_EQ(of.min, 1);
    EXPECT_EQ(of.max, 5);
    EXPECT_EQ(of.metric, attune::norm_metric::mean);
    EXPECT_EQ(of.type, attune::norm_sample::community);
    EXPECT_EQ(of.population + " " + of.year + " " + of.mode + " " + of.sampling, "nobody 2026 self_report invented");
    EXPECT_TRUE(of.countries.empty());
    EXPECT_EQ(of.languages, (std::vector<std::string>{"en"}));
    EXPECT_EQ(of.age, (attune::age_span{18, {}}));
    EXPECT_FALSE(of.n_sites);
    EXPECT_FALSE(of.invariance_tested);
    EXPECT_EQ(of.n_persons, 200);
    ASSERT_EQ(of.exclusions.size(), 1U);
    EXPECT_EQ(of.exclusions[0].n_persons, 3);
    EXPECT_FALSE(of.data);
    EXPECT_FALSE(of.weighting);
    EXPECT_EQ(of.source + " " + of.licence, "these tests none needed");
    EXPECT_EQ(of.evidence, attune::norm_evidence::computed);
    ASSERT_EQ(of.groups.size(), 1U);
    const attune::norm_group& all = of.groups[0];
    EXPECT_EQ(all.r_anxiety_avoidance, 0.25);
    EXPECT_EQ(all.scores[0].reliability->kind, "alpha_raw");
    EXPECT_EQ(all.scores[0].reliability->value, 0.9);
    EXPECT_EQ(all.scores[0].counts->first, (attune::fraction{5, 2}));
    EXPECT_EQ(all.scores[0].counts->persons, (std::vector<std::int64_t>{100, 0, 100}));
    EXPECT_FALSE(all.scores[1].reliability);
    EXPECT_FALSE(all.scores[1].counts);
}

TEST(ParseNormSet, HashesTheContentAndNotTheSpelling)
{
    std::string text = contents_of(norms / "valid.json");
    const std::string hash = attune::value_or_throw(attune::parse_norm_set(text, "n.json")).sha256;
    std::erase(text, '\n');
    EXPECT_EQ(attune::value_or_throw(attune::parse_norm_set(text, "n.json")).sha256, hash);
    text.replace(text.find("Invented"), 8, "Imagined");
    EXPECT_NE(attune::value_or_throw(attune::parse_norm_set(text, "n.json")).sha256, hash);
}

TEST(ParseNormSet, RefusesWhatIsNoObjectAndWhatIsNoJson)
{
    EXPECT_EQ(printed(attune::parse_norm_set("[]", "n.json").found),
              "n.json:1:1: error: an array; expected an object [definition.wrong_type]\n");
    EXPECT_FALSE(attune::parse_norm_set("{", "n.json").value);
}

TEST(ReadNormSet, SaysWhenAFileCannotBeRead)
{
    EXPECT_EQ(printed(attune::read_norm_set("/nowhere/n.json").found),
              "/nowhere/n.json: error: cannot be opened; expected a readable norm set [file.unreadable]\n");
    EXPECT_THROW(static_cast<void>(attune::load_norm_set("/nowhere/n.json")), attune::input_error);
}

TEST(IsNormFile, GoesByTheSchemaOfAFile)
{
    EXPECT_TRUE(attune::is_norm_file(norms / "valid.json"));
    EXPECT_TRUE(attune::is_norm_file(norms / "many_faults.json"));
    EXPECT_FALSE(attune::is_norm_file(data / "instruments/ecr.json"));
    EXPECT_FALSE(attune::is_norm_file("/nowhere/n.json"));
}

TEST(NormDescription, SaysWhoThePeopleAre)
{
    const attune_test::temporary_folder folder;
    const std::string file = folder / "about.json";
    attune_test::write_file(file, R"({"schema": "attune.norm-description/1", "id": "ours", "version": "1.0.0",
"name": "Ours", "type": "clinical", "population": "patients", "countries": ["DE"], "languages": ["de"], "year": "2026",
"sampling": "all of a year", "n_sites": 2, "invariance_tested": true, "source": "the clinic", "licence": "internal",
"caveats": ["one city"]})");
    const attune::norm_set of = attune::load_norm_description(file);
    EXPECT_EQ(of.id, "ours");
    EXPECT_EQ(of.type, attune::norm_sample::clinical);
    EXPECT_EQ(of.n_sites, 2);
    EXPECT_EQ(of.caveats, (std::vector<std::string>{"one city"}));
    attune_test::write_file(file, R"({"schema": "attune.norm-description/1", "id": "Ours"})");
    EXPECT_THROW(static_cast<void>(attune::load_norm_description(file)), attune::input_error);
    EXPECT_THROW(static_cast<void>(attune::load_norm_description("/nowhere/about.json")), attune::input_error);
}
