#include "attune/io/output_file.hpp"

#include <csignal>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/temporary_folder.hpp"
#include "support/expect_message.hpp"

using attune::closed_pipe_error;
using attune::output_error;
using attune::output_file;
using attune_test::contents_of;
using attune_test::temporary_folder;
using attune_test::throws_message;
using attune_test::write_file;
using names = std::vector<std::string>;

namespace fs = std::filesystem;

namespace {

mode_t mode_of(const std::string& file)
{
    struct stat status {};
    EXPECT_EQ(::stat(file.c_str(), &status), 0) << file;
    return status.st_mode & 07777U;
}

/// Sets the file mode creation mask while it lives.
class creation_mask {
public:
    explicit creation_mask(mode_t mask) : before_(::umask(mask)) {}
    ~creation_mask() { ::umask(before_); }
    creation_mask(const creation_mask&) = delete;
    creation_mask& operator=(const creation_mask&) = delete;

private:
    mode_t before_;
};

/// Ignores a signal while it lives, as the command line does.
class ignored_signal {
public:
    explicit ignored_signal(int number) : number_(number), before_(std::signal(number, SIG_IGN)) {}
    ~ignored_signal() { std::signal(number_, before_); }
    ignored_signal(const ignored_signal&) = delete;
    ignored_signal& operator=(const ignored_signal&) = delete;

private:
    int number_;
    void (*before_)(int);
};

void write_and_commit(const std::string& path, std::string_view text)
{
    output_file out(path);
    out.write(text);
    out.commit();
}

/// The refusal of a path that cannot be written to, which comes before anything is written.
testing::AssertionResult is_refused(const std::string& path, const std::string& why)
{
    return throws_message<output_error>([&] { output_file{path}; }, path + ": error: cannot be " + why);
}

}  // namespace

// --- whole or not at all ---

TEST(OutputFile, AppearsOnCommit)
{
    const temporary_folder folder;
    const std::string path = folder / "scores.csv";
    {
        output_file out(path);
        EXPECT_FALSE(out.is_direct());
        out.write("row,");
        out.write("");
        out.write("anxiety\n");
        EXPECT_FALSE(fs::exists(path));
        EXPECT_EQ(folder.names().size(), 1U) << "it is written under another name, in the same folder";
        EXPECT_TRUE(folder.names().front().starts_with(".attune-")) << folder.names().front();
        out.commit();
        EXPECT_EQ(contents_of(path), "row,anxiety\n");
        EXPECT_EQ(folder.names(), names{"scores.csv"});
    }
    EXPECT_EQ(contents_of(path), "row,anxiety\n");
    EXPECT_EQ(folder.names(), names{"scores.csv"});
}

TEST(OutputFile, LeavesNothingBehindWithoutCommit)
{
    const temporary_folder folder;
    {
        output_file out(folder / "scores.csv");
        out.write("half of it");
    }
    EXPECT_TRUE(folder.names().empty());
    EXPECT_TRUE(throws_message<output_error>(
        [&] {
            output_file out(folder / "scores.csv");
            out.write("half of it");
            throw output_error("another output failed");
        },
        "another output failed"));
    EXPECT_TRUE(folder.names().empty());
}

TEST(OutputFile, KeepsTheOldContentUntilCommit)
{
    const temporary_folder folder;
    const std::string path = folder / "scores.csv";
    write_file(path, "old");
    {
        output_file out(path);
        out.write("new");
        EXPECT_EQ(contents_of(path), "old");
    }
    EXPECT_EQ(contents_of(path), "old");
    EXPECT_EQ(folder.names(), names{"scores.csv"});
    write_and_commit(path, "new");
    EXPECT_EQ(contents_of(path), "new");
    EXPECT_EQ(folder.names(), names{"scores.csv"});
}

