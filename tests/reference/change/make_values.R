# Reference values of change: Rscript make_values.R > values.json
# The methods stand here as in the articles, a line each; regressions come from lm() and predict(), the share of slopes
# below the true one from R's own distribution of Kendall's statistic.
library(jsonlite)

# Jacobson's 30 couples, before and after (Jacobson & Truax 1991).
couples <- matrix(c(90.5, 97, 74, 124, 97, 97.5, 73.5, 88, 61, 96.5, 66.5, 62.5, 68.5, 112.5, 86.5, 103.5, 88.5, 90,
                    68.5, 82.5, 98, 105, 80.5, 99.5, 89.5, 112.5, 91.5, 101, 83.5, 99.5, 60.5, 79.5, 83, 88, 88, 100.5,
                    98.5, 119, 78.5, 116, 99.5, 116, 79.5, 129, 84.5, 113, 92.5, 118, 93, 92, 85, 114, 64, 68, 61, 52,
                    80, 60.5, 82.5, 104.5), 30, byrow = TRUE)
set.seed(20240601)
true_score <- rnorm(40, 3.6, 0.9)
scores <- round(cbind(true_score + rnorm(40, 0, 0.4), 0.8 * true_score + 0.5 + rnorm(40, 0, 0.5)), 4)

indices <- function(id, x, r, r_post, level) {
  x1 <- x[, 1]; x2 <- x[, 2]
  M1 <- mean(x1); M2 <- mean(x2); S1 <- sd(x1); S2 <- sd(x2); r12 <- cor(x1, x2); n <- nrow(x)
  sem <- S1 * sqrt(1 - r); s_diff <- sqrt(2) * sem
  r1 <- (S1^2 - sem^2) / S1^2; r2 <- (S2^2 - sem^2) / S2^2
  r_dd <- (S1^2 * r1 + S2^2 * r2 - 2 * S1 * S2 * r12) / (S1^2 + S2^2 - 2 * S1 * S2 * r12)
  fit <- lm(x2 ~ x1)
  predicted <- S2 / S1 * r12 * (x1 - M1) + M2
  by_lm <- predict(fit, se.fit = TRUE)
  list(id = id, level = level, reliability = r, reliability_post = r_post, scores = x,
       jacobson_truax = (x2 - x1) / s_diff,
       gulliksen_lord_novick = ((x2 - M1) - r * (x1 - M1)) / (S1 * sqrt(1 - r^2)),
       hsu_linn_lord = ((x2 - M2) - r * (x1 - M1)) / (S1 * sqrt(1 - r^2)),
       edwards_nunnally = (x2 - (r * (x1 - M1) + M1)) / sem,
       nunnally_kotsch = (x2 - (r * (x1 - M1) + M1)) / sqrt(r^2 * S1^2 * (1 - r) + S1^2 * (1 - r_post)),
       hageman_arrindell = ((x2 - x1) * r_dd + (M2 - M1) * (1 - r_dd)) / (sqrt(r_dd) * s_diff),
       chelune = ((x2 - x1) - (M2 - M1)) / s_diff,
       iverson = ((x2 - x1) - (M2 - M1)) / sqrt(sem^2 + (S2 * sqrt(1 - r_post))^2),
       sd_of_differences = ((x2 - x1) - (M2 - M1)) / sd(x2 - x1),
       srb_summary = (x2 - predicted) / (S2 * sqrt(1 - r12^2)),
       srb_regression = unname(residuals(fit)) / summary(fit)$sigma,
       crawford_garthwaite = unname((x2 - by_lm$fit) / sqrt(summary(fit)$sigma^2 + by_lm$se.fit^2)),
       thresholds = list(normal = qnorm((1 + level) / 2), hageman_arrindell = qnorm(level),
                         crawford_garthwaite = qt((1 + level) / 2, n - 2)))
}

trend <- function(t, x, level) {
  fit <- lm(x ~ t)
  pairs <- combn(length(t), 2)
  slopes <- sort((x[pairs[2, ]] - x[pairs[1, ]]) / (t[pairs[2, ]] - t[pairs[1, ]]))
  k <- length(t)
  share <- .Call(stats:::C_pKendall, as.double(0:(length(slopes) - 1)), as.integer(k))
  cut <- sum(share <= (1 - level) / 2) - 1
  list(level = level, times = t, scores = x, slope = unname(coef(fit)[2]),
       std_error = coef(summary(fit))[2, 2], ols = unname(confint(fit, level = level)[2, ]),
       theil_sen = median(slopes), sen = if (cut >= 0) slopes[c(cut + 1, length(slopes) - cut)] else NULL)
}

set.seed(20240602)
cat(toJSON(list(
  made_by = "make_values.R", versions = list(R = R.version.string),
  samples = list(indices("couples", couples, 0.88, 0.88, 0.95), indices("made_up", scores, 0.83, 0.79, 0.9)),
  trends = list(trend(c(0, 1, 2, 3, 4, 5), c(4.5, 4.31, 4.4, 3.92, 3.71, 3.8), 0.95),
                trend(c(0, 2, 3, 9, 14), c(5.1, 5.3, 4.2, 4.4, 3.0), 0.9),
                trend(round(cumsum(runif(12, 0.5, 3)), 2), round(rnorm(12, 4, 0.6), 3), 0.95),
                trend(0:3, c(3.5, 3.25, 3.75, 2.5), 0.95),
                trend(round(cumsum(runif(60, 0.5, 3)), 2), round(rnorm(60, 4, 0.6), 3), 0.95)),
  kendall = lapply(c(5, 9, 20), function(k) list(
    k = k, share = .Call(stats:::C_pKendall, as.double(0:(k - 1)), as.integer(k))))),
  digits = NA, auto_unbox = TRUE, null = "null"), "\n", sep = "")
