import type { Declaration } from '../command';

export const SHELLS = ['bash', 'fish', 'zsh'] as const;

export const COMPLETION = {
  name: 'completion',
  summary: 'what makes a shell complete command lines',
  forms: ['SHELL'],
  description: ['Prints what makes a shell complete the names of commands, options and their values.'],
  arguments: { value: 'SHELL', needs: 'the name of a shell', choices: SHELLS, most: 1 },
  options: {},
  examples: [
    { line: "echo 'source <(cdk8s-istio completion bash)' >> ~/.bashrc", description: 'for bash' },
    { line: "echo 'source <(cdk8s-istio completion zsh)' >> ~/.zshrc", description: 'for zsh, below the line with compinit' },
    { line: 'cdk8s-istio completion fish > ~/.config/fish/completions/cdk8s-istio.fish', description: 'for fish' },
  ],
  exitCodes: { 0: 'it is printed' },
} as const satisfies Declaration;
