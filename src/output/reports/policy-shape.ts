import { FAIL_ON, SETTINGS } from '../../conformance/policy.ts';

/** JSON Schemas of the keys of specshark.config.json that are `check`'s policy. */
const text = { type: 'string' };
const date = { type: 'string', pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$' };

export const POLICY_SHAPE = {
  rules: { type: 'object', additionalProperties: { enum: SETTINGS } },
  failOn: { enum: FAIL_ON },
  require: { type: 'array', items: text },
  minCoverage: { type: 'number', minimum: 0, maximum: 100 },
  baseline: text,
  waivers: {
    type: 'array',
    items: {
      type: 'object',
      properties: { rule: text, file: text, fingerprint: text, reason: text, expires: date },
      required: ['rule', 'reason'],
      additionalProperties: false,
    },
  },
};
