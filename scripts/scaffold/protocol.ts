import { camel, type Files, upper } from './names.ts';

/** The files of a new protocol, as dissectors/ has them (docs/architecture.md). */
export function protocolFiles(name: string): Files {
  const id = camel(name);
  const prefix = name.replaceAll('-', '_');
  return {
    [`dissectors/${name}/keys.ts`]: `import { routeTable } from '#sdk';

/** What ${upper(name)} carries: other protocols route themselves here. */
export const ${id}Type = routeTable('${prefix}.type');
`,
    [`dissectors/${name}/layout.ts`]: `import { layout, specification, u8, u16 } from '#sdk';

export const document = specification('RFC 0000', 'https://www.rfc-editor.org/rfc/rfc0000#section-{section}');

/** The fixed header: every field with Wireshark's abbreviation and the document's spelling. */
export const header = layout(
  { prefix: '${prefix}', spec: document('3.1') },
  {
    type: u8('Type', { names: { 1: 'Request', 2: 'Response' } }),
    flags: u8('Flags', { base: 'hex' }),
    length: u16('Length'),
  },
);
`,
    [`dissectors/${name}/protocol.ts`]: `import { type Dissection, protocol, u16be } from '#sdk';
import { ${id}Type } from './keys.ts';
import { document, header } from './layout.ts';

const { offset } = header;

/** What it is for, in a sentence. */
export const ${id} = protocol({
  name: '${prefix}',
  label: '${upper(name)}',
  title: '${upper(name)}',
  layouts: [header],
  // Where it is found: on(udpPort, 4711), recognised(tcpPayload, …).
  routes: [],
  spec: document('3'),
  dissect(d: Dissection) {
    // A layer that is too short ends here by itself.
    const type = d.u8(offset.type);
    const length = d.u16be(offset.length);
    d.record(header);
    d.limitTo(length, header.fields.length.abbrev);
    d.route(${id}Type, type, d.at, d.end, d.promised);
  },
  info(layer, _packet, out) {
    if (layer.end - layer.start < header.size) return;
    out.ascii('Length ');
    out.decimal(u16be(layer.source.bytes, layer.start + offset.length));
  },
});
`,
    [`dissectors/${name}/README.md`]: `# ${upper(name)}

What it is for, in a sentence or two, and which document this folder follows.

| file | what it is |
|---|---|
| \`layout.ts\` | every field, with Wireshark's abbreviation and the document's spelling |
| \`protocol.ts\` | where it is found, how it is read, its line in the list |
| \`keys.ts\` | what other protocols may import |

## Readings

Where the document leaves room: how it is read, and why.
`,
    [`test/dissectors/${name}.test.ts`]: `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ${id} } from '../../dissectors/${name}/protocol.ts';
import { alone } from './alone.ts';

test('${upper(name)}: a header and what it carries', () => {
  assert.deepEqual(alone(${id}, '01 00 0002 beef 0000'), [
    '${prefix} complete',
    '${prefix}.type 1',
    '${prefix}.flags 0x00',
    '${prefix}.length 2',
    'data complete',
    'data.data beef',
    'data.len 2',
  ]);
});

test('${upper(name)}: a header that is cut', () => {
  assert.deepEqual(alone(${id}, '01 00'), ['${prefix} malformed']);
});
`,
  };
}

export const protocolLines = (name: string): string => `In dissectors/index.ts:
  import { ${camel(name)} } from './${name}/protocol.ts';
and ${camel(name)} in \`protocols\`. Then write down its fields in dissectors/${name}/layout.ts.`;
