# Scores a table of answers i1, i2, ... by keys handed over, one scale after the other, a minus before a reversed item:
#   mawk -f score.awk -v low=1 -v high=7 -v scales="A B" -v keys="2 4 -22;1 -3 5" -v min_answered="3 3" ANSWERS > SCORES
BEGIN {
    FS = OFS = ","
    n_scales = split(scales, scale, " ")
    split(keys, key, ";")
    split(min_answered, needed, " ")
    for (s = 1; s <= n_scales; s++) {
        first[s] = n_items + 1
        n_signed = split(key[s], signed, " ")
        for (k = 1; k <= n_signed; k++) {
            is_reversed[++n_items] = signed[k] < 0
            item[n_items] = "i" (signed[k] < 0 ? -signed[k] : signed[k])
        }
        last[s] = n_items
    }
}

NR == 1 {
    for (f = 1; f <= NF; f++) column[$f] = f
    for (k = 1; k <= n_items; k++) field[k] = column[item[k]]
    line = "id"
    for (s = 1; s <= n_scales; s++) line = line OFS scale[s]
    print line
    next
}

{
    line = $column["id"]
    for (s = 1; s <= n_scales; s++) {
        sum = n_answered = 0
        for (k = first[s]; k <= last[s]; k++) {
            answer = $field[k]
            if (answer != "") {
                n_answered++
                sum += is_reversed[k] ? low + high - answer : answer
            }
        }
        # 15 digits are those every value keeps; mawk prints 6 of its own accord.
        line = line OFS (n_answered < needed[s] ? "" : sprintf("%.15g", sum / n_answered))
    }
    print line
}
