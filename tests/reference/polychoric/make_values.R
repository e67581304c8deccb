# Reference values of polychoric correlations and what is computed from them: Rscript make_values.R > values.json
# Also writes answers.csv (400 made-up people, 6 items of 1..7) and yes_no.csv (300 people, 4 items of 0..1), unless they
# are there. The correlations and standard errors of lavaan stand beside those of a root to 1e-13 (the same likelihood
# with mvtnorm's probabilities), because lavaan and psych stop about 1e-8 and 1e-5 short of it.
suppressPackageStartupMessages({library(lavaan); library(psych); library(mvtnorm); library(semTools)})
library(jsonlite)

made_up <- function(n, loadings, cuts) {
  common <- rnorm(n)
  sapply(seq_along(loadings), function(j)
    findInterval(loadings[j] * common + sqrt(1 - loadings[j]^2) * rnorm(n), cuts[[j]]))
}
set.seed(1979)
if (!file.exists("answers.csv")) {
  cuts <- list(c(-1.8, -1.1, -.5, 0, .6, 1.3), c(-1, -.4, .1, .5, 1, 1.6), c(-2.2, -1.6, -1, -.3, .2, .9),
               c(-1.5, -.8, -.2, .4, 1, 1.9), c(-.5, .2, .6, 1, 1.5, 2.1), c(-1.9, -1.2, -.8, -.2, .3, .8))
  x <- made_up(400, c(.8, .75, .7, .6, .85, .5), cuts) + 1
  colnames(x) <- paste0("x", 1:6)
  write.csv(x, "answers.csv", row.names = FALSE, quote = FALSE)
}
if (!file.exists("yes_no.csv")) {
  x <- made_up(300, c(.7, .6, .8, .5), list(-.3, .4, .9, 0))
  colnames(x) <- paste0("x", 1:4)
  write.csv(x, "yes_no.csv", row.names = FALSE, quote = FALSE)
}

phi2 <- function(a, b, r) ifelse(is.infinite(a) | is.infinite(b), 0,
                                 exp(-(a^2 - 2 * r * a * b + b^2) / (2 * (1 - r^2))) / (2 * pi * sqrt(1 - r^2)))
Phi2 <- function(a, b, r) mapply(function(x, y) {
  if (min(x, y) == -Inf) 0 else if (x == Inf) pnorm(y) else if (y == Inf) pnorm(x)
  else pmvnorm(upper = c(x, y), corr = matrix(c(1, r, r, 1), 2), algorithm = TVPACK(1e-14))[1]
}, a, b)
cells <- function(f, a, b, r) {
  a <- c(-Inf, a, Inf); b <- c(-Inf, b, Inf)
  corners <- outer(a, b, f, r)
  diff(t(diff(corners)))  # differences over both, transposed
}
cuts_of <- function(counts) qnorm(cumsum(counts) / sum(counts))[-length(counts)]
polychoric_root <- function(n, near, a = cuts_of(rowSums(n)), b = cuts_of(colSums(n))) {
  slope <- function(r) {
    p <- cells(Phi2, a, b, r); q <- cells(phi2, a, b, r); w <- t(n)
    sum((w * q / p)[w > 0])
  }
  uniroot(slope, near + c(-.01, .01), extendInt = "downX", tol = 1e-14)$root
}
# A person's influence on r, by numerical derivatives of log p by the thresholds.
root_error <- function(n, r, a = cuts_of(rowSums(n)), b = cuts_of(colSums(n))) {
  log_p <- function(r, a, b) log(t(cells(Phi2, a, b, r)))
  h <- 1e-5
  s <- (log_p(r + h, a, b) - log_p(r - h, a, b)) / (2 * h)
  total <- sum(n); used <- n > 0
  information <- sum((n * s^2)[used]) / total
  influence <- s
  for (c in seq_along(a)) {
    e <- replace(numeric(length(a)), c, h)
    st <- (log_p(r, a + e, b) - log_p(r, a - e, b)) / (2 * h)
    inside <- as.numeric(row(n) <= c); share <- sum(n[1:c, ]) / total
    influence <- influence - sum((n * s * st)[used]) / total * (inside - share) / dnorm(a[c])
  }
  for (c in seq_along(b)) {
    e <- replace(numeric(length(b)), c, h)
    st <- (log_p(r, a, b + e) - log_p(r, a, b - e)) / (2 * h)
    inside <- as.numeric(col(n) <= c); share <- sum(n[, 1:c]) / total
    influence <- influence - sum((n * s * st)[used]) / total * (inside - share) / dnorm(b[c])
  }
  sqrt(sum((n * influence^2)[used]) / (total * (total - 1))) / information
}

