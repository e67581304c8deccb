#!/usr/bin/env python3
"""Writes the completions of one shell from what the tool says of itself: completions.py ATTUNE bash|zsh|fish > FILE

A value is completed by its name in the help: a|b from its words, FILE and DIR from the file system, ID from
`attune list`, FORM from the forms of the questionnaire on the line. Other values are the user's own.
"""
import sys

import tool_help


def words_of(value):
    """The words of a value that is named by what it may be; a name in capitals stands for something else."""
    return value.split("|") if value == value.lower() else []


def names(option):
    return [name for name in (option.short, option.long) if name]


def quoted(text):
    return "'" + text.replace("'", "'\\''") + "'"


def in_case(patterns):
    return " | ".join(f'"{pattern}"' for pattern in patterns)


BASH = r"""# Completion of attune in bash, made from `attune --help`.

_attune_ids()
{
    "$1" list 2>/dev/null | sed -n 's/^\([^ ][^ ]*\) .*/\1/p'
}

_attune_forms()
{
    [[ -z $2 ]] || "$1" list 2>/dev/null | sed -n "/^$2 /{n;s/^ *forms: \([^;]*\);.*/\1/;s/, / /g;p;}"
}

_attune()
{
    local tool=$1 current=$2 previous=$3 at="" instrument="" kind="" choices="" word i
    COMPREPLY=()
    if [[ $current == "=" ]]; then  # --option=value comes as three words
        current=""
    elif [[ $previous == "=" ]]; then
        previous=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    for ((i = 1; i < COMP_CWORD; ++i)); do
        word=${COMP_WORDS[i]}
        case "$at $word" in
%(commands)s) at=${at:+$at }$word ;;
%(value_options)s)
            ((++i))
            [[ ${COMP_WORDS[i]} != "=" ]] || ((++i))
            [[ $word != -i && $word != --instrument ]] || instrument=${COMP_WORDS[i]}
            ;;
        esac
    done
    case "$at $previous" in
%(kinds)s
    esac
    if [[ -z $kind && $current == -* ]]; then
        kind=words
        case $at in
%(options)s
        esac
    elif [[ -z $kind ]]; then
        case $at in
%(arguments)s
        esac
    fi
    case $kind in
    words) mapfile -t COMPREPLY < <(compgen -W "$choices" -- "$current") ;;
    FORM) mapfile -t COMPREPLY < <(compgen -W "$(_attune_forms "$tool" "$instrument")" -- "$current") ;;
    FILE)
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
        ;;
    DIR)
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen -d -- "$current")
        ;;
    ID)
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen -W "$(_attune_ids "$tool")" -- "$current"; compgen -f -X '!*.json' -- "$current")
        ;;
    esac
} &&
complete -F _attune attune
"""


def bash(tool):
    commands = list(tool.walk())
    kinds, options, arguments = [], [], []
    for command in commands:
        at = " ".join(command.words)
        for option in command.options:
            if option.value:
                choices = words_of(option.value)
                kind = f'kind=words choices="{" ".join(choices)}"' if choices else f"kind={kind_of(option.value)}"
                kinds.append(f'    {in_case(f"{at} {name}" for name in names(option))}) {kind} ;;')
        options.append(f'        "{at}") choices="{" ".join(name for o in command.options for name in names(o))}" ;;')
        if command.commands:
            below = " ".join(each.words[-1] for each in command.commands)
            arguments.append(f'        "{at}") kind=words choices="{below}" ;;')
        elif command.arguments:
            arguments.append(f'        "{at}") kind={kind_of(command.arguments[0].name)} ;;')
    return BASH % {
        "commands": "        " + in_case(f'{" ".join(c.words[:-1])} {c.words[-1]}' for c in commands if c.words),
        "value_options": "        " + in_case(f'{" ".join(c.words)} {name}' for c in commands for o in c.options if o.value
                                             for name in names(o)),
        "kinds": "\n".join(kinds), "options": "\n".join(options), "arguments": "\n".join(arguments)}


def kind_of(value):
    """What completes a value that has no words: one of the known kinds, or "own"."""
    return value if value in ("FILE", "DIR", "ID", "FORM") else "own"


ZSH = r"""#compdef attune
# Completion of attune in zsh, made from `attune --help`.

_attune_id() {
    local -a ids
    ids=(${(f)"$($tool list 2>/dev/null | sed -n 's/^\([^ ][^ ]*\) .*/\1/p')"})
    compadd -a ids
    _files -g '*.json(-.)'
}

_attune_form() {
    local -a forms
    local id=${${(M)words:#--instrument=*}[1]#*=}
    id=${id:-$words[${words[(i)(-i|--instrument)]} + 1]}
    [[ -n $id ]] || return 1
    forms=(${=${"$($tool list 2>/dev/null | sed -n "/^$id /{n;s/^ *forms: \([^;]*\);.*/\1/;s/, / /g;p;}")"}})
    compadd -a forms
}
"""
ZSH_ACTIONS = {"FILE": "_files", "DIR": "_files -/", "ID": "_attune_id", "FORM": "_attune_form", "own": ""}


