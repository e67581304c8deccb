# Writes answers.csv and values.json beside this file: made-up answers, and what R makes of them.
#
#     Rscript tests/reference/reliability/make_values.R
#
# Needs Debian's r-base-core, r-cran-psych, r-cran-boot and r-cran-jsonlite; the versions used stand in values.json.
# psych is asked for covariances (covar = TRUE) and all splits (brute = TRUE) where it can be; what it computes from
# correlations only is compared on a correlation matrix. Coefficients without a package are written out in base R.
suppressMessages({
  library(psych)
  library(boot)
  library(jsonlite)
})

script <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
folder <- dirname(script)

# 150 people, 8 items of different variance: two answers in common, noise, cut to 1..7.
set.seed(1998, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")
common <- matrix(rnorm(150 * 2), 150)
loading <- cbind(c(1.2, 1, .9, .8, 1.1, .6, .9, .3), c(.5, .6, .4, 0, 0, -.2, -.5, -.1))
answers <- round(4 + common %*% t(loading) + matrix(rnorm(150 * 8, sd = rep(seq(.7, 1.4, .1), each = 150)), 150))
answers <- pmin(pmax(answers, 1), 7)
colnames(answers) <- paste0("i", 1:8)
write.table(answers, file.path(folder, "answers.csv"), sep = ",", row.names = FALSE, col.names = FALSE, eol = "\n")

S <- cov(answers)
R <- cov2cor(S)
n <- nrow(answers)
k <- ncol(S)
V <- sum(S)

quiet <- function(x) suppressMessages(suppressWarnings(x))
a <- quiet(alpha(as.data.frame(answers)))
split <- quiet(splitHalf(S, covar = TRUE, brute = TRUE, check.keys = FALSE))
g <- quiet(guttman(R))
berge <- tenberge(R)

# Every split by brute force, item 1 in the first part.
between <- sapply(1:(2^(k - 1) - 1), function(code) {
  second <- c(FALSE, bitwAnd(code, 2^(0:(k - 2))) > 0)
  c(4 * sum(S[!second, second]) / V, sum(second))
})
off <- S - diag(diag(S))
stratum <- c(1, 1, 1, 2, 2, 2, 2, 2)
alpha_of <- function(C) nrow(C) / (nrow(C) - 1) * (1 - sum(diag(C)) / sum(C))
strata <- sapply(1:2, function(s) { C <- S[stratum == s, stratum == s]; sum(C) * (1 - alpha_of(C)) })

point <- alpha_of(S)
feldt <- function(level, alpha = point) {
  f <- alpha.ci(alpha, n.obs = n, n.var = k, p.val = 1 - level)
  c(f$lower.ci, f$upper.ci)
}
se <- sqrt(2 * k^2 / ((k - 1)^2 * V^3 * n) * (V * (sum(S^2) + sum(diag(S))^2) - 2 * sum(diag(S)) * sum(S %*% S)))
bonett <- 1 - (1 - point) * exp(c(1, -1) * qnorm(.975) * sqrt(2 * k / ((k - 1) * (n - 2))))

# BCa from boot's own replicates. The acceleration is Efron's, of deviations from the mean of the values without one
# person; boot's empinf(type = "jack") would take them from the value of the sample.
alpha_of_rows <- function(x, rows) alpha_of(cov(x[rows, ]))
set.seed(7)
b <- boot(answers, alpha_of_rows, R = 999)
without_one <- sapply(1:n, function(i) alpha_of(cov(answers[-i, ])))
L <- mean(without_one) - without_one
bca <- function(level) unname(boot.ci(b, conf = level, type = "bca", L = L)$bca[1, 4:5])
set.seed(8)
many <- boot(answers, alpha_of_rows, R = 20000)
many_bca <- unname(boot.ci(many, conf = .95, type = "bca", L = L)$bca[1, 4:5])

# Two and three alphas. Feldt's F with the moments of the product, group 1 that of the smaller alpha; and p simulated from
# what alpha is in a balanced analysis of variance: 1 - residual mean square / mean square of persons.
feldt_f <- function(low, n1, high, n2, k) {
  d1 <- n1 - 1; d2 <- d1 * (k - 1); d4 <- n2 - 1; d3 <- d4 * (k - 1)
  A <- d2 / (d2 - 2) * d4 / (d4 - 2)
  B <- (d1 + 2) * d2^2 / ((d2 - 2) * (d2 - 4) * d1) * (d3 + 2) * d4^2 / ((d4 - 2) * (d4 - 4) * d3)
  w <- (1 - high) / (1 - low)
  df <- c(2 * A^2 / (2 * B - A * B - A^2), 2 * A / (A - 1))
  set.seed(9)
  error_share <- function(n) {
    (rchisq(2e6, (n - 1) * (k - 1)) / ((n - 1) * (k - 1))) / (rchisq(2e6, n - 1) / (n - 1))
  }
  simulated <- error_share(n2) / error_share(n1)
  list(f = w, df1 = df[1], df2 = df[2], p_one_sided = pf(w, df[1], df[2]), p_simulated = mean(simulated <= w))
}
f_test <- feldt_f(.7, 200, .8, 150, 8)
three <- list(alpha = c(.784, .875, .936), items = 5, n = c(51, 101, 151))
u <- (1 - three$alpha)^(-1 / 3)
m <- three$n * (three$items - 1) / (three$items + 1)
chi_square <- sum((u - mean(u))^2) / mean(2 / (9 * (m - 1) * (1 - three$alpha)^(2 / 3)))

values <- list(
  made_by = "tests/reference/reliability/make_values.R",
  versions = list(R = as.character(getRversion()), psych = as.character(packageVersion("psych")),
                  boot = as.character(packageVersion("boot"))),
  alpha_raw = a$total$raw_alpha, alpha_std = a$total$std.alpha, inter_item_r_mean = a$total$average_r,
  inter_item_r_median = a$total$median_r, alpha_raw_ase = unname(a$total$ase),
  lambda1 = 1 - sum(diag(S)) / V, lambda2 = split$lambda2, lambda3 = split$alpha,
  lambda4 = max(between[1, ]), lambda5 = 1 - sum(diag(S)) / V + 2 * sqrt(max(colSums(off^2))) / V,
  lambda6 = split$lambda6, mu2 = (sum(off) + sqrt(sum(off^2) + sqrt(k / (k - 1) * sum(off^4)))) / V,
  split_equal_min = split$minrb, split_equal_mean = split$meanr, split_equal_max = split$maxrb,
  split_equal_by_brute_force = range(between[1, between[2, ] == k / 2]),
  standardised = list(lambda1 = g$lambda.1, lambda2 = g$lambda.2, lambda3 = g$lambda.3, lambda5 = g$lambda.5,
                      lambda6 = g$lambda.6, mu2 = berge$mu2, mu3 = berge$mu3),
  stratified_alpha = list(stratum = stratum, value = 1 - sum(strata) / V),
  intervals = list(feldt_95 = feldt(.95), feldt_90 = feldt(.90), van_zyl_se = se,
                   van_zyl_95 = point + c(-1, 1) * qnorm(.975) * se, bonett_95 = bonett),
  bca = list(replicates = as.vector(b$t), value = b$t0, without_one = without_one,
             bias = qnorm(mean(b$t < b$t0)), acceleration = sum(L^3) / (6 * sum(L^2)^1.5), ci_95 = bca(.95),
             ci_80 = bca(.80), quantile_2_of_999 = sort(b$t)[2],
             many = list(n_replicates = 20000, std_error = sd(many$t), ci_95 = many_bca)),
  alpha_difference = f_test,
  alpha_equality = list(chi_square = chi_square, p = pchisq(chi_square, 2, lower.tail = FALSE))
)
write_json(values, file.path(folder, "values.json"), digits = NA, auto_unbox = TRUE, pretty = TRUE)
