#include "attune/io/norm_search.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "io/temporary_folder.hpp"
#include "support/expect_message.hpp"

using attune::search_path;
using attune_test::throws_message;

namespace fs = std::filesystem;

namespace {

std::string valid_norms()
{
    std::ifstream stream(fs::path(ATTUNE_TEST_REFERENCE_DIR) / "norms" / "valid.json");
    return {std::istreambuf_iterator<char>(stream), {}};
}

class two_folders {
public:
    two_folders()
    {
        for (const char* name : {"first", "second"})
            fs::create_directories(folder_.path() / name / "norms");
    }

    [[nodiscard]] fs::path norms(const char* folder) const { return folder_.path() / folder / "norms"; }
    [[nodiscard]] search_path path() const { return {folder_.path() / "first", folder_.path() / "second"}; }

private:
    attune_test::temporary_folder folder_;
};

}  // namespace

TEST(NormSearch, FindsASetInAnyFolder)
{
    const two_folders at;
    attune_test::write_file(at.norms("second") / "demo-norms.json", valid_norms());
    EXPECT_EQ(attune::norm_set_ids(at.path()), (std::vector<std::string>{"demo-norms"}));
    EXPECT_EQ(attune::find_norm_set("demo-norms", at.path()), at.norms("second") / "demo-norms.json");
    EXPECT_EQ(attune::load_norm_set_by_id("demo-norms", at.path()).id, "demo-norms");
}

TEST(NormSearch, SaysWhatIsNearestWhenThereIsNone)
{
    const two_folders at;
    attune_test::write_file(at.norms("first") / "demo-norms.json", valid_norms());
    EXPECT_TRUE(throws_message<attune::unknown_norm_set_error>(
        [&] { static_cast<void>(attune::find_norm_set("demo", at.path())); },
        fmt::format("no norm set 'demo'; nearest: demo-norms; searched: {}, {}", at.path()[0].string(),
                    at.path()[1].string())));
}

TEST(NormSearch, RefusesOneIdWithTwoContents)
{
    const two_folders at;
    std::string other = valid_norms();
    attune_test::write_file(at.norms("first") / "demo-norms.json", other);
    attune_test::write_file(at.norms("second") / "demo-norms.json", other);
    EXPECT_EQ(attune::find_norm_set("demo-norms", at.path()), at.norms("first") / "demo-norms.json");
    other.replace(other.find("Invented"), 8, "Imagined");
    attune_test::write_file(at.norms("second") / "demo-norms.json", other);
    EXPECT_THROW(static_cast<void>(attune::find_norm_set("demo-norms", at.path())), attune::input_error);
}

TEST(NormSearch, RefusesAFileThatIsNamedAfterAnotherId)
{
    const two_folders at;
    attune_test::write_file(at.norms("first") / "ours.json", valid_norms());
    EXPECT_TRUE(throws_message<attune::input_error>(
        [&] { static_cast<void>(attune::load_norm_set_by_id("ours", at.path())); },
        fmt::format("{}: error: /id: states the id 'demo-norms'; expected 'ours', as the file is named "
                    "[search.wrong_id]",
                    (at.norms("first") / "ours.json").string())));
}
