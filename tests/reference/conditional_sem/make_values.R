# Reference values of standard errors of measurement by score level: Rscript make_values.R > values.json
# Base R, person by person, from the answers of tests/reference/reliability: the formulas as Feldt, Steffen & Gupta
# (1985) and Qualls-Payne (1992) print them. Pools of levels: from the lowest up, the rest joins the last.
library(jsonlite)

x <- as.matrix(read.csv("../reliability/answers.csv", header = FALSE))
yes <- (x > 3) + 0
parts_of <- function(x, n_parts) sapply(1:n_parts, function(p) rowSums(x[, seq(p, ncol(x), n_parts), drop = FALSE]))

pools <- function(total, least) {
  values <- sort(unique(total)); pool <- integer(0); open <- 0; at <- 1
  for (v in values) { pool <- c(pool, at); open <- open + sum(total == v); if (open >= least) { at <- at + 1; open <- 0 } }
  if (open > 0 && at > 1) pool[pool == at] <- at - 1
  split(values, pool)
}
by_pool <- function(x, error, least = 20) {
  total <- rowSums(x)
  t(sapply(unname(pools(total, least)), function(v) {
    people <- total %in% v
    c(lowest = min(v), highest = max(v), n = sum(people), value = error(x[people, ]))
  }))
}
thorndike <- function(x) { h <- parts_of(x, 2); sd(h[, 1] - h[, 2]) }
feldt <- function(n_parts) function(x) {
  p <- parts_of(x, n_parts)
  distance <- p - rowSums(p) / n_parts
  sqrt(n_parts / (n_parts - 1) * sum(apply(distance, 2, var)))
}
mollenkopf_feldt <- function(x, n_parts, degree) {
  p <- parts_of(x, n_parts); total <- rowSums(p)
  z <- n_parts / (n_parts - 1) *
    rowSums((sweep(p, 2, colMeans(p)) - (total - mean(total)) / n_parts)^2)
  at <- min(total):max(total)
  suppressWarnings(cbind(at, sqrt(predict(lm(z ~ poly(total, degree)), data.frame(total = at)))))
}
lord <- function(x, low, high) {
  k <- ncol(x) * (high - low); total <- rowSums(x); at <- min(total):max(total); y <- at - ncol(x) * low
  cbind(at, sqrt(y * (k - y) / (k - 1)))
}
keats <- function(x, low, high) {
  k <- ncol(x) * (high - low); y <- rowSums(x) - ncol(x) * low
  kr21 <- k / (k - 1) * (1 - mean(y) * (k - mean(y)) / (k * var(y)))
  alpha <- ncol(x) / (ncol(x) - 1) * (1 - sum(apply(x, 2, var)) / var(y))
  found <- lord(x, low, high)
  list(alpha = alpha, levels = cbind(found[, 1], found[, 2] * sqrt((1 - alpha) / (1 - kr21))))
}
all_of <- function(x, low, high) list(
  thorndike = by_pool(x, thorndike), feldt_2 = by_pool(x, feldt(2)), feldt_4 = by_pool(x, feldt(4)),
  feldt_8 = by_pool(x, feldt(8), 30), mollenkopf_feldt_2_3 = mollenkopf_feldt(x, 2, 3),
  mollenkopf_feldt_8_2 = mollenkopf_feldt(x, 8, 2), lord = lord(x, low, high), keats = keats(x, low, high))
cat(toJSON(list(made_by = "make_values.R", versions = list(R = R.version.string), answers = all_of(x, 1, 7),
                yes_no = all_of(yes, 0, 1)), digits = NA, auto_unbox = TRUE, na = "null"))
