/** Capture files made byte by byte, the way the drafts draw them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Byte order of what follows. */
export interface Order {
  readonly big?: boolean;
}

function number(value: number | bigint, size: 2 | 4 | 8, { big = false }: Order): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt.asUintN(64, BigInt(value)));
  const cut = bytes.subarray(0, size);
  return big ? cut.reverse() : cut;
}

export const u16 = (value: number, order: Order = {}): Buffer => number(value, 2, order);
export const u32 = (value: number, order: Order = {}): Buffer => number(value, 4, order);
export const u64 = (value: bigint, order: Order = {}): Buffer => number(value, 8, order);

/** `length` bytes that differ from packet to packet. */
export function payload(length: number, seed = 0): Buffer {
  return Buffer.from(Uint8Array.from({ length }, (_, i) => (i * 7 + seed * 31) & 0xff));
}

export interface PcapHeader extends Order {
  readonly magic?: number;
  readonly version?: readonly [number, number];
  readonly snapLength?: number;
  readonly linkType?: number;
  readonly extra?: Buffer;
}

export function pcapHeader(header: PcapHeader = {}): Buffer {
  const { magic = 0xa1b2c3d4, version = [2, 4], snapLength = 262144, linkType = 1, extra = Buffer.alloc(0) } = header;
  const [major, minor] = version;
  const zone = Buffer.alloc(8);
  return Buffer.concat([
    u32(magic, header),
    u16(major, header),
    u16(minor, header),
    zone,
    u32(snapLength, header),
    u32(linkType, header),
    extra,
  ]);
}

export interface PcapRecord extends Order {
  readonly seconds?: number;
  readonly fraction?: number;
  readonly captured?: number;
  readonly wire?: number;
  readonly extra?: Buffer;
}

export function pcapRecord(data: Buffer, record: PcapRecord = {}): Buffer {
  const { seconds = 1_700_000_000, fraction = 0, captured = data.length, wire = captured } = record;
  const header = [u32(seconds, record), u32(fraction, record), u32(captured, record), u32(wire, record)];
  return Buffer.concat([...header, record.extra ?? Buffer.alloc(0), data]);
}

const padded = (data: Buffer): Buffer => Buffer.concat([data, Buffer.alloc(-data.length & 3)]);

/** A pcapng block; `length` and `again` are what it says of its length, if it is to lie. */
export function block(type: number, body: Buffer, order: Order & { length?: number; again?: number } = {}): Buffer {
  const whole = padded(body);
  const { length = 12 + whole.length, again = length } = order;
  return Buffer.concat([u32(type, order), u32(length, order), whole, u32(again, order)]);
}

export function option(code: number, value: Buffer | string, order: Order & { length?: number } = {}): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([u16(code, order), u16(order.length ?? bytes.length, order), padded(bytes)]);
}

export const endOfOptions = Buffer.alloc(4);

export function section(order: Order & { version?: readonly [number, number]; options?: Buffer } = {}): Buffer {
  const [major, minor] = order.version ?? [1, 0];
  const fixed = [u32(0x1a2b3c4d, order), u16(major, order), u16(minor, order), u64(-1n, order)];
  return block(0x0a0d0d0a, Buffer.concat([...fixed, order.options ?? Buffer.alloc(0)]), order);
}

export interface Described extends Order {
  readonly linkType?: number;
  readonly snapLength?: number;
  readonly options?: Buffer;
}

export function describedInterface(from: Described = {}): Buffer {
  const { linkType = 1, snapLength = 0, options = Buffer.alloc(0) } = from;
  return block(1, Buffer.concat([u16(linkType, from), u16(0), u32(snapLength, from), options]), from);
}

export interface EnhancedPacket extends Order {
  readonly number?: number;
  readonly time?: bigint;
  readonly captured?: number;
  readonly wire?: number;
  readonly options?: Buffer;
  readonly length?: number;
  readonly again?: number;
}

export function enhancedPacket(data: Buffer, packet: EnhancedPacket = {}): Buffer {
  const { number: from = 0, time = 1_700_000_000_000_000n, captured = data.length, wire = captured } = packet;
  const fixed = [u32(from, packet), ...timestamp(time, packet), u32(captured, packet), u32(wire, packet)];
  return block(6, Buffer.concat([...fixed, padded(data), packet.options ?? Buffer.alloc(0)]), packet);
}

