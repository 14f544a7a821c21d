import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { towerText } from '../../dissectors/epm/tower.ts';
import { type Bytes, concat, u16be, u16le, u32le } from '../../samples/make/index.ts';
import { drive } from '../../scripts/fuzz/drive.ts';
import { framesFrom } from '../../scripts/fuzz/frames.ts';
import { limits } from '../../src/model/limits.ts';
import {
  bind,
  bindAck,
  conversation,
  EPM,
  NDR,
  NDR64,
  only,
  request,
  response,
  SAMR,
  SERVER,
  see,
  uuid,
} from './rpc-frames.ts';

const SRVSVC = '4b324fc8-1670-01d3-1278-5a47bf6ee188';
const floor = (left: Bytes, right: Bytes): Bytes => concat(u16le(left.length), left, u16le(right.length), right);
const uuidFloor = (id: string, major: number): Bytes => floor(concat([13], uuid(id), u16le(major)), u16le(0));

function tower(id: string, port: number, address = [0, 0, 0, 0]): Bytes {
  return concat(
    u16le(5),
    uuidFloor(id, 1),
    uuidFloor(NDR, 2),
    floor(Uint8Array.of(11), u16le(0)),
    floor(Uint8Array.of(7), u16be(port)),
    floor(Uint8Array.of(9), Uint8Array.from(address)),
  );
}

const padded = (bytes: Bytes, to: number): Bytes => concat(bytes, new Uint8Array((to - (bytes.length % to)) % to));
const handle = new Uint8Array(20);

/** ept_map's arguments. */
const mapRequest = (asked: Bytes): Bytes =>
  concat(u32le(0), u32le(2), padded(concat(u32le(asked.length), u32le(asked.length), asked), 4), handle, u32le(4));
const mapResponse = (towers: readonly Bytes[]): Bytes =>
  concat(
    handle,
    u32le(towers.length),
    u32le(4),
    u32le(0),
    u32le(towers.length),
    ...towers.map((_, i) => u32le(i + 3)),
    ...towers.map((it) => padded(concat(u32le(it.length), u32le(it.length), it), 4)),
    u32le(0),
  );

const mapper = (answer: Bytes, asked = tower(SAMR, 0)) =>
  conversation()
    .client(bind([{ id: 0, interface: EPM, version: 3 }]))
    .server(bindAck([NDR]))
    .client(request(3, mapRequest(asked)))
    .server(response(answer));

