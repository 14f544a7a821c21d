/** Fields that are made while a run shows packets, as those of RPC interfaces are, stand in no column of it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkType } from '../../dissectors/frame/keys.ts';
import { protocols, wiring } from '../../dissectors/index.ts';
import { batchOf, framesFrom } from '../../scripts/fuzz/frames.ts';
import { ByteWriter } from '../../src/bytes/writer.ts';
import { Pass } from '../../src/engine/pass.ts';
import { Question } from '../../src/engine/question.ts';
import { Registry } from '../../src/engine/registry.ts';
import { type Field, field } from '../../src/model/field.ts';
import { protocol } from '../../src/model/protocol.ts';
import { on } from '../../src/model/routes.ts';
import { FIELD_DEFAULTS, fieldsWriter } from '../../src/output/fields.ts';

const LINK_TYPE = 147;
const KNOWN = 7;
const known = field('late.known', 'Known', 'uint', { size: 1 });
let made: Field | undefined;

/** A field for each byte: those that are no 7 are of one that is made when the first is met. */
const late = protocol({
  name: 'late',
  label: 'Late',
  title: 'Late',
  fields: [known],
  routes: [on(linkType, LINK_TYPE)],
  dissect(d) {
    while (d.left > 0) {
      if (d.u8(0) !== KNOWN) made ??= field('late.made', 'Made', 'uint', { size: 1 });
      d.take(d.u8(0) === KNOWN ? known : made!, 1);
    }
  },
});

test('-T fields shows what was asked for, whatever is made meanwhile', () => {
  let text = '';
  const out = new ByteWriter((bytes, length) => {
    text += Buffer.from(bytes.subarray(0, length)).toString();
  });
  const writer = fieldsWriter(out, [{ name: 'late.known', fields: [known] }], FIELD_DEFAULTS);
  const frames = [[1], [KNOWN, KNOWN, 2, KNOWN], [3, 4, KNOWN]].map((bytes) => Uint8Array.from(bytes));
  const pass = new Pass(new Registry([...protocols, late]), wiring, Question.everything(), undefined, true);
  const batch = batchOf(framesFrom(frames, LINK_TYPE));
  frames.forEach((_, i) => {
    pass.frame(batch, i, { linkType: LINK_TYPE, snapLength: 0, section: 0 });
    writer.packet(pass.packet, []);
  });
  out.flush();
  assert.equal(text, '\n7,7,7\n7\n');
});
