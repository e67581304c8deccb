#include "attune/core/ordered_pipeline.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <numeric>
#include <stdexcept>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "support/expect_message.hpp"

using attune_test::throws_message;

namespace {

struct numbered_job {
    int number = -1;
    int result = 0;
};

/// A fetch that numbers its jobs from 0 and ends after n_jobs of them.
class counted_jobs {
public:
    explicit counted_jobs(int n_jobs) : n_jobs_(n_jobs) {}

    bool operator()(numbered_job& job)
    {
        if (next_ == n_jobs_)
            return false;
        job = {next_++, 0};
        return true;
    }

private:
    int n_jobs_;
    int next_ = 0;
};

std::vector<int> numbers_up_to(int end)
{
    std::vector<int> numbers(static_cast<std::size_t>(end));
    std::iota(numbers.begin(), numbers.end(), 0);
    return numbers;
}

/// Takes longer for some jobs than for others, so that threads overtake each other.
void dawdle(const numbered_job& job)
{
    std::this_thread::sleep_for(std::chrono::microseconds((job.number * 7 % 5) * 50));
}

}  // namespace

TEST(OrderedPipeline, WritesInTheOrderOfFetchingForAnyNumberOfThreads)
{
    for (const std::size_t n_threads : {1U, 2U, 3U, 8U}) {
        std::vector<numbered_job> jobs(n_threads);
        std::vector<int> first_order;
        std::vector<int> last_order;
        std::vector<int> results;
        attune::ordered_pipeline(
            jobs, counted_jobs(200), dawdle,
            attune::in_order{[&](numbered_job& job) { first_order.push_back(job.number); }},
            [](numbered_job& job) {
                dawdle(job);
                job.result = job.number * job.number;
            },
            attune::in_order{[&](numbered_job& job) {
                last_order.push_back(job.number);
                results.push_back(job.result);
            }});
        EXPECT_EQ(first_order, numbers_up_to(200)) << n_threads;
        EXPECT_EQ(last_order, numbers_up_to(200)) << n_threads;
        for (int number = 0; number < 200; ++number)
            EXPECT_EQ(results[static_cast<std::size_t>(number)], number * number);
    }
}

TEST(OrderedPipeline, FetchesOneAtATime)
{
    std::vector<numbered_job> jobs(4);
    std::atomic<int> n_fetching{0};
    std::atomic<int> most{0};
    counted_jobs source(100);
    attune::ordered_pipeline(
        jobs,
        [&](numbered_job& job) {
            most = std::max(most.load(), ++n_fetching);
            const bool has_job = source(job);
            --n_fetching;
            return has_job;
        },
        dawdle);
    EXPECT_EQ(most, 1);
}

TEST(OrderedPipeline, RunsNothingWhenThereIsNothingToFetch)
{
    std::vector<numbered_job> jobs(3);
    std::atomic<int> n_run{0};
    attune::ordered_pipeline(jobs, counted_jobs(0), [&](numbered_job&) { ++n_run; });
    EXPECT_EQ(n_run, 0);
}

TEST(OrderedPipeline, AsksNoMoreAfterTheEnd)
{
    std::vector<numbered_job> jobs(4);
    int n_refusals = 0;
    counted_jobs source(10);
    attune::ordered_pipeline(
        jobs,
        [&](numbered_job& job) {
            const bool has_job = source(job);
            n_refusals += has_job ? 0 : 1;
            return has_job;
        },
        dawdle);
    EXPECT_EQ(n_refusals, 1);
}

TEST(OrderedPipeline, UsesNoOtherJobsThanThoseGiven)
{
    std::vector<numbered_job> jobs(2);
    const numbered_job* const first = jobs.data();
    std::atomic<bool> is_other{false};
    attune::ordered_pipeline(jobs, counted_jobs(50),
                             [&](numbered_job& job) { is_other = is_other || (&job != first && &job != first + 1); });
    EXPECT_FALSE(is_other);
}

TEST(OrderedPipeline, ThrowsWhatAStageThrewAndWritesOnlyWhatCameBefore)
{
    for (const std::size_t n_threads : {1U, 2U, 8U}) {
        std::vector<numbered_job> jobs(n_threads);
        std::vector<int> written;
        EXPECT_TRUE(throws_message<std::runtime_error>(
            [&] {
                attune::ordered_pipeline(jobs, counted_jobs(200), dawdle, attune::in_order{[&](numbered_job& job) {
                                             if (job.number == 57)
                                                 throw std::runtime_error("no space left");
                                             written.push_back(job.number);
                                         }});
            },
            "no space left"));
        EXPECT_EQ(written, numbers_up_to(57)) << n_threads;
    }
}

TEST(OrderedPipeline, WritesAGaplessBeginningWhenAPlainStageFails)
{
    for (const std::size_t n_threads : {1U, 4U}) {
        std::vector<numbered_job> jobs(n_threads);
        std::vector<int> written;
        EXPECT_TRUE(throws_message<std::runtime_error>(
            [&] {
                attune::ordered_pipeline(
                    jobs, counted_jobs(200),
                    [](numbered_job& job) {
                        dawdle(job);
                        if (job.number == 57)
                            throw std::runtime_error("stage failed");
                    },
                    attune::in_order{[&](numbered_job& job) { written.push_back(job.number); }});
            },
            "stage failed"));
        EXPECT_LE(written.size(), 57U);
        EXPECT_EQ(written, numbers_up_to(static_cast<int>(written.size()))) << n_threads;
    }
}

TEST(OrderedPipeline, ThrowsWhatFetchThrew)
{
    std::vector<numbered_job> jobs(4);
    counted_jobs source(100);
    EXPECT_TRUE(throws_message<std::runtime_error>(
        [&] {
            attune::ordered_pipeline(
                jobs,
                [&](numbered_job& job) {
                    const bool has_job = source(job);
                    if (job.number == 30)
                        throw std::runtime_error("cannot read");
                    return has_job;
                },
                dawdle);
        },
        "cannot read"));
}