export function obsoletePacket(data: Buffer, packet: EnhancedPacket = {}): Buffer {
  const { number: from = 0, time = 1_700_000_000_000_000n, captured = data.length, wire = captured } = packet;
  const fixed = [u16(from, packet), u16(7, packet), ...timestamp(time, packet), u32(captured, packet)];
  return block(2, Buffer.concat([...fixed, u32(wire, packet), padded(data)]), packet);
}

export function simplePacket(data: Buffer, order: Order & { wire?: number } = {}): Buffer {
  return block(3, Buffer.concat([u32(order.wire ?? data.length, order), data]), order);
}

function timestamp(time: bigint, order: Order): [Buffer, Buffer] {
  return [u32(Number(BigInt.asUintN(64, time) >> 32n), order), u32(Number(BigInt.asUintN(32, time)), order)];
}

export interface NetmonHeader {
  readonly version?: readonly [number, number];
  readonly medium?: number;
  /** A SYSTEMTIME: year, month, day of the week, day, hour, minute, second, millisecond. */
  readonly start?: readonly number[];
  readonly table?: { readonly position: number; readonly length: number };
}

/** When Network Monitor files start that say nothing else: 1700000000.250. */
export const NETMON_START: readonly number[] = [2023, 11, 2, 14, 22, 13, 20, 250];

export function netmonHeader(header: NetmonHeader = {}): Buffer {
  const { version = [2, 0], medium = 1, start = NETMON_START, table = { position: 0, length: 0 } } = header;
  const [major, minor] = version;
  const magic = Buffer.from(major === 1 ? 'RTSS' : 'GMBU');
  const fixed = [magic, Buffer.of(minor, major), u16(medium), ...start.map((n) => u16(n))];
  return Buffer.concat([...fixed, u32(table.position), u32(table.length), Buffer.alloc(96)]);
}

export interface NetmonRecord {
  readonly version?: readonly [number, number];
  /** Milliseconds (1.x) or microseconds since the start. */
  readonly delta?: bigint;
  readonly captured?: number;
  readonly wire?: number;
  readonly medium?: number;
  /** 100 ns since 1601. */
  readonly filetime?: bigint;
}

export function netmonRecord(data: Buffer, record: NetmonRecord = {}): Buffer {
  const { version = [2, 0], delta = 0n, captured = data.length, wire = captured, medium = 1 } = record;
  const [major, minor] = version;
  if (major === 1) return Buffer.concat([u32(Number(delta)), u16(wire), u16(captured), data]);
  const trailer = [u16(medium), u32(7), Buffer.concat([u64(record.filetime ?? 0n), Buffer.of(3)])].slice(0, minor);
  return Buffer.concat([u64(delta), u32(wire), u32(captured), data, ...trailer]);
}

/** Header, records one after the other, frame table. */
export function netmonFile(header: NetmonHeader, records: readonly Buffer[]): Buffer {
  let position = 128;
  const entries = records.map((record) => {
    position += record.length;
    return u32(position - record.length);
  });
  const table = { position, length: 4 * entries.length };
  return Buffer.concat([netmonHeader({ ...header, table }), ...records, ...entries]);
}

export function snoopHeader({ version = 2, datalink = 4 } = {}): Buffer {
  return Buffer.concat([Buffer.from('snoop\0\0\0'), u32(version, { big: true }), u32(datalink, { big: true })]);
}

export interface SnoopRecord {
  readonly seconds?: number;
  readonly fraction?: number;
  readonly captured?: number;
  readonly wire?: number;
  /** The record's length with header and padding; what is there is padded to it if that is possible. */
  readonly length?: number;
}

export function snoopRecord(data: Buffer, record: SnoopRecord = {}): Buffer {
  const { seconds = 1_700_000_000, fraction = 0, captured = data.length, wire = captured } = record;
  const { length = 24 + padded(data).length } = record;
  const numbers = [wire, captured, length, 0, seconds, fraction].map((n) => u32(n, { big: true }));
  const there = length > 1 << 20 ? 0 : Math.max(0, length - 24 - data.length);
  return Buffer.concat([...numbers, data, Buffer.alloc(there)]);
}

/** A folder that is gone when the tests are done: `after(scratch.remove)`. */
export class Scratch {
  readonly directory = mkdtempSync(join(tmpdir(), 'specshark-capture-'));
  #files = 0;

  file(bytes: Uint8Array | string): string {
    const path = join(this.directory, `capture${++this.#files}`);
    writeFileSync(path, bytes);
    return path;
  }

  readonly remove = (): void => rmSync(this.directory, { recursive: true, force: true });
}