TEST(OutputFile, KeepsTheOldContentWhenItIsOnTheDisk)
{
    const temporary_folder folder;
    const std::string path = folder / "scores.csv";
    write_file(path, "old");
    output_file out(path);
    out.write("new");
    out.sync();
    EXPECT_EQ(contents_of(path), "old");
    out.write(" and more");
    out.commit();
    EXPECT_EQ(contents_of(path), "new and more");
}

TEST(OutputFile, TakesTheOldFileAwayAheadOfItself)
{
    const temporary_folder folder;
    const std::string path = folder / "scores.csv";
    write_file(path, "old");
    ASSERT_EQ(::chmod(path.c_str(), 0640), 0);
    output_file out(path);
    out.remove_old();
    EXPECT_FALSE(fs::exists(path));
    out.remove_old();  // there is nothing left to remove
    out.write("new");
    out.commit();
    EXPECT_EQ(contents_of(path), "new");
    EXPECT_EQ(mode_of(path), 0640U);
}

TEST(OutputFile, RemovesWhatALinkLeadsToAndKeepsTheLink)
{
    const temporary_folder folder;
    const std::string path = folder / "link";
    write_file(folder / "scores.csv", "old");
    fs::create_symlink("scores.csv", path);
    output_file out(path);
    out.remove_old();
    EXPECT_TRUE(fs::is_symlink(path));
    EXPECT_FALSE(fs::exists(folder / "scores.csv"));
    out.commit();
    EXPECT_EQ(folder.names(), (names{"link", "scores.csv"}));
}

TEST(OutputFile, SaysSoWhenTheOldFileCannotBeRemoved)
{
    const temporary_folder folder;
    const std::string path = folder / "scores.csv";
    output_file out(path);
    fs::create_directories(path + "/in the way");
    EXPECT_TRUE(
        throws_message<output_error>([&] { out.remove_old(); }, path + ": error: cannot be replaced: Is a directory"));
}

TEST(OutputFile, HasNothingToRemoveOrSyncWhenItIsWrittenDirectly)
{
    const temporary_folder folder;
    const std::string path = folder / "pipe";
    ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
    const int reader = ::open(path.c_str(), O_RDONLY | O_NONBLOCK);
    output_file out(path);
    out.write("new");
    out.sync();
    out.remove_old();
    out.commit();
    EXPECT_TRUE(fs::is_fifo(path));
    ::close(reader);
}

TEST(OutputFile, IsNotSeenByWhoReadsTheOldFile)
{
    const temporary_folder folder;
    const std::string path = folder / "scores.csv";
    write_file(path, "old");
    const int reader = ::open(path.c_str(), O_RDONLY);
    write_and_commit(path, "new and longer");
    std::string buffer(32, '?');
    EXPECT_EQ(::read(reader, buffer.data(), buffer.size()), 3);
    EXPECT_EQ(buffer.substr(0, 3), "old");
    ::close(reader);
}

TEST(OutputFile, MayBeEmpty)
{
    const temporary_folder folder;
    write_file(folder / "scores.csv", "old");
    output_file(folder / "scores.csv").commit();
    EXPECT_EQ(contents_of(folder / "scores.csv"), "");
}

