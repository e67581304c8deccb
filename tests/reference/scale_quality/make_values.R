# Makes values.json: what R and psych say about answers.csv, which this script makes as well.
#   Rscript make_values.R
# Made with R 4.2.2, psych 2.2.9, jsonlite 1.8.4.
library(psych)
library(jsonlite)

set.seed(20261123)  # of R's default generator since 3.6
n <- 240
latent <- rnorm(n)
cut <- function(x) pmin(pmax(round(4 + 1.4 * x), 1), 7)
keyed <- sapply(c(.8, .7, .75, .6, .5, .65), function(l) cut(l * latent + sqrt(1 - l^2) * rnorm(n)))
reversed <- c(2, 5)
raw <- keyed
raw[, reversed] <- 8 - raw[, reversed]
raw[matrix(runif(n * 6) < .06, n)] <- NA
colnames(raw) <- paste0("q", 1:6)
write.csv(raw, "answers.csv", row.names = FALSE, na = "")

x <- raw
x[, reversed] <- 8 - x[, reversed]
complete <- x[stats::complete.cases(x), ]

adf <- function(x) {
    k <- ncol(x); n <- nrow(x)
    m <- colMeans(x); total <- rowSums(x); v <- var(total); tr <- sum(diag(cov(x)))
    q <- rowSums(sweep(x, 2, m)^2); t <- total - mean(total)
    g <- k / (k - 1) * (-q / v + tr * t^2 / v^2)
    sqrt(sum((g - mean(g))^2) / (n * (n - 1)))
}
one <- function(x, use) {
    C <- cov(x, use = use)
    a <- alpha(C)
    list(cov = C, alpha_raw = a$total$raw_alpha, alpha_std = a$total$std.alpha, mean_r = a$total$average_r,
         alpha_if_dropped = a$alpha.drop$raw_alpha)
}
of_items <- alpha(as.data.frame(complete))$item.stats
d <- describe(x, type = 3)
listwise <- one(complete, "everything")
se <- adf(complete)
z <- qnorm(.975)
w <- 1 - listwise$alpha_raw
values <- list(made_with = paste0("R ", getRversion(), ", psych ", packageVersion("psych")),
               n_complete = nrow(complete), mean = mean(rowMeans(complete)), sd = sd(rowMeans(complete)),
               adf_std_error = se, adf_lower = 1 - w * exp(z * se / w), adf_upper = 1 - w * exp(-z * se / w),
               listwise = listwise, pairwise = one(x, "pairwise.complete.obs"),
               pairwise_r = cor(x, use = "pairwise.complete.obs"),
               item_total_r = of_items$raw.r, item_corrected_r = of_items$r.cor, item_rest_r = of_items$r.drop,
               items = list(n = d$n, mean = d$mean, sd = d$sd, skew = d$skew, kurtosis = d$kurtosis))
write(toJSON(values, digits = 17, auto_unbox = TRUE, pretty = TRUE), "values.json")
