/** Who is meant on the command line: addresses, names, and codes that tell people of one name apart. */
import type { Command } from 'commander';
import type { Asked } from '../../src/personal/resolve.ts';

export function who(command: Command): Command {
  return command.option('--entry <code>', 'only this entry; once per entry', (value: string, all: string[]) => [...all, value], []);
}

/** An address has an @; everything else is a name. */
export function askedFor(words: string[], codes: string[]): Asked {
  return { addresses: words.filter((w) => w.includes('@')), names: words.filter((w) => !w.includes('@')), codes };
}
