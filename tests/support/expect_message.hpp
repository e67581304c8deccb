#pragma once

#include <exception>
#include <string_view>

#include <gtest/gtest.h>

namespace attune_test {

/// Succeeds when calling `action` throws an `Exception` whose text is exactly `message`.
///
///     EXPECT_TRUE(throws_message<std::invalid_argument>([&] { block.row(7); }, "code_block::row: ..."));
template <typename Exception, typename Action>
[[nodiscard]] ::testing::AssertionResult throws_message(Action&& action, std::string_view message)
{
    try {
        action();
    } catch (const Exception& thrown) {
        if (thrown.what() == message)
            return ::testing::AssertionSuccess();
        return ::testing::AssertionFailure()
               << "expected the text\n  " << message << "\nbut it is\n  " << thrown.what();
    } catch (const std::exception& other) {
        return ::testing::AssertionFailure() << "expected another type of exception, this one says\n  " << other.what();
    }
    return ::testing::AssertionFailure() << "expected an exception with the text\n  " << message
                                         << "\nbut none was thrown";
}

}  // namespace attune_test
