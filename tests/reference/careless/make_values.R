# Reference values of the indices of careless answers: Rscript make_values.R > values.json
# Base R; each index written down anew from its definition, with R's own cor(), sd(), rle() and mahalanobis().
library(jsonlite)

set.seed(20260101)
n <- 60; k <- 12
scales <- list(c(1, 4, 7, 10), c(2, 5, 8, 11), c(3, 6, 9, 12))
reversed <- c(4, 9)
place <- matrix(rnorm(n * 3), n)
answers <- matrix(0, n, k)
for (s in 1:3) for (j in scales[[s]]) {
  direction <- if (j %in% reversed) -1 else 1
  answers[, j] <- pmin(7, pmax(1, round(4 + 1.4 * (direction * place[, s] + rnorm(n, 0, 0.7)))))
}
answers[1, ] <- 4                                # the same answer throughout
answers[2, ] <- rep(c(1, 7), 6)
answers[3, 3:9] <- NA
answers[4, ] <- NA
answers[5, -1] <- NA
answers[sample(n * k, 15) ] <- NA
keyed <- answers
keyed[, reversed] <- 8 - keyed[, reversed]

longest <- function(x) if (all(is.na(x))) 0 else max(rle(x)$lengths)
pair_r <- function(x, y) {
  there <- !is.na(x) & !is.na(y)
  if (sum(there) < 3 || sd(x[there]) == 0 || sd(y[there]) == 0) NA else cor(x[there], y[there])
}
even_odd <- function(x) {
  halves <- sapply(scales, function(s) c(mean(x[s[c(TRUE, FALSE)]], na.rm = TRUE), mean(x[s[c(FALSE, TRUE)]], na.rm = TRUE)))
  r <- pair_r(halves[1, ], halves[2, ])
  max(-1, 2 * r / (1 + r))
}
r <- cor(answers, use = "pairwise.complete.obs")
pairs <- function(which) { at <- which(which & lower.tri(r), arr.ind = TRUE); at[order(at[, 1], at[, 2]), , drop = FALSE] }
synonyms <- pairs(r > 0.5); antonyms <- pairs(r < -0.5)
cov_pairwise <- cov(answers, use = "pairwise.complete.obs")
means <- colMeans(answers, na.rm = TRUE)
distance <- function(x) {
  there <- !is.na(x)
  if (!any(there)) NA else mahalanobis(x[there], means[there], cov_pairwise[there, there, drop = FALSE])
}
total_r <- function(i) pair_r(answers[i, ], colMeans(answers[-i, ], na.rm = TRUE))

people <- lapply(seq_len(n), function(i) list(
  longstring = longest(answers[i, ]), irv = sd(answers[i, ], na.rm = TRUE), even_odd = even_odd(keyed[i, ]),
  mahalanobis = unname(distance(answers[i, ])),
  synonyms = pair_r(answers[i, synonyms[, 2]], answers[i, synonyms[, 1]]),
  antonyms = pair_r(answers[i, antonyms[, 2]], answers[i, antonyms[, 1]]),
  person_total_r = total_r(i), share_missing = mean(is.na(answers[i, ]))))
cat(toJSON(list(made_by = "make_values.R", versions = list(R = R.version.string), min = 1, max = 7,
                scales = lapply(scales, function(s) s - 1), reversed = reversed - 1, critical = 0.5,
                answers = answers, synonyms = synonyms[, 2:1] - 1, antonyms = antonyms[, 2:1] - 1, people = people),
           digits = 15, na = "null", auto_unbox = TRUE))
