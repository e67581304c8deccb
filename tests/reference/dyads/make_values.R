# Values of couples and families for the tests of stats/dyads:   Rscript make_values.R > values.json
#
# Mean squares are those of aov(); errors by CR2 with Satterthwaite's degrees of freedom are those of clubSandwich, and are
# computed once more from their definition with all n x n matrices, which must agree. All people are made up.
suppressPackageStartupMessages({
    library(clubSandwich)
    library(jsonlite)
})

similarity_of <- function(y, group) {
    keep <- !is.na(y)
    y <- y[keep]; group <- factor(group[keep])
    sizes <- table(group)
    keep <- group %in% names(sizes)[sizes > 1]
    y <- y[keep]; group <- factor(group[keep])
    sizes <- as.vector(table(group))
    table <- anova(aov(y ~ group))
    f <- table[1, "F value"]; df <- table[, "Df"]
    k <- (sum(sizes) - sum(sizes^2) / sum(sizes)) / (length(sizes) - 1)
    icc <- function(f) (f - 1) / (f + k - 1)
    pairs <- if (all(sizes == 2)) do.call(rbind, split(y, group)) else NULL
    list(icc = icc(f), ci = c(icc(f / qf(0.975, df[1], df[2])), icc(f * qf(0.975, df[2], df[1]))),
         f = f, df1 = df[1], df2 = df[2], p = table[1, "Pr(>F)"], n_groups = length(sizes), n_persons = sum(sizes),
         double_entry = if (is.null(pairs)) NA else cor(c(pairs[, 1], pairs[, 2]), c(pairs[, 2], pairs[, 1])))
}

by_definition <- function(fit, group) {
    x <- model.matrix(fit); e <- residuals(fit)
    m <- solve(crossprod(x)); h <- x %*% m %*% t(x); rest <- diag(nrow(x)) - h
    groups <- split(seq_along(e), group)
    root <- lapply(groups, function(g) {
        d <- eigen(rest[g, g, drop = FALSE], symmetric = TRUE)
        d$vectors %*% diag(ifelse(d$values > 1e-10, 1 / sqrt(pmax(d$values, 1e-10)), 0), length(g)) %*% t(d$vectors)
    })
    scores <- mapply(function(g, a) t(x[g, , drop = FALSE]) %*% a %*% e[g], groups, root)
    v <- m %*% tcrossprod(scores) %*% m
    df <- sapply(seq_len(ncol(x)), function(c) {
        p <- mapply(function(g, a) rest[, g, drop = FALSE] %*% a %*% x[g, , drop = FALSE] %*% m[, c], groups, root)
        values <- crossprod(p)
        sum(diag(values))^2 / sum(values^2)
    })
    list(se = sqrt(diag(v)), df = df)
}

robust <- function(fit, group) {
    test <- coef_test(fit, vcovCR(fit, group, type = "CR2"), test = "Satterthwaite")
    own <- by_definition(fit, group)
    stopifnot(max(abs(own$se / test$SE - 1)) < 1e-9, max(abs(own$df / test$df_Satt - 1)) < 1e-7)
    list(terms = names(coef(fit)), value = unname(coef(fit)), std_error = unname(own$se), df = unname(own$df),
         p = 2 * pt(-abs(unname(coef(fit)) / unname(own$se)), unname(own$df)))
}

others_mean <- function(x, group) (ave(x, group, FUN = sum) - x) / (ave(x, group, FUN = length) - 1)

set.seed(20250722)
n <- 23
shared <- rnorm(n)
couples <- data.frame(group = rep(seq_len(n), each = 2), role = rep(0:1, n))
couples$anxiety <- round(3.4 + 0.5 * rep(shared, each = 2) + 0.3 * couples$role + rnorm(2 * n, 0, 0.9), 2)
couples$avoidance <- round(2.8 + 0.3 * rep(shared, each = 2) + rnorm(2 * n, 0, 0.8), 2)
couples$outcome <- round(5 - 0.4 * (couples$anxiety - 3.4) - 0.3 * (others_mean(couples$avoidance, couples$group) - 2.8) +
                             rep(rnorm(n, 0, 0.5), each = 2) + rnorm(2 * n, 0, 0.4), 2)
couples$outcome[c(5, 30)] <- NA    # the partner is still used

sizes <- c(2, 3, 4, 2, 3, 3, 2, 5, 2, 3, 4, 2, 3)
families <- data.frame(group = rep(seq_along(sizes), sizes))
families$anxiety <- round(3.2 + rnorm(length(sizes))[families$group] * 0.6 + rnorm(sum(sizes), 0, 0.8), 2)
families$avoidance <- round(2.9 + rnorm(length(sizes))[families$group] * 0.4 + rnorm(sum(sizes), 0, 0.8), 2)
families$outcome <- round(4 - 0.3 * families$anxiety + rnorm(length(sizes))[families$group] * 0.5 + rnorm(sum(sizes), 0, 0.5), 2)

table_of <- function(data, with_roles) {
    mean_of <- function(x) mean(x[!is.na(data$outcome)])
    data$partner_anxiety <- others_mean(data$anxiety, data$group) - mean_of(data$anxiety)
    data$partner_avoidance <- others_mean(data$avoidance, data$group) - mean_of(data$avoidance)
    data$actor_anxiety <- data$anxiety - mean_of(data$anxiety)
    data$actor_avoidance <- data$avoidance - mean_of(data$avoidance)
    data <- data[!is.na(data$outcome), ]
    terms <- "(actor_anxiety + actor_avoidance + partner_anxiety + partner_avoidance)"
    if (with_roles) data$sign <- data$role - 0.5
    fit <- lm(as.formula(paste("outcome ~", terms, if (with_roles) "* sign")), data)
    robust(fit, data$group)
}

cat(toJSON(list(
    made_by = sprintf("make_values.R, %s, clubSandwich %s", R.version.string, packageVersion("clubSandwich")),
    couples = c(as.list(couples), list(
        similarity = list(anxiety = similarity_of(couples$anxiety, couples$group),
                          avoidance = similarity_of(couples$avoidance, couples$group)),
        table = table_of(couples, FALSE), table_with_roles = table_of(couples, TRUE))),
    families = c(as.list(families), list(similarity = list(anxiety = similarity_of(families$anxiety, families$group),
                                                           avoidance = similarity_of(families$avoidance, families$group)),
                                         table = table_of(families, FALSE)))),
    digits = NA, auto_unbox = TRUE, na = "null", pretty = FALSE))
cat("\n")
