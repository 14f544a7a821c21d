import { BASELINE_SCHEMA } from '../conformance/baseline.ts';
import { EXPECT_SCHEMA } from '../conformance/expectation.ts';
import { BASELINE_SHAPE, CHECK_LINE_SHAPE, CHECK_SHAPE, EXPECT_SHAPE } from './reports/shapes.ts';

/** What the machine outputs look like (DESIGN 5), as JSON Schemas: nothing beside what is named. */

const object = (properties: Readonly<Record<string, object>>, optional: readonly string[] = []): object => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  additionalProperties: false,
});
const list = (items: object): object => ({ type: 'array', items });
const one = (...values: readonly (string | boolean | null)[]): object => ({ enum: values });
const or = (...kinds: readonly object[]): object => ({ anyOf: kinds });

const text = { type: 'string' };
const number = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER };
const nothing = { type: 'null' };
const time = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z$' };
const hex = { type: 'string', pattern: '^([0-9a-f]{2})*$' };
const bytes = list(object({ frame: { ...number, minimum: 1 }, offset: number, length: number }));
const spec = object({ document: text, section: text, url: { type: 'string', pattern: '^https://' } });
const severity = one('error', 'warning', 'note');
const level = one('MUST', 'MUST NOT', 'SHOULD', 'SHOULD NOT', 'MAY');

const finding = object({
  rule: text,
  severity,
  level,
  spec,
  frame: number,
  decidedAt: number,
  layer: { type: 'string', pattern: '^frame/' },
  field: or(text, nothing),
  bytes,
  hex,
  message: text,
  data: { type: 'object', additionalProperties: { type: ['string', 'number'] } },
});

const layer = object(
  {
    protocol: text,
    outcome: one('complete', 'truncated', 'malformed', 'opaque'),
    trouble: text,
    quoted: one(true),
    recognised: text,
    bytes,
    fields: list({ $ref: '#/definitions/field' }),
  },
  ['trouble', 'quoted', 'recognised', 'fields'],
);

const field = object(
  {
    field: text,
    label: text,
    value: { type: ['number', 'string', 'boolean'] },
    name: text,
    bytes,
    fields: list({ $ref: '#/definitions/field' }),
  },
  ['value', 'name', 'bytes', 'fields'],
);

const packetParts = {
  number: { ...number, minimum: 1 },
  time,
  interface: number,
  length: number,
  captured: number,
  layers: list(layer),
  findings: list(finding),
};

const PACKETS = {
  definitions: { field },
  ...object(
    { schema: one('specshark.packets/1'), packets: list(object(packetParts, ['findings'])), findings: list(finding) },
    ['findings'],
  ),
};

/** A line of ndjson: a packet, or the findings that only the end decided. */
const PACKET_LINE = {
  definitions: { field },
  ...or(
    object({ schema: one('specshark.packets/1'), ...packetParts }, ['findings']),
    object({ schema: one('specshark.packets/1'), findings: list(finding) }),
  ),
};

const message = {
  file: text,
  time,
  source: text,
  destination: text,
  from: or(text, nothing),
  to: or(text, nothing),
  text: { type: 'string', pattern: '^[^\\0\\r]*$' },
  codePage: text,
  transport: one('smb', 'mailslot', 'rpc'),
  frames: list(number),
  acknowledged: one(true, false, null),
  status: or(object({ value: number, name: text }), nothing),
  complete: { type: 'boolean' },
};

export const MESSAGES = object({ schema: one('specshark.messages/1'), messages: list(object(message)) });
const MESSAGE_LINE = object({ schema: one('specshark.messages/1'), ...message });

const nullable = (shape: object) => or(shape, nothing);
const named = object({ value: number, name: nullable(text) });
const end = object({ address: text, port: number });

