# How long psych takes for two factors by minres and oblimin of 36 items: the peer of `attune_benchmarks
# --benchmark_filter=two_factors`, which does the same with ten starts of the rotation where psych has one.
#
#     Rscript benchmarks/peers/factors_psych.R
#
# Prints the median of 20 runs in microseconds. Needs Debian's r-cran-psych and r-cran-gparotation.
suppressMessages(library(psych))
set.seed(1998)
n <- 1000
first <- rnorm(n)
second <- .3 * first + .954 * rnorm(n)
answers <- sapply(1:36, function(i) (if (i %% 2) first else second) + 1.2 * rnorm(n))
r <- cor(answers)
once <- function() system.time(suppressMessages(suppressWarnings(
  fa(r, 2, n.obs = n, rotate = "oblimin", fm = "minres"))))[["elapsed"]]
invisible(once())
cat(median(replicate(20, once())) * 1e6, "\n")
