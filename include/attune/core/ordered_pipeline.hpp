#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

#include "attune/core/version.hpp"

namespace attune::inline v0 {

/// A stage that jobs pass one at a time, in the order in which they began.
template <typename Step>
struct in_order {
    Step step;
};

template <typename Step>
in_order(Step) -> in_order<Step>;

namespace detail {

/// Lets jobs pass by their number, until one fails.
class turnstile {
public:
    /// Waits for the turn of a job.
    ///
    /// @return  false when the run was stopped: the job must not go on.
    bool enter(std::size_t job)
    {
        // The next in line stays awake for a moment: waking up takes longer than many a stage. Others sleep.
        constexpr int most_looks = 2000;
        for (int i = 0; i < most_looks && shown_turn_.load(std::memory_order_acquire) + 1 == job; ++i)
            std::this_thread::yield();
        std::unique_lock lock(mutex_);
        turned_.wait(lock, [&] { return is_stopped_ || turn_ == job; });
        return !is_stopped_;
    }

    void leave()
    {
        {
            const std::lock_guard lock(mutex_);
            ++turn_;
            shown_turn_.store(turn_, std::memory_order_release);
        }
        turned_.notify_all();
    }

    void stop()
    {
        {
            const std::lock_guard lock(mutex_);
            is_stopped_ = true;
        }
        turned_.notify_all();
    }

private:
    std::mutex mutex_;
    std::condition_variable turned_;
    std::size_t turn_ = 0;
    std::atomic<std::size_t> shown_turn_ = 0;  ///< the same, to be looked at without the mutex
    bool is_stopped_ = false;
};

/// The state that the threads of one run share.
template <typename Job, typename Fetch, typename... Stages>
class pipeline_run {
public:
    pipeline_run(Fetch& fetch, std::tuple<Stages...>& stages) : fetch_(fetch), stages_(stages) {}

    void work(Job& job) noexcept
    {
        try {
            while (run_one(job, std::index_sequence_for<Stages...>{})) {
            }
        } catch (...) {
            const std::lock_guard lock(mutex_);
            if (!failure_)
                failure_ = std::current_exception();
            for (turnstile& gate : gates_)
                gate.stop();
            is_done_ = true;
        }
    }

    void rethrow() const
    {
        if (failure_)
            std::rethrow_exception(failure_);
    }

private:
    template <std::size_t... I>
    bool run_one(Job& job, std::index_sequence<I...>)
    {
        std::size_t number = 0;
        {
            const std::lock_guard lock(mutex_);
            if (is_done_ || !fetch_(job)) {
                is_done_ = true;
                return false;
            }
            number = n_jobs_++;
        }
        return (pass(std::get<I>(stages_), gates_[I], job, number) && ...);
    }

    template <typename Step>
    static bool pass(in_order<Step>& stage, turnstile& gate, Job& job, std::size_t number)
    {
        if (!gate.enter(number))
            return false;
        stage.step(job);
        gate.leave();
        return true;
    }

    template <typename Step>
    static bool pass(Step& step, turnstile&, Job& job, std::size_t)
    {
        step(job);
        return true;
    }

    Fetch& fetch_;
    std::tuple<Stages...>& stages_;
    std::mutex mutex_;
    std::size_t n_jobs_ = 0;
    bool is_done_ = false;
    std::exception_ptr failure_;
    std::array<turnstile, sizeof...(Stages)> gates_;
};

}  // namespace detail

/// Runs jobs through stages on several threads; what comes out is the same for any number of them.
///
///     ordered_pipeline(jobs, read, parse, in_order{number_rows}, format, in_order{write});
///
/// @param jobs    one per thread, reused for job after job: their memory is all that is needed. At least one. When the
///                system gives fewer threads, the rest stay unused.
/// @param fetch   called as fetch(job), one at a time: fills a job, returns false when there is nothing left.
/// @param stages  called as stage(job); plain stages run at the same time for different jobs, `in_order` stages one job
///                at a time in the order of fetching.
/// @throws        what the first stage to fail threw; jobs under way are dropped, earlier ones among them, and no stage
///                runs after the return.
template <typename Job, typename Fetch, typename... Stages>
void ordered_pipeline(std::vector<Job>& jobs, Fetch fetch, Stages... stages)
{
    std::tuple<Stages...> all(std::move(stages)...);
    detail::pipeline_run<Job, Fetch, Stages...> run(fetch, all);
    {
        std::vector<std::jthread> threads;
        threads.reserve(jobs.size());
        try {
            for (std::size_t i = 1; i < jobs.size(); ++i)
                threads.emplace_back([&run, &job = jobs[i]] { run.work(job); });
        } catch (const std::system_error&) {
            // The system gives no more threads: those that there are do the work.
        }
        run.work(jobs.front());
    }
    run.rethrow();
}

}  // namespace attune::inline v0