const call = {
  file: text,
  time,
  flow: object({
    transport: one('tcp', 'udp'),
    stream: number,
    client: end,
    server: end,
    pipe: nullable(text),
  }),
  interface: nullable(text),
  uuid: nullable({ type: 'string', pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' }),
  version: nullable(number),
  object: nullable(text),
  opnum: number,
  operation: nullable(text),
  callId: number,
  request: number,
  response: nullable(number),
  frames: list(number),
  in: nullable({ type: 'object' }),
  out: nullable({ type: 'object' }),
  state: one('open', 'answered', 'faulted', 'cancelled', 'unanswered', 'unknown'),
  status: nullable(named),
  latency: nullable({ type: 'number' }),
  transport: one('ncacn_ip_tcp', 'ncadg_ip_udp', 'ncacn_np'),
  authentication: nullable(object({ type: named, level: named })),
  sealed: { type: 'boolean' },
  undecoded: number,
};

export const CALLS = object({ schema: one('specshark.calls/1'), calls: list(object(call)) });
const CALL_LINE = object({ schema: one('specshark.calls/1'), ...call });

const RULES = object({
  schema: one('specshark.rules/1'),
  rules: list(
    object({
      id: { type: 'string', pattern: '^[a-z0-9-]+(/[a-z0-9-]+)+$' },
      title: text,
      level,
      severity,
      spec,
      why: text,
      needs: list(text),
      messages: { type: 'object', additionalProperties: text },
      windows: or({ type: 'object' }, nothing),
      examples: object({
        bad: list({ type: 'object' }),
        good: list({ type: 'object' }),
        undecided: list({ type: 'object' }),
      }),
    }),
  ),
});

const FIELDS = object({
  schema: one('specshark.fields/1'),
  fields: list(
    object({
      name: { type: 'string', pattern: '^[\\w.-]+$' },
      label: text,
      type: text,
      base: one('dec', 'hex'),
      mask: or(number, nothing),
      generated: { type: 'boolean' },
      spec: or(spec, nothing),
      values: or({ type: 'object', additionalProperties: text }, nothing),
    }),
  ),
});

/** Columns are named in the text's heads; a table's rows have them all. */
export const STATS = object({
  schema: one('specshark.stats/1'),
  tables: list(
    object({
      name: text,
      title: text,
      rows: list({ type: 'object', additionalProperties: { type: ['string', 'number', 'null'] } }),
    }),
  ),
});

export const INTERFACES = object({
  schema: one('specshark.interfaces/1'),
  backend: or(text, nothing),
  interfaces: list(
    object({
      name: text,
      description: or(text, nothing),
      up: or({ type: 'boolean' }, nothing),
      loopback: { type: 'boolean' },
      addresses: list(text),
      linkTypes: or(list(object({ number: or(number, nothing), name: text, description: text })), nothing),
    }),
  ),
});

const EXPLAIN = object({
  schema: one('specshark.explain/1'),
  frame: { ...number, minimum: 1 },
  fields: list(
    object({
      layer: text,
      field: text,
      label: text,
      value: text,
      spec: nullable(text),
      source: text,
      bytes: list(object({ frame: { ...number, minimum: 1 }, offset: number, length: number, file: nullable(number) })),
      hex: { type: 'string', pattern: '^([0-9a-f]{2}( [0-9a-f]{2})*( …)?)?$' },
    }),
  ),
});

const compared = object({ file: text, calls: number });
const DIFF = object({
  schema: one('specshark.diff/1'),
  left: compared,
  right: compared,
  differences: list(
    object({
      operation: text,
      left: nullable(number),
      right: nullable(number),
      path: nullable(text),
      leftValue: nullable(text),
      rightValue: nullable(text),
    }),
  ),
});

const REQUIREMENTS = object({
  schema: one('specshark.requirements/1'),
  requirements: list(
    object({
      document: text,
      section: text,
      level: nullable(level),
      words: number,
      role: text,
      statement: text,
      rules: list(text),
      reason: nullable(text),
      note: nullable(number),
      products: nullable(text),
    }),
  ),
});

/** A document of -T ek; an action stands before each. */
const EK_DOCUMENT = object({
  timestamp: { type: 'string', pattern: '^-?\\d+$' },
  layers: {
    type: 'object',
    properties: { finding: list(finding) },
    additionalProperties: or({ $ref: '#/definitions/layer' }, list({ $ref: '#/definitions/layer' })),
  },
});
const scalar = { type: ['string', 'boolean'] };
const ekLayer = { type: 'object', additionalProperties: or(scalar, list(scalar)) };
const EK = {
  definitions: { layer: ekLayer },
  ...or(
    object({ index: object({ _index: { type: 'string', pattern: '^packets-\\d{4}-\\d\\d-\\d\\d$' } }) }),
    EK_DOCUMENT,
  ),
};

/** By the name and version that each output bears. */
export const SCHEMAS: Readonly<Record<string, object>> = {
  'specshark.packets/1': PACKETS,
  'specshark.packets/1 (ndjson)': PACKET_LINE,
  'specshark.check/1': CHECK_SHAPE,
  'specshark.check/1 (ndjson)': CHECK_LINE_SHAPE,
  [BASELINE_SCHEMA]: BASELINE_SHAPE,
  [EXPECT_SCHEMA]: EXPECT_SHAPE,
  'specshark.calls/1': CALLS,
  'specshark.calls/1 (ndjson)': CALL_LINE,
  'specshark.messages/1': MESSAGES,
  'specshark.messages/1 (ndjson)': MESSAGE_LINE,
  'specshark.explain/1': EXPLAIN,
  'specshark.diff/1': DIFF,
  'specshark.requirements/1': REQUIREMENTS,
  'ek (ndjson)': EK,
  'specshark.rules/1': RULES,
  'specshark.fields/1': FIELDS,
  'specshark.stats/1': STATS,
  'specshark.interfaces/1': INTERFACES,
};