TEST(OutputFile, MayBeLarge)
{
    const temporary_folder folder;
    std::string text;
    for (int row = 0; row < 200'000; ++row)
        text += std::to_string(row) + ",3.5\n";
    write_and_commit(folder / "scores.csv", text);
    EXPECT_EQ(contents_of(folder / "scores.csv"), text);
}

TEST(OutputFile, KeepsEveryByte)
{
    const temporary_folder folder;
    const std::string bytes("\0\r\n\xFF\xFE\"", 6);
    write_and_commit(folder / "bytes", bytes);
    EXPECT_EQ(contents_of(folder / "bytes"), bytes);
}

TEST(OutputFile, TakesAnyName)
{
    const temporary_folder folder;
    for (const std::string name : {"with space.csv", "größe.csv", ".hidden", "-", "no extension", "a'b\"c", "XXXXXX"}) {
        write_and_commit(folder / name, name);
        EXPECT_EQ(contents_of(folder / name), name);
    }
    EXPECT_EQ(folder.names().size(), 7U);
}

TEST(OutputFile, TakesTheLongestNameThatAFileMayHave)
{
    const temporary_folder folder;
    const std::string name(255, 'x');
    write_and_commit(folder / name, "new");
    EXPECT_EQ(contents_of(folder / name), "new");
}

TEST(OutputFile, TakesAPathFromTheCurrentFolder)
{
    const temporary_folder folder;
    fs::create_directory(folder / "below");
    const fs::path before = fs::current_path();
    fs::current_path(folder.path());
    write_and_commit("here.csv", "1");
    write_and_commit("below/there.csv", "2");
    write_and_commit("./below/../too.csv", "3");
    fs::current_path(before);
    EXPECT_EQ(contents_of(folder / "here.csv"), "1");
    EXPECT_EQ(contents_of(folder / "below/there.csv"), "2");
    EXPECT_EQ(contents_of(folder / "too.csv"), "3");
    EXPECT_EQ(folder.names(), (names{"below", "here.csv", "too.csv"}));
}

TEST(OutputFile, BelongsToTheWriterThatCommitsLast)
{
    const temporary_folder folder;
    const std::string path = folder / "scores.csv";
    output_file first(path);
    output_file second(path);
    first.write("first, ");
    second.write("second, ");
    first.write("whole");
    second.write("whole");
    second.commit();
    EXPECT_EQ(contents_of(path), "second, whole");
    first.commit();
    EXPECT_EQ(contents_of(path), "first, whole");
    EXPECT_EQ(folder.names(), names{"scores.csv"});
}

// --- modes and links ---

TEST(OutputFile, IsForItsOwnerAloneWhenNew)
{
    const temporary_folder folder;
    for (const mode_t mask : {0U, 022U, 077U}) {
        const creation_mask masked(mask);
        const std::string path = folder / std::to_string(mask);
        output_file out(path);
        EXPECT_EQ(mode_of(folder / folder.names().front()), 0600U) << "before the commit too";
        out.commit();
        EXPECT_EQ(mode_of(path), 0600U);
        fs::remove(path);
    }
}

TEST(OutputFile, KeepsTheModeOfAnExistingFile)
{
    const temporary_folder folder;
    const std::string path = folder / "scores.csv";
    for (const mode_t mode : {0644U, 0640U, 0600U, 0666U, 0755U, 0400U}) {
        const creation_mask masked(077);
        write_file(path, "old");
        fs::permissions(path, fs::perms{mode});
        write_and_commit(path, "new");
        EXPECT_EQ(mode_of(path), mode);
        EXPECT_EQ(contents_of(path), "new");
        fs::remove(path);
    }
}

TEST(OutputFile, FollowsASymbolicLink)
{
    const temporary_folder folder;
    fs::create_directory(folder / "real");
    write_file(folder / "real/scores.csv", "old");
    fs::permissions(folder / "real/scores.csv", fs::perms{0640});
    fs::create_symlink("real/scores.csv", folder / "link.csv");
    fs::create_symlink(folder.path() / "link.csv", folder / "link to link.csv");
    for (const std::string name : {"link.csv", "link to link.csv"}) {
        write_and_commit(folder / name, name);
        EXPECT_EQ(contents_of(folder / "real/scores.csv"), name);
        EXPECT_EQ(mode_of(folder / "real/scores.csv"), 0640U);
    }
    EXPECT_TRUE(fs::is_symlink(folder / "link.csv"));
    EXPECT_TRUE(fs::is_symlink(folder / "link to link.csv"));
    EXPECT_TRUE(fs::is_regular_file(fs::symlink_status(folder / "real/scores.csv")));
    EXPECT_EQ(folder.names(), (names{"link to link.csv", "link.csv", "real"}));
}

TEST(OutputFile, FollowsASymbolicLinkToNothing)
{
    const temporary_folder folder;
    fs::create_directory(folder / "real");
    fs::create_symlink("real/new.csv", folder / "link.csv");
    write_and_commit(folder / "link.csv", "new");
    EXPECT_TRUE(fs::is_symlink(folder / "link.csv"));
    EXPECT_EQ(contents_of(folder / "real/new.csv"), "new");
    EXPECT_EQ(mode_of(folder / "real/new.csv"), 0600U);
}

TEST(OutputFile, FollowsLinksInsideALinkedFolder)
{
    const temporary_folder folder;
    fs::create_directories(folder / "a/b");
    fs::create_directory_symlink("a/b", folder / "short");
    fs::create_symlink("../scores.csv", folder / "short/link.csv");  // that is a/scores.csv
    write_and_commit(folder / "short/link.csv", "new");
    EXPECT_EQ(contents_of(folder / "a/scores.csv"), "new");
    EXPECT_FALSE(fs::exists(folder / "scores.csv"));
}

// --- what is written directly ---

TEST(OutputFile, WritesDirectlyToAPipe)
{
    const temporary_folder folder;
    const std::string path = folder / "pipe";
    ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
    const int reader = ::open(path.c_str(), O_RDONLY | O_NONBLOCK);
    output_file out(path);
    EXPECT_TRUE(out.is_direct());
    out.write("at once");
    std::string buffer(32, '?');
    EXPECT_EQ(::read(reader, buffer.data(), buffer.size()), 7);
    EXPECT_EQ(buffer.substr(0, 7), "at once");
    EXPECT_EQ(folder.names(), names{"pipe"});
    out.commit();
    EXPECT_TRUE(fs::is_fifo(path));
    ::close(reader);
}

TEST(OutputFile, SaysSoWhenTheReaderOfAPipeHasGone)
{
    const ignored_signal ignored(SIGPIPE);
    const temporary_folder folder;
    const std::string path = folder / "pipe";
    ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
    const int reader = ::open(path.c_str(), O_RDONLY | O_NONBLOCK);
    output_file out(path);
    ::close(reader);
    EXPECT_TRUE(throws_message<closed_pipe_error>([&] { out.write("x"); }, path + ": the reader has gone away"));
    EXPECT_TRUE(throws_message<output_error>([&] { out.write("x"); }, path + ": the reader has gone away"));
}

TEST(OutputFile, TakesAHyphenForStandardOutputAndLeavesItOpen)
{
    const ignored_signal ignored(SIGPIPE);
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    std::string buffer(32, '?');
    ssize_t count = 0;
    bool is_direct = false;
    bool is_open = false;
    testing::AssertionResult when_closed = testing::AssertionFailure();
    {
        const attune_test::replaced_descriptor standard_output(STDOUT_FILENO, ends[1]);
        {
            output_file out("-");
            is_direct = out.is_direct();
            out.write("scores");
            out.commit();
        }
        is_open = ::fcntl(STDOUT_FILENO, F_GETFD) != -1;
        count = ::read(ends[0], buffer.data(), buffer.size());
        ::close(ends[0]);
        when_closed = throws_message<closed_pipe_error>([] { output_file("-").write("x"); },
                                                        "standard output: the reader has gone away");
    }
    ::close(ends[1]);
    EXPECT_TRUE(is_direct);
    EXPECT_TRUE(is_open);
    EXPECT_EQ(count, 6);
    EXPECT_EQ(buffer.substr(0, 6), "scores");
    EXPECT_TRUE(when_closed);
}

// What a shell makes of --output >(gzip): a link in /proc whose text is no path.
TEST(OutputFile, WritesDirectlyToAnOpenPipeByItsName)
{
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    {
        output_file out("/dev/fd/" + std::to_string(ends[1]));
        EXPECT_TRUE(out.is_direct());
        out.write("scores");
        out.commit();
    }
    std::string buffer(32, '?');
    EXPECT_EQ(::read(ends[0], buffer.data(), buffer.size()), 6);
    EXPECT_EQ(buffer.substr(0, 6), "scores");
    ::close(ends[0]);
    ::close(ends[1]);
}

// These run without the rights of root, so that a writer that is wrong about devices cannot replace those of the
// machine.
TEST(OutputFile, LeavesADeviceInItsPlace)
{
    const attune_test::without_root rights;
    if (!rights.is_effective())
        GTEST_SKIP() << "root could replace /dev/null and cannot give that up here";
    output_file out("/dev/null");
    EXPECT_TRUE(out.is_direct());
    out.write("nothing");
    out.commit();
    struct stat status {};
    ASSERT_EQ(::stat("/dev/null", &status), 0);
    EXPECT_TRUE(S_ISCHR(status.st_mode));
}

TEST(OutputFile, FollowsASymbolicLinkToADevice)
{
    const temporary_folder folder;
    fs::create_symlink("/dev/null", folder / "null");
    const attune_test::without_root rights;
    if (!rights.is_effective())
        GTEST_SKIP() << "root could replace /dev/null and cannot give that up here";
    write_and_commit(folder / "null", "nothing");
    EXPECT_TRUE(fs::is_symlink(folder / "null"));
    EXPECT_EQ(folder.names(), names{"null"});
}

// --- failures ---

TEST(OutputFile, SaysSoWhenTheDeviceIsFull)
{
    const attune_test::without_root rights;
    if (!rights.is_effective())
        GTEST_SKIP() << "root could replace /dev/full and cannot give that up here";
    output_file out("/dev/full");
    EXPECT_TRUE(throws_message<output_error>([&] { out.write("x"); },
                                             "/dev/full: error: cannot be written: No space left on device"));
}

TEST(OutputFile, KeepsTheOldContentWhenThereIsNoSpace)
{
    const temporary_folder folder;
    const std::string path = folder / "scores.csv";
    write_file(path, "old");
    const ignored_signal ignored(SIGXFSZ);
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
    rlimit small = before;
    small.rlim_cur = 4096;  // stands for a full disk
    testing::AssertionResult result = testing::AssertionFailure();
    {
        output_file out(path);
        ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
        result = throws_message<output_error>([&] { out.write(std::string(10'000, 'x')); },
                                              path + ": error: cannot be written: File too large");
        ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
    }
    EXPECT_TRUE(result);
    EXPECT_EQ(contents_of(path), "old");
    EXPECT_EQ(folder.names(), names{"scores.csv"});
}

TEST(OutputFile, ChangesNothingWhenItCannotTakeItsName)
{
    const temporary_folder folder;
    const std::string path = folder / "scores.csv";
    {
        output_file out(path);
        out.write("new");
        fs::create_directories(path + "/in the way");
        EXPECT_TRUE(throws_message<output_error>([&] { out.commit(); },
                                                 path + ": error: cannot be given its name: Is a directory"));
    }
    EXPECT_TRUE(fs::is_directory(path + "/in the way"));
    EXPECT_EQ(folder.names(), names{"scores.csv"});
}

TEST(OutputFile, RefusesAFolder)
{
    const temporary_folder folder;
    EXPECT_TRUE(is_refused(folder.path().string(), "opened: Is a directory"));
    EXPECT_TRUE(is_refused(folder.path().string() + "/", "opened: Is a directory"));
    EXPECT_TRUE(is_refused("/", "opened: Is a directory"));
    EXPECT_TRUE(folder.names().empty());
}

TEST(OutputFile, RefusesAPlaceThatDoesNotExist)
{
    const temporary_folder folder;
    write_file(folder / "file", "old");
    EXPECT_TRUE(is_refused(folder / "missing/scores.csv", "created: No such file or directory"));
    EXPECT_TRUE(is_refused(folder / "missing/", "created: No such file or directory"));
    EXPECT_TRUE(is_refused(folder / "file/scores.csv", "opened: Not a directory"));
    EXPECT_TRUE(is_refused(folder / std::string(256, 'x'), "opened: File name too long"));
    EXPECT_EQ(folder.names(), names{"file"});
    EXPECT_EQ(contents_of(folder / "file"), "old");
}

TEST(OutputFile, RefusesAnEmptyPath)
{
    EXPECT_TRUE(is_refused("", "opened: No such file or directory"));
}

TEST(OutputFile, RefusesACircleOfSymbolicLinks)
{
    const temporary_folder folder;
    fs::create_symlink("b", folder / "a");
    fs::create_symlink("a", folder / "b");
    EXPECT_TRUE(is_refused(folder / "a", "opened: Too many levels of symbolic links"));
    EXPECT_TRUE(fs::is_symlink(folder / "a"));
    EXPECT_TRUE(fs::is_symlink(folder / "b"));
}

TEST(OutputFile, RefusesAFolderThatMayNotBeWrittenTo)
{
    const temporary_folder folder;
    write_file(folder / "old.csv", "old");
    fs::permissions(folder.path(), fs::perms{0555});
    const attune_test::without_root rights;
    if (!rights.is_effective())
        GTEST_SKIP() << "root may write everywhere and cannot give that up here";
    EXPECT_TRUE(is_refused(folder / "new.csv", "created: Permission denied"));
    EXPECT_TRUE(is_refused(folder / "old.csv", "created: Permission denied"));
}

TEST(OutputFile, RefusesAPipeThatMayNotBeWrittenTo)
{
    const temporary_folder folder;
    ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0400), 0);
    const attune_test::without_root rights;
    if (!rights.is_effective())
        GTEST_SKIP() << "root may write everywhere and cannot give that up here";
    EXPECT_TRUE(is_refused(folder / "pipe", "opened: Permission denied"));
}

// --- one file under two names ---

TEST(IsSameFile, SeesThroughNamesAndLinks)
{
    const temporary_folder folder;
    write_file(folder / "a", "same content");
    write_file(folder / "b", "same content");
    fs::create_symlink("a", folder / "link");
    fs::create_hard_link(folder / "a", folder / "hard");
    EXPECT_TRUE(attune::is_same_file(folder / "a", folder / "a"));
    EXPECT_TRUE(attune::is_same_file(folder / "a", folder / "./a"));
    EXPECT_TRUE(attune::is_same_file(folder / "a", folder / "link"));
    EXPECT_TRUE(attune::is_same_file(folder / "hard", folder / "link"));
    EXPECT_FALSE(attune::is_same_file(folder / "a", folder / "b"));
}

TEST(IsSameFile, IsFalseForWhatDoesNotExist)
{
    const temporary_folder folder;
    write_file(folder / "a", "");
    EXPECT_FALSE(attune::is_same_file(folder / "a", folder / "missing"));
    EXPECT_FALSE(attune::is_same_file(folder / "missing", folder / "a"));
    EXPECT_FALSE(attune::is_same_file(folder / "missing", folder / "missing"));
    EXPECT_FALSE(attune::is_same_file("-", "-"));
}

// --output /dev/stdout >> all.csv: opened anew, the file is written from its first byte on.
TEST(OutputFile, GoesOnWhereAnOpenFileStands)
{
    const temporary_folder folder;
    for (const int flags : {O_WRONLY | O_APPEND, O_WRONLY}) {
        write_file(folder / "all.csv", "old, ");
        const int descriptor = ::open((folder / "all.csv").c_str(), flags);
        ASSERT_EQ(::lseek(descriptor, 0, SEEK_END), 5);
        write_and_commit("/dev/fd/" + std::to_string(descriptor), "new");
        ::close(descriptor);
        EXPECT_EQ(contents_of(folder / "all.csv"), "old, new");
    }
}
