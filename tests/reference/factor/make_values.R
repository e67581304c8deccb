# Writes values.json beside this file: covariances of classic data sets and of made-up answers, and what R makes of one
# and of several factors in them.
#
#     Rscript tests/reference/factor/make_values.R
#
# Needs Debian's r-base-core, r-cran-psych, r-cran-lavaan, r-cran-semtools, r-cran-boot and r-cran-jsonlite; the versions used stand
# in values.json. The classic sets are lavaan's HolzingerSwineford1939 and psych's bfi; only their covariances (divisor
# n) are kept, from people with complete answers. lavaan stops some 1e-6 from the optimum ("lavaan_gradient" is the
# largest derivative by the log of a uniqueness there), so its solution is carried on by Fisher scoring; the standard
# errors of the delta method come from the information at that optimum, and lavaan's own stand beside them.
suppressMessages({
  library(psych)
  library(boot)
  library(lavaan)
  library(semTools)
  library(jsonlite)
})

script <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
folder <- dirname(script)

quiet <- function(x) suppressMessages(suppressWarnings(x))

covariance <- function(data) cov(data) * (nrow(data) - 1) / nrow(data)

gradient <- function(S, L, U) {
  C <- tcrossprod(L) + diag(U)
  W <- solve(C)
  max(abs(U * diag(W %*% (C - S) %*% W)))
}

# The derivatives of the covariances by the parameters, loadings then uniquenesses, and the expected information.
derivatives <- function(L) {
  k <- length(L)
  units <- diag(k)
  cbind(sapply(1:k, function(i) tcrossprod(units[, i], L) + tcrossprod(L, units[, i])),
        sapply(1:k, function(i) tcrossprod(units[, i])))
}

information <- function(L, U, n) {
  W <- solve(tcrossprod(L) + diag(U))
  D <- derivatives(L)
  n / 2 * t(D) %*% kronecker(W, W) %*% D
}

optimum <- function(S, L, U, precision = 1e-13) {
  for (step in 1:500) {
    W <- solve(tcrossprod(L) + diag(U))
    score <- t(derivatives(L)) %*% as.vector(W %*% (S - tcrossprod(L) - diag(U)) %*% W) / 2
    change <- solve(information(L, U, 1), score)
    L <- L + change[seq_along(L)]
    U <- U + change[-seq_along(L)]
    if (max(abs(change)) < precision)
      break
  }
  list(L = L, U = U)
}

# One factor of unit variance, omega as a function of its parameters, so that lavaan gives its standard error.
one_factor <- function(data) {
  data <- as.data.frame(data)
  names(data) <- paste0("i", seq_along(data))
  k <- ncol(data)
  n <- nrow(data)
  labels <- paste0("a", 1:k, "*i", 1:k)
  model <- paste0(
    "f =~ ", paste(labels, collapse = " + "), "\n",
    paste0("i", 1:k, " ~~ u", 1:k, "*i", 1:k, collapse = "\n"), "\n",
    "omega := (", paste0("a", 1:k, collapse = "+"), ")^2 / ((", paste0("a", 1:k, collapse = "+"), ")^2 + ",
    paste0("u", 1:k, collapse = "+"), ")\n")
  for (tolerance in c(1e-14, 1e-13, 1e-12, 1e-11, 1e-10)) {
    fit <- quiet(cfa(model, data, std.lv = TRUE, control = list(rel.tol = tolerance)))
    if (lavInspect(fit, "converged"))
      break
  }
  estimates <- parameterEstimates(fit)
  L <- estimates$est[estimates$op == "=~"]
  L <- L * sign(sum(L))
  U <- estimates$est[estimates$op == "~~" & grepl("^u", estimates$label)]
  S <- covariance(data)
  lavaan_gradient <- gradient(S, L, U)
  best <- optimum(S, L, U)
  L <- best$L
  U <- best$U

  # Delta method. Where the model holds, the estimates are independent of what they leave of S, so that for sum(S)
  # Cov(parameters, sum S) = Cov(parameters, sum C) and Var(sum S) = 2 sum(S)^2 / n.
  P <- solve(information(L, U, n))
  total <- sum(L)
  implied <- total^2 + sum(U)
  observed <- sum(S)
  slope_u <- c(rep(2 * total * sum(U) / implied^2, k), rep(-total^2 / implied^2, k))
  of_sum <- c(rep(1, k), rep(0, k))
  of_model <- c(rep(2 * total, k), rep(1, k))
  parts <- rbind(c(of_sum %*% P %*% of_sum, of_sum %*% P %*% of_model), c(of_sum %*% P %*% of_model, 2 * observed^2 / n))
  slope_obs <- c(2 * total / observed, -total^2 / observed^2)

  measures <- fitMeasures(fit)
  list(n = n, cov = unname(S), loadings = L, uniquenesses = U, lavaan_gradient = lavaan_gradient,
       omega_u = total^2 / implied, omega_u_obs = total^2 / observed,
       omega_u_se = sqrt(drop(slope_u %*% P %*% slope_u)), omega_u_obs_se = sqrt(drop(slope_obs %*% parts %*% slope_obs)),
       semtools_omega_u = unname(quiet(compRelSEM(fit, obs.var = FALSE))),
       semtools_omega_u_obs = unname(quiet(compRelSEM(fit))),
       lavaan_omega_u_se = estimates$se[estimates$lhs == "omega"],
       chi_square = measures[["chisq"]], df = measures[["df"]], p = measures[["pvalue"]],
       baseline_chi_square = measures[["baseline.chisq"]], baseline_df = measures[["baseline.df"]],
       cfi = measures[["cfi"]], tli = measures[["tli"]], rmsea = measures[["rmsea"]],
       rmsea_lower = measures[["rmsea.ci.lower"]], rmsea_upper = measures[["rmsea.ci.upper"]],
       srmr = measures[["srmr"]])
}