def zsh_action(value):
    return f"({' '.join(words_of(value))})" if words_of(value) else ZSH_ACTIONS[kind_of(value)]


def zsh_text(text):
    return "".join("\\" + letter if letter in "[]:\\" else letter for letter in text)


def zsh_option(option):
    value = f":{zsh_text(option.value)}:{zsh_action(option.value)}" if option.value else ""
    described = f"[{zsh_text(option.text)}]{value}"
    long = option.long + ("=" if option.value else "")
    short = option.short + ("+" if option.value else "")
    many = "*" if option.repeats else ""
    if not option.short:
        return quoted(many + long + described)
    excluded = many or f"({option.short} {option.long})"
    return quoted(excluded) + "{" + f"{short},{long}" + "}" + quoted(described)


def zsh(tool):
    text = ZSH
    for command in tool.walk():
        name = "_".join(("_attune", *command.words))
        arguments = [zsh_option(option) for option in command.options]
        if command.commands:
            arguments += ["'1: :->command'", "'*:: :->rest'"]
        elif command.arguments:
            first = command.arguments[0]
            arguments.append(quoted(f"{'*' if first.repeats else '1'}:{first.name}:{zsh_action(first.name)}"))
        call = " \\\n        ".join(["_arguments -C" if command.commands else "_arguments", *arguments])
        text += f"\n{name}() {{\n"
        if not command.words:
            text += "    local tool=$words[1]\n"
        if not command.commands:
            text += f"    {call}\n}}\n"
            continue
        described = "\n            ".join(quoted(f"{each.words[-1]}:{each.text}") for each in command.commands)
        rest = "\n".join(f"        {each.words[-1]}) {name}_{each.words[-1]} ;;" for each in command.commands)
        text += (f"    local context state state_descr line\n    local -a commands\n    typeset -A opt_args\n    {call}\n"
                 f"    case $state in\n    command)\n        commands=(\n            {described}\n        )\n"
                 f"        _describe command commands\n        ;;\n"
                 f"    rest)\n        case $line[1] in\n{rest}\n        esac\n        ;;\n    esac\n}}\n")
    return text + '\n_attune "$@"\n'


FISH = r"""# Completion of attune in fish, made from `attune --help`.

function __attune_at --description 'Whether the line is in the command named by the arguments'
    set -l at
    set -l is_value no
    for token in (commandline -opc)[2..]
        if test $is_value = yes
            set is_value no
            continue
        end
        switch "$at $token"
            case %(commands)s
                set at (string trim "$at $token")
            case %(value_options)s
                set is_value yes
        end
    end
    test "$at" = "$argv"
end

function __attune_ids
    set -l tool (commandline -opc)[1]
    $tool list 2>/dev/null | string replace -rf '^(\S+) .*' '$1'
end

function __attune_forms
    set -l tool (commandline -opc)[1]
    set -l id (string match -rg -- ' (?:-i|--instrument)[ =]+(\S+)' "$(commandline -pc)")
    test -n "$id"
    and $tool list 2>/dev/null | sed -n "/^$id /{n;s/^ *forms: \([^;]*\);.*/\1/;s/, /\n/g;p;}"
end

complete -c attune -f
"""
FISH_ACTIONS = {"FILE": "-r -F", "DIR": "-x -a '(__fish_complete_directories)'",
                "ID": "-x -k -a '(__attune_ids; __fish_complete_suffix .json)'", "FORM": "-x -a '(__attune_forms)'", "own": "-x"}


def fish_quoted(text):
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def fish_action(value):
    return f"-x -a {fish_quoted(' '.join(words_of(value)))}" if words_of(value) else FISH_ACTIONS[kind_of(value)]


def fish(tool):
    commands = list(tool.walk())
    values = [f'{" ".join(c.words)} {name}' for c in commands for o in c.options if o.value for name in names(o)]
    text = FISH % {"commands": " ".join(fish_quoted(f'{" ".join(c.words[:-1])} {c.words[-1]}') for c in commands if c.words),
                   "value_options": " ".join(map(fish_quoted, values))}
    for command in commands:
        here = f"complete -c attune -n {fish_quoted(' '.join(('__attune_at', *command.words)))}"
        for below in command.commands:
            text += f"{here} -a {below.words[-1]} -d {fish_quoted(below.text)}\n"
        for argument in command.arguments[:1]:
            text += f"{here} {fish_action(argument.name).removeprefix('-r ').replace('-x', '-f')}\n"
        for option in command.options:
            short = f" -s {option.short[1:]}" if option.short else ""
            action = f" {fish_action(option.value)}" if option.value else ""
            text += f"{here}{short} -l {option.long[2:]}{action} -d {fish_quoted(option.text)}\n"
    return text


if __name__ == "__main__":
    print({"bash": bash, "zsh": zsh, "fish": fish}[sys.argv[2]](tool_help.read_help(sys.argv[1])), end="")