values_of <- function(name, levels) {
  x <- read.csv(paste0(name, ".csv"))
  k <- ncol(x)
  ordered_x <- as.data.frame(lapply(x, ordered, levels = levels))
  fit <- lavCor(ordered_x, output = "fit", se = "standard", estimator = "two.step")
  estimates <- as.data.frame(parameterEstimates(fit))
  estimates <- estimates[estimates$op == "~~" & estimates$lhs != estimates$rhs, ]
  table_of <- function(i, j) table(factor(x[[i]], levels), factor(x[[j]], levels))
  near <- lavCor(ordered_x); roots <- diag(k); halves <- diag(k); errors <- matrix(0, k, k)
  for (i in 2:k) for (j in 1:(i - 1)) {
    n <- unclass(table_of(i, j))
    roots[i, j] <- roots[j, i] <- polychoric_root(n, near[i, j])
    errors[i, j] <- errors[j, i] <- root_error(n, roots[i, j])
    halves[i, j] <- halves[j, i] <- polychoric_root(ifelse(n == 0, .5, n), near[i, j], cuts_of(rowSums(n)), cuts_of(colSums(n)))
  }
  model <- paste("f =~", paste(names(x), collapse = " + "))
  one_factor <- function(estimator) cfa(model, ordered_x, ordered = names(x), std.lv = TRUE, estimator = estimator)
  # The same minimum as closely as Newton's method gets: lavaan stops about 1e-6 short.
  least_squares <- function(w) {
    f <- function(l) {
      e <- (roots - tcrossprod(l))
      g <- -2 * rowSums(w * e * (1 - diag(k)) * rep(l, each = k))
      h <- -2 * w * (roots - 2 * tcrossprod(l)); diag(h) <- 2 * rowSums(w * (1 - diag(k)) * rep(l^2, each = k))
      list(g = g, h = h)
    }
    l <- as.vector(inspect(dwls, "est")$lambda)
    for (step in 1:20) { at <- f(l); l <- l - solve(at$h, at$g) }
    l
  }
  dwls <- one_factor("WLSMV"); uls <- one_factor("ULSMV")
  weights <- 1 / (errors + diag(k))^2
  polys <- suppressWarnings(suppressMessages(psych::polychoric(x, correct = 0)$rho))
  list(loadings_dwls = least_squares(weights / mean(weights)), loadings_uls = least_squares(matrix(1, k, k)),
       thresholds = t(sapply(x, function(item) cuts_of(table(factor(item, levels))))), r = roots, std_error = errors,
       r_half_added = halves,
       lavaan = list(pairs = data.frame(i = match(estimates$lhs, names(x)), j = match(estimates$rhs, names(x)),
                                        r = estimates$est, std_error = estimates$se),
                     loadings_dwls = as.vector(inspect(dwls, "est")$lambda),
                     loadings_uls = as.vector(inspect(uls, "est")$lambda)),
       psych = list(r = unname(polys), alpha = psych::alpha(roots, n.obs = nrow(x))$total$std.alpha),
       semTools = list(omega_dwls = as.vector(compRelSEM(dwls)), omega_uls = as.vector(compRelSEM(uls)),
                       omega_dwls_implied = as.vector(compRelSEM(dwls, obs.var = FALSE))))
}

# Tables with empty cells: of four cells half a person moves within the margins.
empty <- matrix(c(20, 5, 0, 15), 2)
moved <- matrix(c(19.5, 5.5, .5, 14.5), 2)
cat(toJSON(list(
  made_by = "make_values.R",
  versions = c(list(R = R.version.string),
               sapply(c("lavaan", "psych", "mvtnorm", "semTools"), function(p) as.character(packageVersion(p)), simplify = FALSE)),
  answers = values_of("answers", 1:7), yes_no = values_of("yes_no", 0:1),
  empty_cell = list(n = empty, r = polychoric_root(moved, .9),
                    lavaan = lavCor(data.frame(a = ordered(rep(c(0, 1, 0, 1), c(empty))),
                                               b = ordered(rep(c(0, 0, 1, 1), c(empty)))))[1, 2])),
  digits = NA, auto_unbox = TRUE, pretty = TRUE))