# Factors by factanal, their fit by lavaan::efa(), and what psych::fa() makes of it.
several <- function(data, k) {
  S <- covariance(data)
  n <- nrow(data)
  data <- as.data.frame(data)
  names(data) <- paste0("i", seq_along(data))
  for (tolerance in c(1e-14, 1e-13, 1e-12, 1e-11, 1e-10)) {
    found <- quiet(efa(data, nfactors = k, rotation = "none", output = "lavaan", control = list(rel.tol = tolerance)))
    if (lavInspect(found, "converged"))
      break
  }
  measures <- fitMeasures(found)
  psych <- quiet(fa(cor(data), k, n.obs = n, fm = "ml", rotate = "none"))
  fit <- factanal(covmat = S, factors = k, n.obs = nrow(data), rotation = "none",
                  control = list(nstart = 5, lower = 1e-6, opt = list(maxit = 5000, factr = 1, pgtol = 0)))
  list(n = n, cov = unname(S), n_factors = k, uniquenesses = unname(fit$uniquenesses),
       common = unname(tcrossprod(unclass(fit$loadings))), discrepancy = unname(fit$criteria["objective"]),
       factanal_chi_square = unname(fit$STATISTIC), chi_square = measures[["chisq"]], df = measures[["df"]],
       p = measures[["pvalue"]], baseline_chi_square = measures[["baseline.chisq"]],
       baseline_df = measures[["baseline.df"]], cfi = measures[["cfi"]], tli = measures[["tli"]],
       rmsea = measures[["rmsea"]], rmsea_lower = measures[["rmsea.ci.lower"]],
       rmsea_upper = measures[["rmsea.ci.upper"]], srmr = measures[["srmr"]],
       psych = list(chi_square = psych$STATISTIC, tli = psych$TLI, rmsea = unname(psych$RMSEA["RMSEA"])))
}

complete <- function(data) as.matrix(data[complete.cases(data), ])
keyed <- function(data, reversed) {
  data[, reversed] <- 7 - data[, reversed]
  complete(data)
}
tests <- HolzingerSwineford1939[, paste0("x", 1:9)]
answers <- as.matrix(read.csv(file.path(folder, "../reliability/answers.csv"), header = FALSE))

# 18 items of seven categories, 400 people, one factor and a little of a second.
set.seed(1998, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")
made_up <- 4 + rnorm(400) %o% seq(.7, 1.3, length.out = 18) + rnorm(400) %o% rep(c(.4, 0, 0), 6) +
  matrix(rnorm(400 * 18, sd = rep(seq(1.3, .8, length.out = 18), each = 400)), 400)
made_up <- pmin(pmax(round(made_up), 1), 7)

sets <- list(
  holzinger_swineford = as.matrix(tests),
  holzinger_swineford_visual = as.matrix(tests[, 1:3]),
  holzinger_swineford_six = as.matrix(tests[, 1:6]),
  bfi_agreeableness = keyed(bfi[, 1:5], "A1"),
  bfi_conscientiousness = keyed(bfi[, 6:10], c("C4", "C5")),
  bfi_extraversion = keyed(bfi[, 11:15], c("E1", "E2")),
  bfi_neuroticism = complete(bfi[, 16:20]),
  bfi_openness = keyed(bfi[, 21:25], c("O2", "O5")),
  answers = answers,
  made_up_18 = made_up)
values <- lapply(sets, one_factor)
values$made_up_18$omega_u_if_dropped <-
  sapply(1:18, function(item) one_factor(made_up[, -item])$omega_u)

# The bootstrap of both omegas with R's boot, by the scoring steps above from the solution of all people.
of_all <- optimum(covariance(answers), values$answers$loadings, values$answers$uniquenesses)
omegas <- function(data, rows) {
  S <- covariance(data[rows, ])
  at <- optimum(S, of_all$L, of_all$U, 1e-7)
  c(sum(at$L)^2 / (sum(at$L)^2 + sum(at$U)), sum(at$L)^2 / sum(S))
}
set.seed(2016, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")
drawn <- boot(answers, omegas, R = 4000)
bootstrap <- lapply(c(omega_u = 1, omega_u_obs = 2), function(which) {
  limits <- boot.ci(drawn, index = which, type = "bca", L = empinf(drawn, index = which, type = "jack"))$bca
  list(std_error = sd(drawn$t[, which]), ci_95 = limits[4:5])
})

write_json(list(
  versions = list(R = R.version.string, psych = as.character(packageVersion("psych")),
                  lavaan = as.character(packageVersion("lavaan")), semTools = as.character(packageVersion("semTools"))),
  one_factor = values,
  bootstrap = bootstrap,
  several = list(holzinger_swineford = several(as.matrix(tests), 3), made_up_18 = several(made_up, 2),
                 holzinger_swineford_two = several(as.matrix(tests), 2),
                 bfi_conscientiousness_neuroticism = several(complete(bfi[, c(6:10, 16:20)]), 2))
), file.path(folder, "values.json"), auto_unbox = TRUE, digits = I(17), pretty = TRUE)
