/* Writes docs/rules.md and docs/rules/ from the rules and from the examples that their tests run: npm run rules */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rulesPages } from './rules-page';

const DOCS = join(__dirname, '..', 'docs');

rmSync(join(DOCS, 'rules'), { recursive: true, force: true });
mkdirSync(join(DOCS, 'rules'));
for (const [file, text] of rulesPages()) { writeFileSync(join(DOCS, file), text); }
