/** A dissector that fails costs its own layer, and nothing else: in the tests alone it is thrown. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { linkType } from '../../dissectors/frame/keys.ts';
import { protocols, wiring } from '../../dissectors/index.ts';
import { batchOf, framesFrom } from '../../scripts/fuzz/frames.ts';
import { ByteWriter } from '../../src/bytes/writer.ts';
import { palette } from '../../src/cli/terminal.ts';
import { Pass } from '../../src/engine/pass.ts';
import { Question } from '../../src/engine/question.ts';
import { Registry } from '../../src/engine/registry.ts';
import type { Dissection } from '../../src/model/dissection.ts';
import { type Field, field } from '../../src/model/field.ts';
import { protocol } from '../../src/model/protocol.ts';
import { on } from '../../src/model/routes.ts';
import { detailWriter } from '../../src/output/detail.ts';
import type { PacketWriter } from '../../src/output/output.ts';
import { summaryWriter } from '../../src/output/summary.ts';

const LINK_TYPE = 147;

/** The layers of two frames whose first byte says whether their dissector fails: how each ended, and what is said of it. */
function layersOf(dissect: (d: Dissection) => void, strict: boolean): string[][] {
  const broken = protocol({
    name: 'broken',
    label: 'Broken',
    title: 'Broken',
    routes: [on(linkType, LINK_TYPE)],
    carries: () => [],
    dissect(d) {
      if (d.u8(0) === 1) dissect(d);
      d.skip(1);
    },
  });
  const registry = new Registry([...protocols, broken]);
  const batch = batchOf(framesFrom([Uint8Array.of(1), Uint8Array.of(0)], LINK_TYPE));
  const pass = new Pass(registry, wiring, Question.everything(), undefined, strict);
  return [0, 1].map((i) => {
    pass.frame(batch, i, { linkType: LINK_TYPE, snapLength: 0, section: 0 });
    return Array.from({ length: pass.packet.layerCount }, (_, l) => {
      const { protocol: of, outcome, trouble } = pass.packet.layer(l);
      return `${of.name} ${outcome} ${trouble}`.trim();
    });
  });
}

const bug = (): never => {
  throw new TypeError('a bug of ours');
};

for (const [when, dissect] of [
  ['at once', bug],
  [
    'within a subtree',
    (d: Dissection) => {
      d.open(wiring.data.heading);
      bug();
    },
  ],
  ['when the packet is done', (d: Dissection) => d.later(bug)],
] as const) {
  describe(`a dissector that fails ${when}`, () => {
    test('leaves an opaque layer, and the next packet whole', () => {
      assert.deepEqual(layersOf(dissect, false), [
        ['frame complete', 'broken opaque specshark failed here: a bug of ours'],
        ['frame complete', 'broken complete'],
      ]);
    });

    test('is thrown in the tests', () => {
      assert.throws(() => layersOf(dissect, true), TypeError);
    });
  });
}

test('a subtree that is closed closes what was left open in it', () => {
  const heading = (name: string): Field => field(`nested.${name}`, name, 'none');
  const [outer, inner, after] = [heading('outer'), heading('inner'), heading('after')];
  const nested = protocol({
    name: 'nested',
    label: 'Nested',
    title: 'Nested',
    fields: [outer, inner, after],
    routes: [on(linkType, LINK_TYPE)],
    dissect(d) {
      const node = d.open(outer);
      try {
        d.open(inner);
        d.skip(2);
      } finally {
        d.close(node);
        d.generate(after, true);
      }
    },
  });
  const pass = new Pass(new Registry([...protocols, nested]), wiring, Question.everything());
  const batch = batchOf(framesFrom([Uint8Array.of(0)], LINK_TYPE));
  pass.frame(batch, 0, { linkType: LINK_TYPE, snapLength: 0, section: 0 });
  const { tree } = pass.packet;
  const first = pass.packet.layer(1).firstNode + 1;
  assert.deepEqual(
    [0, 1, 2].map((i) => tree.next(first + i) - first),
    [2, 2, 3],
  );
});

describe('a protocol that fails to write its line', () => {
  const broken = protocol({
    name: 'speechless',
    label: 'Speechless',
    title: 'Speechless',
    routes: [on(linkType, LINK_TYPE)],
    dissect: (d) => d.skip(1),
    info: (_layer, _packet, out) => {
      out.ascii('half a');
      bug();
    },
    summary: bug,
  });

  function shown(strict: boolean, make: (out: ByteWriter) => PacketWriter): string {
    let text = '';
    const out = new ByteWriter((bytes, length) => {
      text += Buffer.from(bytes.subarray(0, length)).toString();
    });
    const pass = new Pass(new Registry([...protocols, broken]), wiring, Question.everything(), undefined, strict);
    const batch = batchOf(framesFrom([Uint8Array.of(0)], LINK_TYPE));
    pass.frame(batch, 0, { linkType: LINK_TYPE, snapLength: 0, section: 0 });
    make(out).packet(pass.packet, []);
    out.flush();
    return text;
  }

  test('lacks it in the list, which says so', () => {
    assert.match(shown(false, summaryWriter), / Speechless 1 {2}\[Not dissected\]\n$/);
    assert.throws(() => shown(true, summaryWriter), TypeError);
  });

  test('is in the tree by its title', () => {
    const tree = (out: ByteWriter): PacketWriter => detailWriter(out, { palette: palette(false), only: undefined });
    assert.match(shown(false, tree), /\nSpeechless\n.*specshark failed here: a bug of ours/s);
    assert.throws(() => shown(true, tree), TypeError);
  });
});
