#include "attune/instrument/message_texts.hpp"

#include <gtest/gtest.h>

TEST(MessageTexts, AreReplacedOneByOne)
{
    const attune::message_texts all{"en", {{"a", "A"}, {"b", "B"}}};
    const attune::message_texts mine = attune::with_own(all, {"fr", {{"b", "mine"}, {"c", "new"}}});
    EXPECT_EQ(mine.language, "en");
    EXPECT_EQ(mine.texts.at("a"), "A");
    EXPECT_EQ(mine.texts.at("b"), "mine");
    EXPECT_EQ(mine.texts.at("c"), "new");
}
