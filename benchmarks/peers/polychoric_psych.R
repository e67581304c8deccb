# How long psych takes for what polychoric_benchmark.cpp measures: Rscript polychoric_psych.R [ITEMS]
# 50,000 made-up people with answers 1..7 of one factor with loadings of 0.7; psych uses the cores it is given.
suppressPackageStartupMessages(library(psych))
n_items <- as.integer(c(commandArgs(TRUE), 18)[1])
set.seed(1979)
common <- rnorm(50000)
x <- sapply(seq_len(n_items), function(i)
  findInterval(.7 * common + sqrt(.51) * rnorm(50000), c(-1.5, -.9, -.3, .3, .9, 1.5)) + 1)
for (round in 1:3)
  cat(n_items, "items:", system.time(polychoric(x, correct = 0))["elapsed"], "s\n")
