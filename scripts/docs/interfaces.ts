import type { RpcInterface } from '../../dissectors/dcerpc/keys.ts';
import { fieldsOf } from '../../src/model/protocol.ts';
import { GENERATED, table } from './markdown.ts';

/** Of the interface nothing is known but its operations' names: its heading, the operation and the stub. */
export const namedOnly = ({ protocol }: RpcInterface): boolean => fieldsOf(protocol).length <= 3;

/** docs/interfaces.md: the RPC interfaces that are known, by document. */
export function interfacesPage(interfaces: readonly RpcInterface[]): string {
  const sorted = [...interfaces].sort((a, b) => compare(a.document, b.document) || compare(a.label, b.label));
  const rows = sorted.map((it) => [
    it.document,
    it.protocol.title.split(',')[0]!,
    `${it.uuid} ${it.version}`,
    `\`${fieldsOf(it.protocol).find(({ abbrev }) => abbrev.endsWith('.opnum'))!.abbrev}\``,
    String(it.operations.filter((name) => name !== undefined).length),
    namedOnly(it) ? '' : 'yes',
  ]);
  const parts = [
    '# RPC interfaces',
    GENERATED,
    'Calls of these interfaces are shown by their operations’ names. *Read*: arguments are fields, too; `docs/fields.md` lists them. Others are read with `--idl FILE`.',
    table(['document', 'interface', 'UUID and version', 'field', 'operations', 'read'], rows),
  ];
  return `${parts.join('\n\n')}\n`;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
