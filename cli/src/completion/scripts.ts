/** Completion of a command tree as shells read it. Words are generated; nothing is asked of the program while typing. */
import type { Entry, Flag } from './tree.ts';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

export function completionFor(shell: Shell, tree: readonly Entry[]): string {
  switch (shell) {
    case 'bash':
      return bash(tree);
    case 'zsh':
      return zsh(tree);
    case 'fish':
      return fish(tree);
  }
}

const pathText = ({ path }: Entry): string => path.map((word) => `/${word}`).join('');
const namesOf = (options: readonly Flag[]): string[] => options.flatMap(({ names }) => names);

/** `case` arms that follow the words typed so far down the tree. */
const descents = (tree: readonly Entry[]): string =>
  tree
    .filter(({ path }) => path.length > 0)
    .map((entry) => `      ${pathText(entry)}) path=${pathText(entry)} ;;`)
    .join('\n');

/** Arms that say which words may stand at a place. */
const offers = (tree: readonly Entry[]): string =>
  tree
    .map((entry) => {
      const commands = entry.subcommands.map(({ name }) => name).join(' ');
      return `    ${pathText(entry) || "''"}) commands='${commands}' options='${namesOf(entry.options).join(' ')}' ;;`;
    })
    .join('\n');

/** Arms for options with a value: the words it may be, or files. */
const values = (tree: readonly Entry[]): string =>
  tree
    .flatMap((entry) =>
      entry.options
        .filter(({ takesValue }) => takesValue)
        .flatMap(({ names, choices }) =>
          names.map((name) => `    ${pathText(entry)}:${name}) value=1 choices='${choices.join(' ')}' ;;`),
        ),
    )
    .join('\n');

const walk = (tree: readonly Entry[]): string => `  for word in "\${typed[@]}"; do
    case "$path/$word" in
${descents(tree)}
    esac
  done
  case "$path" in
${offers(tree)}
  esac
  case "$path:$before" in
${values(tree)}
  esac`;

const bash = (
  tree: readonly Entry[],
): string => `# manyhands completion for bash: source <(manyhands completion bash)
_manyhands() {
  local path='' commands='' options='' value='' choices='' word
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}"
  local typed=("\${COMP_WORDS[@]:1:COMP_CWORD-1}")
${walk(tree)}
  if [[ -n $value ]]; then
    if [[ -n $choices ]]; then COMPREPLY=($(compgen -W "$choices" -- "$current"))
    else COMPREPLY=($(compgen -f -- "$current")); fi
  elif [[ $current == -* ]]; then COMPREPLY=($(compgen -W "$options" -- "$current"))
  elif [[ -n $commands ]]; then COMPREPLY=($(compgen -W "$commands" -- "$current"))
  else COMPREPLY=($(compgen -f -- "$current")); fi
}
complete -o filenames -F _manyhands manyhands
`;

const zsh = (tree: readonly Entry[]): string => `#compdef manyhands
# manyhands completion for zsh: source <(manyhands completion zsh)
_manyhands() {
  local path='' commands='' options='' value='' choices='' word
  local current="\${words[CURRENT]}" before="\${words[CURRENT-1]}"
  local -a typed=("\${(@)words[2,CURRENT-1]}")
${walk(tree)}
  if [[ -n $value ]]; then
    if [[ -n $choices ]]; then compadd -- \${=choices}; else _files; fi
  elif [[ $current == -* ]]; then compadd -- \${=options}
  elif [[ -n $commands ]]; then compadd -- \${=commands}
  else _files; fi
}
compdef _manyhands manyhands
`;

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

function fish(tree: readonly Entry[]): string {
  const lines = tree.flatMap((entry) => {
    const here = condition(entry);
    const next = entry.subcommands.map(
      ({ name, description }) => `complete -c manyhands -f -n ${here} -a ${name} -d ${quoted(description)}`,
    );
    const flags = entry.options.flatMap((flag) => fishFlags(here, flag));
    return [...next, ...flags];
  });
  return `# manyhands completion for fish: manyhands completion fish | source\n${lines.join('\n')}\n`;
}

/** After the words of a command, and before those of one below it. */
function condition({ path, subcommands }: Entry): string {
  const seen = path.map((word) => `__fish_seen_subcommand_from ${word}`);
  const below = subcommands.map(({ name }) => name).join(' ');
  const parts = below === '' ? seen : [...seen, `not __fish_seen_subcommand_from ${below}`];
  return quoted(parts.join('; and ') || 'true');
}

const fishFlags = (here: string, { names, description, takesValue, choices }: Flag): string[] =>
  names.map((name) => {
    const flag = name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`;
    const value = takesValue ? (choices.length > 0 ? ` -x -a ${quoted(choices.join(' '))}` : ' -r') : '';
    return `complete -c manyhands -n ${here} ${flag}${value} -d ${quoted(description)}`;
  });
