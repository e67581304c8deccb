# Reference values of group comparisons: Rscript make_values.R > values.json
# Made with the versions that stand in values.json, by base R alone; noncentralities are solved to 1e-13.
library(jsonlite)

solve_for <- function(f, lower, upper) uniroot(f, c(lower, upper), tol = 1e-13, maxiter = 10000)$root
interval_of_d <- function(d, n1, n2, level = 0.95) {
  scale <- sqrt(1 / n1 + 1 / n2)
  end <- function(p) solve_for(function(ncp) suppressWarnings(pt(d / scale, n1 + n2 - 2, ncp)) - p, d / scale - 10, d / scale + 10)
  c(end((1 + level) / 2), end((1 - level) / 2)) * scale
}

set.seed(20250611)
sizes <- c(18, 25, 14)
group <- rep(c("a", "b", "c"), sizes)
age <- round(runif(57, 18, 65))
anxiety <- round(3.4 + c(0, 0.5, -0.3)[match(group, letters)] - 0.015 * (age - 40) + rnorm(57, 0, 1), 3)
avoidance <- round(2.9 + 0.4 * (anxiety - 3.4) + c(0.2, -0.3, 0)[match(group, letters)] + rnorm(57, 0, 0.8), 3)
therapy <- as.integer(runif(57) < plogis(-0.3 + 0.6 * (anxiety - 3.4) - 0.3 * (avoidance - 2.9)))
people <- data.frame(group = factor(group), age, anxiety, avoidance, therapy)

# Two groups by their raw scores.
two <- subset(people, group != "c")
x <- two$anxiety[two$group == "a"]
y <- two$anxiety[two$group == "b"]
welch <- t.test(x, y)
student <- t.test(x, y, var.equal = TRUE)
pooled <- sqrt(((length(x) - 1) * var(x) + (length(y) - 1) * var(y)) / (length(x) + length(y) - 2))
d <- (mean(x) - mean(y)) / pooled
df <- length(x) + length(y) - 2
j <- exp(lgamma(df / 2) - log(sqrt(df / 2)) - lgamma((df - 1) / 2))

of_test <- function(test) list(t = unname(test$statistic), df = unname(test$parameter), p = test$p.value,
                               ci = as.vector(test$conf.int), difference = -unname(diff(test$estimate)))
of_line <- function(table, row) list(f = table[row, "F"], df1 = abs(table[row, "Df"]), df2 = table[nrow(table), "Res.Df"], p = table[row, "Pr(>F)"])

one_way <- anova(aov(anxiety ~ group, people))
welch_anova <- oneway.test(anxiety ~ group, people)
manova_of <- function(data) {
  fit <- manova(cbind(anxiety, avoidance) ~ group, data)
  lapply(c(pillai = "Pillai", wilks = "Wilks", hotelling_lawley = "Hotelling-Lawley", roy = "Roy"), function(test) {
    line <- summary(fit, test = test)$stats[1, ]
    list(value = unname(line[2]), f = unname(line[3]), df1 = unname(line[4]), df2 = unname(line[5]), p = unname(line[6]))
  })
}

# Hotelling, and D with the interval of the noncentral F.
scores <- as.matrix(two[c("anxiety", "avoidance")])
is_a <- two$group == "a"
n1 <- sum(is_a); n2 <- sum(!is_a); n <- n1 + n2
s <- ((n1 - 1) * cov(scores[is_a, ]) + (n2 - 1) * cov(scores[!is_a, ])) / (n - 2)
e <- colMeans(scores[is_a, ]) - colMeans(scores[!is_a, ])
d2 <- drop(t(e) %*% solve(s) %*% e)
f <- (n - 3) / ((n - 2) * 2) * n1 * n2 / n * d2
f_end <- function(p) if (pf(f, 2, n - 3) < p) 0 else solve_for(function(l) pf(f, 2, n - 3, ncp = l) - p, 0, 200)
hotelling <- list(d = sqrt(d2), t2 = n1 * n2 / n * d2, f = f, df1 = 2, df2 = n - 3, p = pf(f, 2, n - 3, lower.tail = FALSE),
                  ci = sqrt(sapply(c(0.975, 0.025), f_end) * n / (n1 * n2)))

# Covariance: age held constant, and a second covariate beside it.
ancova_of <- function(covariates) {
  terms <- paste(covariates, collapse = " + ")
  none <- lm(as.formula(paste("anxiety ~", terms)), people)
  common <- lm(as.formula(paste("anxiety ~", terms, "+ group")), people)
  own <- lm(as.formula(paste("anxiety ~ group * (", terms, ")")), people)
  at_mean <- data.frame(group = levels(people$group), lapply(people[covariates], mean))
  means <- predict(common, at_mean, se.fit = TRUE, interval = "confidence")
  list(covariates = covariates, groups = of_line(anova(none, common), 2), slopes = of_line(anova(common, own), 2),
       slope_of = unname(summary(common)$coefficients[covariates, 1:2, drop = FALSE]),
       adjusted = unname(cbind(means$fit, means$se.fit)))
}

together <- cor.test(people$anxiety, people$avoidance)

# Therapy on both dimensions, with interactions of the group; and data that a predictor separates, which glm only warns of.
tight <- glm.control(epsilon = 1e-14, maxit = 100)
main <- glm(therapy ~ anxiety + avoidance + group, binomial, people, control = tight)
crossed <- glm(therapy ~ (anxiety + avoidance) * group, binomial, people, control = tight)
of_glm <- function(fit) list(coefficients = unname(summary(fit)$coefficients[, 1:2]), deviance = fit$deviance,
                             terms = names(coef(fit)))
lr <- anova(main, crossed, test = "Chisq")

p <- c(0.01, 0.04, 0.03, 0.005, 0.2, 0.04)
cat(toJSON(list(
  made_by = "make_values.R", versions = list(R = R.version.string),
  people = list(group = match(group, letters) - 1, age = age, anxiety = anxiety, avoidance = avoidance, therapy = therapy),
  two_groups = list(welch = of_test(welch), student = of_test(student), d = d, d_ci = interval_of_d(d, length(x), length(y)),
                    j = j, d_ci_99 = interval_of_d(d, length(x), length(y), 0.99)),
  intervals_of_d = lapply(list(c(0.337879, 120, 80), c(-0.21248, 1200, 800), c(-1.023905, 22, 28), c(0, 5, 7), c(3.2, 9, 8)),
                          function(a) list(d = a[1], n1 = a[2], n2 = a[3], ci = interval_of_d(a[1], a[2], a[3]))),
  one_way = list(f = one_way$F[1], df1 = one_way$Df[1], df2 = one_way$Df[2], p = one_way$P[1],
                 eta_squared = one_way$Sum[1] / sum(one_way$Sum)),
  welch_anova = list(f = unname(welch_anova$statistic), df1 = unname(welch_anova$parameter[1]),
                     df2 = unname(welch_anova$parameter[2]), p = welch_anova$p.value),
  manova = manova_of(people), manova_two = manova_of(droplevels(two)), hotelling = hotelling,
  ancova = list(ancova_of("age"), ancova_of(c("age", "avoidance"))),
  correlation = c(of_test(together)[c("t", "df", "p", "ci")], r = unname(together$estimate)),
  logistic = list(main = of_glm(main), crossed = of_glm(crossed),
                  lr = list(chi_square = lr$Deviance[2], df = lr$Df[2], p = lr[["Pr(>Chi)"]][2])),
  holm = list(p = p, adjusted = p.adjust(p, "holm"))), digits = I(17), auto_unbox = TRUE, pretty = FALSE), "\n")
