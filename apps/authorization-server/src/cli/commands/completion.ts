import type { CommandRow } from './row.ts';

export const completion: CommandRow = {
  usage: 'completion <shell>',
  answers: true,
  help: 'print a script that completes this command in bash, zsh or fish',
  argumentChoices: ['bash', 'zsh', 'fish'],
  action: async () => (await import('../completion.ts')).printCompletion,
  examples: [
    ['completion bash > /etc/bash_completion.d/gatehouse', 'for everybody, from the next shell on'],
    ['completion zsh > "${fpath[1]}/_gatehouse"', 'zsh, in a folder of its $fpath'],
    ['completion fish > ~/.config/fish/completions/gatehouse.fish', 'fish, for yourself'],
  ],
};

/** What those scripts ask. */
export const complete: CommandRow = {
  usage: 'complete [words...]',
  answers: true,
  help: 'the words that may come next',
  action: async (table) => (await import('../completion.ts')).candidatesOf(table),
  hidden: true,
};
