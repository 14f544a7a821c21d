import { protocols, rules } from '../../dissectors/index.ts';
import { fieldsPage } from './fields.ts';
import { rulesPage } from './rules.ts';

/** Every generated page by its path. */
export const pages = (): Readonly<Record<string, string>> => ({
  'docs/rules.md': rulesPage(rules),
  'docs/fields.md': fieldsPage(protocols),
});
