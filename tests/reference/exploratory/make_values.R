# Writes answers.csv and values.json beside this file: made-up answers, and what R makes of them.
#
#     Rscript tests/reference/exploratory/make_values.R
#
# Needs Debian's r-base-core, r-cran-psych, r-cran-gparotation and r-cran-jsonlite; the versions used stand in
# values.json. psych::fa stops about 1e-5 before the optimum: its solution is followed to the end by optim with a small
# factr, and rotated by GPArotation with a small eps. What psych itself says is kept under "psych".
suppressMessages({
  library(psych)
  library(GPArotation)
  library(jsonlite)
})

script <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
folder <- dirname(script)
quiet <- function(x) suppressMessages(suppressWarnings(x))

# 300 people, 12 items: a general factor, three groups of four, noise, cut to 1..7.
set.seed(1957, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")
n <- 300
groups <- matrix(rnorm(n * 3), n)
general <- rnorm(n)
strength <- c(.9, .8, .7, .6, 1, .7, .6, .8, .5, .9, .7, .6)
answers <- sapply(1:12, function(i) 4 + .8 * strength[i] * general + strength[i] * groups[, (i + 3) %/% 4] +
                                    .3 * groups[, i %% 3 + 1] + rnorm(n))
answers <- pmin(pmax(round(answers), 1), 7)
write.table(answers, file.path(folder, "answers.csv"), sep = ",", row.names = FALSE,
            col.names = paste0("i", 1:12), quote = FALSE, eol = "\n")

# Least squares over the uniquenesses, to the end.
minres <- function(R, k) {
  parts <- function(u) eigen(R - diag(u), symmetric = TRUE)
  rest <- (k + 1):ncol(R)
  f <- function(u) sum(parts(u)$values[rest]^2) / 2
  g <- function(u) { e <- parts(u); -drop(e$vectors[, rest, drop = FALSE]^2 %*% e$values[rest]) }
  u <- quiet(fa(R, k, rotate = "none", fm = "minres"))$uniquenesses
  for (i in 1:5) u <- optim(u, f, g, method = "L-BFGS-B", lower = 1e-6, upper = 1,
                            control = list(factr = 1, pgtol = 0, maxit = 5000, lmm = 20))$par
  e <- parts(u)
  L <- e$vectors[, 1:k, drop = FALSE] %*% diag(sqrt(e$values[1:k]), k)
  L <- L %*% diag(sign(colSums(L)), k)
  list(loadings = L, uniquenesses = unname(u), gradient = max(abs(g(u))))
}

# Columns by what they explain, each with a sum of 0 or more.
in_order <- function(L, Phi = diag(ncol(L))) {
  L <- unclass(L); dimnames(L) <- NULL
  o <- order(-diag(Phi %*% t(L) %*% L))
  s <- diag(sign(colSums(L)[o]), ncol(L))
  list(loadings = L[, o] %*% s, correlations = s %*% Phi[o, o] %*% s)
}
oblique <- function(rotated) in_order(rotated$loadings, rotated$Phi)

R <- cor(answers)
p <- ncol(R)
fits <- lapply(1:3, function(k) minres(R, k))
A <- fits[[3]]$loadings
wanted <- matrix(0, 12, 3)
for (i in 1:12) wanted[i, (i + 3) %/% 4] <- NA
tight <- list(eps = 1e-7, maxit = 5000)  # smaller is not reached in doubles
gpa <- function(f, ...) do.call(f, c(list(A, ...), tight))
target <- gpa(pstQ, W = 1 * !is.na(wanted), Target = ifelse(is.na(wanted), 0, wanted))
target_signs <- diag(sign(colSums(target$loadings)))

main <- oblique(gpa(oblimin))
h <- with(list(P = main$correlations), c(sqrt(P[1, 2] * P[1, 3] / P[2, 3]), sqrt(P[1, 2] * P[2, 3] / P[1, 3]),
                                         sqrt(P[1, 3] * P[2, 3] / P[1, 2])))
general_loadings <- drop(main$loadings %*% h)
group_loadings <- main$loadings %*% diag(sqrt(1 - h^2))

map <- function(power) sapply(0:(p - 2), function(m) {
  e <- eigen(R)
  C <- if (m == 0) R else R - e$vectors[, 1:m, drop = FALSE] %*% diag(e$values[1:m], m) %*% t(e$vectors[, 1:m, drop = FALSE])
  C <- cov2cor(C)
  (sum(abs(C)^power) - p) / (p * (p - 1))
})
set.seed(1965)
chance <- t(replicate(4000, eigen(cor(matrix(rnorm(n * p), n)), only.values = TRUE)$values))
set.seed(1992)
dealt <- t(replicate(2000, eigen(cor(apply(answers, 2, sample)), only.values = TRUE)$values))

o <- quiet(omega(R, 3, n.obs = n, fm = "minres", flip = FALSE, plot = FALSE))
kmo <- KMO(R)
bartlett <- cortest.bartlett(R, n)
harman <- minres(Harman23.cor$cov, 2)
harman_oblimin <- do.call(oblimin, c(list(harman$loadings), tight))

ml <- factanal(covmat = R, n.obs = n, factors = 3, rotation = "none", control = list(opt = list(factr = 10)))
ml_left <- R - ml$loadings %*% t(ml$loadings)

values <- list(
  versions = list(R = as.character(getRversion()), psych = as.character(packageVersion("psych")),
                  GPArotation = as.character(packageVersion("GPArotation"))),
  n_persons = n,
  eigenvalues = eigen(R)$values,
  minres = fits,
  rotations = list(
    varimax = in_order(varimax(A, normalize = FALSE, eps = 1e-15)$loadings),
    varimax_kaiser = in_order(varimax(A, normalize = TRUE, eps = 1e-15)$loadings),
    oblimin = main,
    oblimin_kaiser = oblique(gpa(oblimin, normalize = TRUE)),
    geomin = oblique(gpa(geominQ)),
    geomin_orthogonal = in_order(gpa(geominT)$loadings),
    target = list(loadings = target$loadings %*% target_signs,
                  correlations = target_signs %*% target$Phi %*% target_signs)),
  schmid_leiman = list(higher = h, general = general_loadings, groups = group_loadings),
  omega = list(total = 1 - sum(fits[[3]]$uniquenesses) / sum(R), hierarchical = sum(general_loadings)^2 / sum(R),
               ecv = sum(general_loadings^2) / (sum(general_loadings^2) + sum(group_loadings^2))),
  kmo = list(all = kmo$MSA, items = unname(kmo$MSAi)),
  bartlett = list(chi_square = bartlett$chisq, df = bartlett$df, p = bartlett$p.value),
  map = list(squared = map(2), fourth = map(4), vss = quiet(vss(R, 8, n.obs = n, plot = FALSE))$map),
  parallel = list(normal_mean = colMeans(chance), normal_sd = apply(chance, 2, sd),
                  normal_95 = apply(chance, 2, quantile, .95), permuted_mean = colMeans(dealt)),
  psych = list(omega_total = o$omega.tot, omega_hierarchical = o$omega_h, ecv = o$ECV),
  factanal = list(loadings = unclass(unname(ml$loadings))[, ], uniquenesses = unname(ml$uniquenesses),
                  chi_square = unname(ml$STATISTIC), df = ml$dof, p = unname(ml$PVAL),
                  rmsr = sqrt(mean(ml_left[lower.tri(ml_left)]^2))),
  harman = list(cov = unname(Harman23.cor$cov), loadings = harman$loadings,
                oblimin = oblique(harman_oblimin)))
write(toJSON(values, digits = I(17), auto_unbox = TRUE, pretty = TRUE), file.path(folder, "values.json"))