describe('the endpoint mapper', () => {
  test('a map: floors of what is asked and of what is answered', () => {
    const { frames } = see(mapper(mapResponse([tower(SAMR, 49664, [192, 0, 2, 9])])).frames.map(({ bytes }) => bytes));
    const [asked, answered] = frames.slice(-2) as [string[], string[]];
    assert.deepEqual(only(asked, 'epm.opnum', 'dcerpc.null_pointer', 'dcerpc.referent_id', 'epm.tower.num_floors'), [
      'epm.opnum 3',
      'dcerpc.null_pointer 00000000',
      'dcerpc.referent_id 0x00000002',
      'epm.tower.num_floors 5',
    ]);
    assert.deepEqual(only(answered, 'epm.num_towers', 'epm.tower.len', 'epm.rc'), [
      'epm.num_towers 1',
      'epm.tower.len 75',
      'epm.tower.len 75',
      'epm.rc 0x00000000',
    ]);
    assert.deepEqual(only(answered, 'epm.tower.proto_id', 'epm.uuid', 'epm.proto.tcp_port', 'epm.proto.ip'), [
      'epm.tower.proto_id 0x0d',
      `epm.uuid ${SAMR}`,
      'epm.tower.proto_id 0x0d',
      `epm.uuid ${NDR}`,
      'epm.tower.proto_id 0x0b',
      'epm.tower.proto_id 0x07',
      'epm.proto.tcp_port 49664',
      'epm.tower.proto_id 0x09',
      'epm.proto.ip 192.0.2.9',
    ]);
  });

  test('a tower that ends within a floor: the layer is malformed, and what follows it is read', () => {
    const frames = mapper(mapResponse([tower(SAMR, 49664).subarray(0, 40)])).frames.map(({ bytes }) => bytes);
    // Looks whether every node lies in what holds it.
    drive(framesFrom(frames));
    const answered = see(frames).frames.at(-1)!;
    assert.deepEqual(only(answered, 'epm', 'epm.uuid', 'epm.rc'), [
      'epm malformed',
      `epm.uuid ${SAMR}`,
      'epm.rc 0x00000000',
    ]);
  });

  test('a tower is told as a string binding, whatever it leads to', () => {
    const id = uuidFloor(SAMR, 1);
    const text = (it: string): Bytes => Uint8Array.from(`${it}\0`, (c) => c.charCodeAt(0));
    const leadsTo = (...floors: Bytes[]): string | undefined => {
      const whole = concat(
        u16le(floors.length + 3),
        id,
        uuidFloor(NDR, 2),
        floor(Uint8Array.of(11), u16le(0)),
        ...floors,
      );
      return towerText(whole, 0, whole.length)?.slice(SAMR.length);
    };
    const ip = floor(Uint8Array.of(9), Uint8Array.of(192, 0, 2, 9));
    assert.equal(leadsTo(floor(Uint8Array.of(7), u16be(49664)), ip), ' v1, ncacn_ip_tcp:192.0.2.9[49664]');
    assert.equal(leadsTo(floor(Uint8Array.of(8), u16be(1026)), ip), ' v1, ncadg_ip_udp:192.0.2.9[1026]');
    assert.equal(leadsTo(floor(Uint8Array.of(31), u16be(593)), ip), ' v1, ncacn_http:192.0.2.9[593]');
    const pipe = floor(Uint8Array.of(15), text('\\pipe\\lsass'));
    assert.equal(leadsTo(pipe, floor(Uint8Array.of(17), text('\\\\SRV'))), ' v1, ncacn_np:\\\\SRV[\\pipe\\lsass]');
    assert.equal(leadsTo(floor(Uint8Array.of(16), text('LRPC-1'))), ' v1, ncalrpc:[LRPC-1]');
    assert.equal(leadsTo(), undefined);
    const cut = tower(SAMR, 49664);
    for (let end = 0; end < cut.length; end++) assert.equal(towerText(cut, 0, end), undefined, `cut at ${end}`);
  });

  test('a connection whose bind is not there is read in the transfer syntax that fits', () => {
    const wide = (...numbers: number[]): Bytes => concat(...numbers.flatMap((n) => [u32le(n), u32le(0)]));
    const answered = mapper(mapResponse([tower(SRVSVC, 49664)])).frames;
    const asks = (stub: Bytes) =>
      conversation({ port: 49664, midstream: true, clientPort: 49999 }).client(request(21, stub));
    const name = concat(u16le(0x41), u16le(0));
    const of = (stub: Bytes): readonly string[] =>
      only(
        see([...answered, ...asks(stub).frames].map(({ bytes }) => bytes)).frames.at(-1)!,
        ...['srvsvc.ServerName', 'srvsvc.Level', 'dcerpc.long_frame', 'dcerpc.stub_data'],
      );
    const read = ['srvsvc.ServerName A', 'srvsvc.Level 101'];
    assert.deepEqual(of(concat(u32le(1), u32le(2), u32le(0), u32le(2), name, u32le(101))), read);
    assert.deepEqual(of(concat(wide(1, 2, 0, 2), name, u32le(101))), read);
    assert.deepEqual(of(wide(1, 9, 9, 9)), [`dcerpc.stub_data ${Buffer.from(wide(1, 9, 9, 9)).toString('hex')}`]);
  });

  test('a tower that is cut ends the layer, not the packet', () => {
    const cut = tower(SAMR, 49664).subarray(0, 70);
    const { frames } = see(mapper(mapResponse([cut])).frames.map(({ bytes }) => bytes));
    assert.ok(frames.at(-1)!.includes('epm malformed'));
  });

  const later = (port: number) =>
    conversation({ port, midstream: true, clientPort: 49999 }).client(request(8, new Uint8Array(4)));

  test('its answer routes a later connection whose bind is not there', () => {
    const answered = mapper(mapResponse([tower(SAMR, 49664)])).frames;
    const { frames } = see([...answered, ...later(49664).frames].map(({ bytes }) => bytes));
    assert.deepEqual(only(frames.at(-1)!, 'samr', 'samr.opnum', 'dcerpc.cn_ctx_id.no_bind'), [
      'dcerpc.cn_ctx_id.no_bind 1',
      'samr complete',
      'samr.opnum 8',
    ]);
  });

  test('an answer of another host’s port does not', () => {
    const elsewhere = SERVER.split('.').map(Number);
    elsewhere[3]!++;
    const answered = mapper(mapResponse([tower(SAMR, 49664, elsewhere)])).frames;
    const { frames } = see([...answered, ...later(49664).frames].map(({ bytes }) => bytes));
    assert.deepEqual(only(frames.at(-1)!, 'samr'), []);
  });

  test('two interfaces on one port decide nothing', () => {
    const answered = mapper(mapResponse([tower(SAMR, 49664), tower(EPM, 49664)])).frames;
    const { frames } = see([...answered, ...later(49664).frames].map(({ bytes }) => bytes));
    assert.deepEqual(only(frames.at(-1)!, 'samr', 'epm'), []);
  });

  test('so many answers are remembered', () => {
    const PER_ANSWER = 241;
    assert.equal((limits.mappedEndpoints + 1) % PER_ANSWER, 0);
    const many = conversation()
      .client(bind([{ id: 0, interface: EPM, version: 3 }]))
      .server(bindAck([NDR]));
    for (let first = 1; first <= limits.mappedEndpoints + 1; first += PER_ANSWER) {
      many.client(request(3, mapRequest(tower(SAMR, 0))));
      many.server(response(mapResponse(Array.from({ length: PER_ANSWER }, (_, i) => tower(SAMR, first + i)))));
    }
    const frames = [...many.frames, ...later(1).frames, ...later(limits.mappedEndpoints).frames];
    const seen = see(frames.map(({ bytes }) => bytes)).frames;
    assert.deepEqual(only(seen.at(-2)!, 'samr'), [], 'the oldest is forgotten');
    assert.deepEqual(only(seen.at(-1)!, 'samr'), ['samr complete']);
  });

  test('NDR64', () => {
    const u64 = (n: number): Bytes => concat(u32le(n), u32le(0));
    const asked = tower(SAMR, 0);
    const stub = concat(
      ...[u64(0), u64(2), u64(asked.length), u32le(asked.length), padded(concat(asked, [0, 0, 0, 0]), 4).slice(0, 76)],
      ...[handle, u32le(4)],
    );
    const { frames } = see(
      conversation()
        .client(bind([{ id: 0, interface: EPM, version: 3, transfers: [NDR64] }]))
        .server(bindAck([NDR64]))
        .client(request(3, stub))
        .frames.map(({ bytes }) => bytes),
    );
    assert.deepEqual(
      only(frames.at(-1)!, 'dcerpc.null_pointer', 'dcerpc.referent_id64', 'epm.tower.len', 'epm.max_towers'),
      [
        'dcerpc.null_pointer 0000000000000000',
        'dcerpc.referent_id64 0x0000000000000002',
        'epm.tower.len 75',
        'epm.tower.len 75',
        'epm.max_towers 4',
      ],
    );
  });

  /** ept_map's answer in NDR64 as Samba's library makes it: a tower's length in 32 bits, then again in 64. */
  test('towers that Samba marshals for NDR64 are told, and route nothing', () => {
    const wide = (...numbers: number[]): Bytes => concat(...numbers.flatMap((n) => [u32le(n), u32le(0)]));
    const octets = tower(SAMR, 49664);
    const { length } = octets;
    const stub = concat(
      ...[handle, u32le(1), wide(1, 0, 1, 1), u32le(length), u32le(0), wide(length), octets, [0], u32le(0)],
    );
    const answered = conversation()
      .client(bind([{ id: 0, interface: EPM, version: 3, transfers: [NDR64] }]))
      .server(bindAck([NDR64]))
      .client(request(3, new Uint8Array(0)))
      .server(response(stub)).frames;
    const { frames } = see([...answered, ...later(49664).frames].map(({ bytes }) => bytes));
    const answer = frames[answered.length - 1]!;
    assert.deepEqual(only(answer, 'epm.num_towers', 'epm.tower.len'), [
      'epm.num_towers 1',
      `epm.tower.len ${length}`,
      `epm.tower.len ${length}`,
    ]);
    assert.ok(only(answer, 'dcerpc.long_frame', 'epm malformed').length > 0);
    assert.deepEqual(only(frames.at(-1)!, 'samr'), []);
  });
});
