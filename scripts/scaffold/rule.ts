import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { camel, type Files } from './names.ts';

/** What is known of the folder that a rule goes to. */
interface Folder {
  readonly name: string;
  /** First part of its rules' ids. */
  readonly prefix: string;
  /** Its protocol's constant. */
  readonly protocol: string | undefined;
  readonly hasIndex: boolean;
}

export function folderOf(root: string, name: string): Folder {
  const path = join(root, 'dissectors', name);
  const rules = join(path, 'rules');
  const sources = existsSync(rules) ? readdirSync(rules).filter((file) => file.endsWith('.ts')) : [];
  const ids = sources.flatMap((file) => /\bid: '([\w-]+)\//.exec(readFileSync(join(rules, file), 'utf8'))?.[1] ?? []);
  const main = join(path, 'protocol.ts');
  const protocol = existsSync(main) ? readFileSync(main, 'utf8') : '';
  return {
    name,
    prefix: mostFrequent(ids) ?? name.replace(/^ms-/, ''),
    protocol: /^export const (\w+) = protocol\(/m.exec(protocol)?.[1],
    hasIndex: sources.includes('index.ts'),
  };
}

/** A folder may have the rules of several protocols: a new one is rather of the one that has most. */
function mostFrequent(ids: readonly string[]): string | undefined {
  const count = (id: string): number => ids.filter((it) => it === id).length;
  return [...new Set(ids)].sort((a, b) => count(b) - count(a))[0];
}

export function ruleFiles(folder: Folder, id: string): Files {
  const { name, prefix, protocol, hasIndex } = folder;
  const text = `import { pduRule, specification } from '#sdk';
${protocol ? `import { ${protocol} } from '../protocol.ts';\n` : ''}
const document = specification('RFC 0000', 'https://www.rfc-editor.org/rfc/rfc0000#section-{section}');

export default pduRule({
  id: '${prefix}/${id}',
  title: 'What the sentence demands, said positively',
  level: 'MUST',
  spec: document('3.1'),
  why: 'What goes wrong when it is broken, and how the document is read where it leaves room.',
  // The headings of the PDUs it looks at; what it has to know beside them goes into \`needs\`.
  watches: [${protocol ? `{ pdu: ${protocol}.heading }` : ''}],
  messages: { wrong: 'it is {is} and must be {must}' },
  check(_it, _report) {
    // if (_it.uint(field) !== 1) _report('wrong', field, { is: …, must: 1 });
  },
  // Bytes that break it, with the messages they give, and bytes that keep it: \`turns\` of a connection or \`frames\`.
  bad: [],
  good: [],
});
`;
  const index = `import ${camel(id)} from './${id}.ts';

export const ${camel(prefix)}Rules = [${camel(id)}];
`;
  const files = { [`dissectors/${name}/rules/${id}.ts`]: text };
  return hasIndex ? files : { ...files, [`dissectors/${name}/rules/index.ts`]: index };
}

export function ruleLines({ name, prefix, hasIndex }: Folder, id: string): string {
  if (hasIndex) {
    return `In dissectors/${name}/rules/index.ts:
  import ${camel(id)} from './${id}.ts';
and ${camel(id)} in its list. The catalogue's test asks for bad and good bytes.`;
  }
  return `In dissectors/rules.ts:
  import { ${camel(prefix)}Rules } from './${name}/rules/index.ts';
and ...${camel(prefix)}Rules in \`rules\`. The catalogue's test asks for bad and good bytes.`;
}
