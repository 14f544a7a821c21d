/** JSON Schemas (2020-12, of which draft 7 readers understand all that is used) of what `check` writes and reads. */
import { BASELINE_SCHEMA } from '../../conformance/baseline.ts';
import { EXPECT_SCHEMA } from '../../conformance/expectation.ts';
import { PROFILES } from '../../conformance/judge.ts';
import { FAIL_ON } from '../../conformance/policy.ts';
import { CHECK_SCHEMA } from './json.ts';
import { CHECK_LINE_SCHEMA } from './ndjson.ts';

type Shape = Readonly<Record<string, unknown>>;

const object = (properties: Readonly<Record<string, Shape>>, optional: readonly string[] = []): Shape => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  additionalProperties: false,
});
const list = (items: Shape): Shape => ({ type: 'array', items });
const one = (...values: readonly (string | boolean | null)[]): Shape => ({ enum: values });
const or = (...kinds: readonly Shape[]): Shape => ({ anyOf: kinds });

const text: Shape = { type: 'string' };
const yesNo: Shape = { type: 'boolean' };
const nothing: Shape = { type: 'null' };
const number: Shape = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER };
const hex: Shape = { type: 'string', pattern: '^([0-9a-f]{2})*$' };
const counts: Shape = { type: 'object', additionalProperties: number };

const SEVERITY = one('error', 'warning', 'note');
const failOn = one(...FAIL_ON);
const profile = one(...PROFILES);
const verdict = one('passed', 'failed', 'incomplete');
const spec = object({ document: text, section: text, url: { type: 'string', pattern: '^https://' } });

/** A finding as every machine output has it. */
const finding = {
  rule: text,
  severity: SEVERITY,
  level: one('MUST', 'MUST NOT', 'SHOULD', 'SHOULD NOT', 'MAY'),
  spec,
  frame: number,
  decidedAt: number,
  layer: { type: 'string', pattern: '^frame/' },
  field: or(text, nothing),
  bytes: list(object({ frame: { ...number, minimum: 1 }, offset: number, length: number })),
  hex,
  message: text,
  data: { type: 'object', additionalProperties: { type: ['string', 'number'] } },
};

const judged = {
  ...finding,
  messageId: text,
  fingerprint: { type: 'string', pattern: '^[0-9a-f]{16}:[1-9][0-9]*$' },
  suppressed: or(object({ by: one('waiver', 'baseline', 'expectation'), reason: text }), nothing),
};

const file = {
  path: text,
  packets: number,
  complete: yesNo,
  error: or(text, nothing),
  rules: list(
    object({
      rule: text,
      verdict: one('passed', 'failed', 'undecided', 'not-exercised'),
      examined: number,
      failed: number,
      undecided: number,
    }),
  ),
};

const complaints = list(
  object({
    kind: one('require', 'coverage', 'baseline', 'waiver', 'expectation'),
    text,
    file: or(text, nothing),
    fails: yesNo,
  }),
);

const coverage = {
  document: text,
  requirements: number,
  exercised: number,
  passed: number,
  failed: number,
  undecided: number,
  notExercised: number,
  notObservable: number,
  rows: list(
    object({
      section: text,
      level: or(text, nothing),
      note: or(number, nothing),
      statement: text,
      rules: list(text),
      verdict: one('passed', 'failed', 'undecided', 'not-exercised', 'not-observable'),
    }),
  ),
};

export const CHECK_SHAPE = object(
  {
    schema: one(CHECK_SCHEMA),
    profile,
    failOn,
    files: list(object({ ...file, findings: list(object(judged)) })),
    complaints,
    coverage: list(object(coverage)),
    verdict,
  },
  ['coverage'],
);

const line = (kind: string, properties: Readonly<Record<string, Shape>>): Shape =>
  object({ schema: one(CHECK_LINE_SCHEMA), kind: one(kind), ...properties });

export const CHECK_LINE_SHAPE = or(
  line('finding', { path: text, ...judged }),
  line('file', file),
  line('coverage', coverage),
  line('end', { profile, failOn, complaints, verdict }),
);

export const BASELINE_SHAPE = object({
  schema: one(BASELINE_SCHEMA),
  files: {
    type: 'object',
    additionalProperties: object(
      {
        findings: list(
          object({ rule: text, fingerprint: { type: 'string', pattern: '^[0-9a-f]{16}$' }, hex, message: text }),
        ),
        further: counts,
      },
      ['further'],
    ),
  },
});

export const EXPECT_SHAPE = object(
  {
    schema: one(EXPECT_SCHEMA),
    findings: list(object({ rule: text, message: text, frame: number, field: or(text, nothing) })),
    calls: list(
      object({
        interface: or(text, nothing),
        operation: text,
        frame: number,
        state: text,
        status: or(text, { type: 'integer' }, nothing),
      }),
    ),
  },
  ['findings', 'calls'],
);
