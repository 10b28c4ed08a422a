/* Writes the end of docs/command.md: exit codes, and the help of each command, from their declarations. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandReference, MARK } from './command-reference';
import { COMMANDS } from '../src/cli/command-table';

const file = join(__dirname, '../docs/command.md');
const page = readFileSync(file, 'utf8');
writeFileSync(file, page.slice(0, page.indexOf(MARK)) + commandReference(COMMANDS.map(({ declaration }) => declaration)));
