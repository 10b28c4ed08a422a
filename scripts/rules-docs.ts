/* Writes docs/rules.md from the rules and from the examples that their tests run: npm run rules */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rulesPage } from './rules-page';

writeFileSync(join(__dirname, '..', 'docs', 'rules.md'), rulesPage());
