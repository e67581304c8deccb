"""What was measured, as Markdown."""

COLUMNS = ("program", "definition", "threads", "seconds", "ratio (lowest – highest)", "times attune, ecr",
           "processor seconds", "peak MiB", "runs")


def number(value: float) -> str:
    """Three digits that mean something; whole numbers from 100 on."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.{2 if value < 10 else 1}f}" if value >= 1 else f"{value:.3f}"


def table(measured: dict) -> str:
    lines = [f"**{measured['rows']:,} rows** of {measured['items']} answers, {measured['mebibytes']:.0f} MiB; rounds: "
             f"{measured['rounds']}. The ratio is to {measured['ratio_to']}. Other programs of the machine had "
             f"{100 * measured['others_share']:.0f} % of its processors meanwhile.", "",
             "| " + " | ".join(COLUMNS) + " |", "|---|---" + "|--:" * (len(COLUMNS) - 2) + "|"]
    for row in measured["programs"]:
        ratio = row["ratio"]
        cells = (row["name"], row["definition"], row["threads"], number(row["seconds"]["median"]),
                 f"**{number(ratio['median'])}** ({number(ratio['min'])} – {number(ratio['max'])})",
                 number(row["times_attune"]["median"]), number(row["cpu_seconds"]["median"]),
                 number(row["peak_mebibytes"]), row["runs"])
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines)


def disk_text(disk: dict) -> str:
    ways = ("memory", "without_fsync", "with_fsync", "fsync")
    median = {way: number(disk[f"{way}_seconds"]["median"]) for way in ways}
    lowest, highest = (f"{disk['fsync_seconds'][end]:.3f}" for end in ("min", "max"))
    return (f"**To a disk** ({disk['file_system']}), {disk['rows']:,} rows, attune, ecr-r, threads: {disk['threads']}, "
            f"rounds: {disk['rounds']}. Scores in memory {median['memory']} s; on the disk through stdout, without "
            f"fsync, {median['without_fsync']} s; on the disk by `--output`, with fsync, {median['with_fsync']} s. "
            f"fsync apart: {median['fsync']} s ({lowest} – {highest}).")


def in_memory_text(nanoseconds: dict) -> str:
    return "\n".join(["**In memory**, processor time for one person:", "", "| what | ns |", "|---|--:|",
                      *(f"| {name.replace('_', ' ')} | {number(value)} |" for name, value in nanoseconds.items())])


def marks_text(marks: list) -> str:
    return "\n".join(["| mark | limit | measured | |", "|---|--:|--:|---|",
                      *(f"| {mark['what']} | {mark['limit']:g} | {number(mark['measured'])} | "
                        f"{'kept' if mark['measured'] <= mark['limit'] else 'missed'} |" for mark in marks)])


def markdown(results: dict) -> str:
    parts = [f"attune {results['attune']} ({results['commit']}), {results['measured_on']}, {results['machine']}. "
             f"Programs: {'; '.join(results['versions'])}."]
    parts += [table(measured) for measured in results["tables"]]
    parts += [disk_text(results["disk"])]
    parts += [in_memory_text(results["in_memory_nanoseconds"])] if results["in_memory_nanoseconds"] else []
    parts += [marks_text(results["marks"])] if results["marks"] else []
    parts += [f"Left out: {reason}." for reason in results["left_out"]]
    return "\n\n".join(parts) + "\n"
