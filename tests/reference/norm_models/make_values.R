# Reference values of norms that change with age: Rscript make_values.R > values.json
# Made with the versions that stand in values.json, by base R alone.
library(jsonlite)

# People of 18 to 65 years and two genders with a sum score of 0..24: counts by gender, age and score.
set.seed(20261123)
n_steps <- 24
people <- data.frame(age = sample(18:65, 900, replace = TRUE), gender = sample(c("men", "women"), 900, replace = TRUE))
share <- plogis(0.5 - 0.02 * (people$age - 40) + 0.3 * (people$gender == "women"))
people$score <- rbinom(900, n_steps, rbeta(900, 4 * share, 4 * (1 - share)))
people$a <- (people$age - mean(people$age)) / sqrt(mean((people$age - mean(people$age))^2))

# An equation of age and gender.
fit <- lm(score ~ a + I(a^2) + I(a^3) + I(gender == "women"), people)
at <- data.frame(a = (c(20, 40, 64) - mean(people$age)) / sqrt(mean((people$age - mean(people$age))^2)),
                 gender = c("women", "men", "women"))
told <- predict(fit, at, se.fit = TRUE)
regression <- list(coefficients = unname(coef(fit)), sigma = sigma(fit), r_squared = summary(fit)$r.squared,
                   df = fit$df.residual, covariance = unname(as.vector(summary(fit)$cov.unscaled)),
                   ages = c(20, 40, 64), genders = at$gender, predicted = unname(told$fit), se_fit = unname(told$se.fit),
                   percentile_of_12 = unname(100 * pt((12 - told$fit) / sqrt(sigma(fit)^2 + told$se.fit^2), fit$df.residual)))

# A beta-binomial distribution whose parameters are curves of age, by maximum likelihood.
powers <- outer(people$a, 0:2, "^")
loss <- function(p) {
  a <- exp(powers %*% p[1:3])
  b <- exp(powers %*% p[4:6])
  -sum(lbeta(people$score + a, n_steps - people$score + b) - lbeta(a, b))
}
slope <- function(p) {
  a <- exp(powers %*% p[1:3])
  b <- exp(powers %*% p[4:6])
  both <- digamma(a + b) - digamma(n_steps + a + b)
  da <- (digamma(people$score + a) - digamma(a) + both) * a
  db <- (digamma(n_steps - people$score + b) - digamma(b) + both) * b
  -c(t(powers) %*% da, t(powers) %*% db)
}
best <- optim(c(1, 0, 0, 1, 0, 0), loss, slope, method = "BFGS", control = list(reltol = 1e-16, maxit = 10000))
for (i in 1:20) {  # Newton's method from there, to the last digit
  h <- optimHess(best$par, loss, slope)
  best$par <- best$par - solve(h, slope(best$par))
}
a <- exp(sum(best$par[1:3] * at$a[2]^(0:2)))
b <- exp(sum(best$par[4:6] * at$a[2]^(0:2)))
shares <- exp(lchoose(n_steps, 0:n_steps) + lbeta(0:n_steps + a, n_steps - 0:n_steps + b) - lbeta(a, b))
beta_binomial <- list(coefficients = best$par, log_likelihood = -loss(best$par), gradient = max(abs(slope(best$par))),
                      percentile_of_12_at_40 = 100 * (sum(shares[1:12]) + shares[13] / 2),
                      mean_at_40 = sum(shares * 0:n_steps), sd_at_40 = sqrt(sum(shares * (0:n_steps)^2) - sum(shares * 0:n_steps)^2))

# A surface over rank and age: five groups, normal locations of mid-ranks (Rankit), all terms to L^2 A^1.
groups <- cut(people$age, c(17, 27, 37, 47, 57, 65))
middle <- tapply(people$age, groups, mean)
points <- do.call(rbind, lapply(levels(groups), function(g) {
  scores <- people$score[groups == g]
  values <- sort(unique(scores))
  count <- as.vector(table(scores)[as.character(values)])
  data.frame(age = middle[[g]], score = values, n = count,
             l = qnorm((cumsum(count) - count / 2) / length(scores)))
}))
mean_age <- sum(points$n * points$age) / sum(points$n)
sd_age <- sqrt(sum(points$n * (points$age - mean_age)^2) / sum(points$n))
points$t <- (points$age - mean_age) / sd_age
surface <- lm(score ~ l + I(l^2) + t + I(l * t) + I(l^2 * t), points, weights = n)
grand <- sum(points$n * points$score) / sum(points$n)
continuous <- list(middle = unname(middle), terms = list(c(0, 0), c(1, 0), c(2, 0), c(0, 1), c(1, 1), c(2, 1)),
                   coefficients = unname(coef(surface)), age_mean = mean_age, age_sd = sd_age,
                   r_squared = 1 - sum(points$n * residuals(surface)^2) / sum(points$n * (points$score - grand)^2),
                   locations = range(points$l))

counts <- as.data.frame(table(age = people$age, gender = people$gender, score = people$score), stringsAsFactors = FALSE)
counts <- counts[counts$Freq > 0, ]
cat(toJSON(list(
  made_by = "make_values.R", versions = list(R = R.version.string), n_steps = n_steps,
  people = list(age = as.integer(counts$age), gender = counts$gender, score = as.integer(counts$score),
                n_persons = counts$Freq),
  age = list(mean = mean(people$age), sd = sqrt(mean((people$age - mean(people$age))^2))),
  regression = regression, beta_binomial = beta_binomial, continuous = continuous),
  digits = I(17), auto_unbox = TRUE, pretty = FALSE), "\n")
