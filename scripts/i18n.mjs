#!/usr/bin/env node
// Writes locale/spanbook.pot: every English text that Spanbook shows, for translators (docs/translation.md).
import { writeFileSync } from 'node:fs';

import { catalogue } from './lib/catalogue.mjs';
import { inRoot } from './lib/paths.mjs';

writeFileSync(inRoot('locale/spanbook.pot'), catalogue());
