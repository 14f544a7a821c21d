import { interfaces, protocols } from '../../dissectors/index.ts';
import { rules } from '../../dissectors/rules.ts';
import { findings } from '../../src/conformance/fields.ts';
import { fieldsPage } from './fields.ts';
import { interfacesPage, namedOnly } from './interfaces.ts';
import { rulesPage } from './rules.ts';

/** Every generated page by its path. */
export const pages = (): Readonly<Record<string, string>> => {
  const named = new Set(interfaces.filter(namedOnly).map(({ protocol }) => protocol));
  return {
    'docs/rules.md': rulesPage(rules),
    'docs/fields.md': fieldsPage([...protocols.filter((it) => !named.has(it)), findings]),
    'docs/interfaces.md': interfacesPage(interfaces),
  };
};
