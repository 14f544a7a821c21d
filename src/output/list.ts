import type { ByteWriter } from '../bytes/writer.ts';
import { fieldPrinter } from '../decode/printer.ts';
import type { Field } from '../model/field.ts';
import type { Packet } from '../model/packet.ts';
import { infoLayer, writeDestination, writeInfo, writeSource } from './columns.ts';
import { csvRow } from './csv.ts';
import { escaped, XML } from './escape.ts';
import type { PacketWriter } from './output.ts';

/** A column of the list of packets. */
export interface ListColumn {
  readonly title: string;
  /** Characters it is given at first; a wider cell widens it for the rows that follow, where widths are fitted. */
  readonly width: number;
  /** Aligned to its right end. */
  readonly number: boolean;
  readonly write: (packet: Packet, out: ByteWriter) => void;
}

type Write = ListColumn['write'];
const column = (title: string, width: number, number: boolean, write: Write): ListColumn => ({
  title,
  width,
  number,
  write,
});

/** The columns everybody knows, by the names that --columns takes. */
export const listColumns = (time: Write): Readonly<Record<string, ListColumn>> => ({
  number: column('No.', 5, true, (packet, out) => out.decimal(packet.number)),
  time: column('Time', 10, true, time),
  source: column('Source', 12, false, writeSource),
  destination: column('Destination', 12, false, writeDestination),
  protocol: column('Protocol', 6, false, (packet, out) => out.utf8(infoLayer(packet)?.protocol.label ?? 'Data')),
  length: column('Length', 4, true, (packet, out) => out.decimal(packet.wire)),
  info: column('Info', 0, false, (packet, out) => writeInfo(packet, infoLayer(packet), out)),
});

/** A column of a field's values. */
export function fieldColumn(name: string, fields: readonly Field[]): ListColumn {
  const printers = new Map(fields.map((field) => [field.id, fieldPrinter(field)]));
  return column(name, name.length, false, (packet, out) => {
    const { tree } = packet;
    let first = true;
    for (let l = 0; l < packet.layerCount; l++) {
      const layer = packet.layer(l);
      for (let node = layer.firstNode; node < layer.endNode; node++) {
        const printer = printers.get(tree.id(node));
        if (!printer) continue;
        if (!first) out.byte(0x2c);
        first = false;
        printer(out, tree, node, layer.source.bytes);
      }
    }
  });
}

/** Rows of columns side by side, each as wide as its widest cell so far; cut to `width` characters where that is given. */
export function columnsWriter(out: ByteWriter, columns: readonly ListColumn[], width?: number): PacketWriter {
  const widths = columns.map((it) => it.width);
  const decoder = new TextDecoder();
  const cell = (packet: Packet, write: Write): string => {
    const start = out.length;
    write(packet, out);
    const text = decoder.decode(out.buffer.subarray(start, out.length));
    out.length = start;
    return text;
  };
  return {
    packet(packet) {
      const cells = columns.map((it, i) => {
        const text = cell(packet, it.write);
        widths[i] = Math.max(widths[i]!, text.length);
        if (it.number) return text.padStart(widths[i]!);
        return i === columns.length - 1 ? text : text.padEnd(widths[i]!);
      });
      const line = cells.join(' ').trimEnd();
      out.utf8(width && line.length > width ? `${line.slice(0, width - 1)}…\n` : `${line}\n`);
      out.settle();
    },
  };
}

/** `-T tabs`: a tab between the columns. */
export function tabsWriter(out: ByteWriter, columns: readonly ListColumn[]): PacketWriter {
  return {
    packet(packet) {
      columns.forEach((it, i) => {
        if (i > 0) out.byte(0x09);
        it.write(packet, out);
      });
      out.byte(0x0a);
      out.settle();
    },
  };
}

/** `-T csv` without -e: the columns of the list, with a row of their titles. */
export function csvListWriter(out: ByteWriter, columns: readonly ListColumn[]): PacketWriter {
  const decoder = new TextDecoder();
  return {
    begin: () => out.utf8(csvRow(columns.map((it) => it.title))),
    packet(packet) {
      const cells = columns.map((it) => {
        const start = out.length;
        it.write(packet, out);
        const text = decoder.decode(out.buffer.subarray(start, out.length));
        out.length = start;
        return it.number && /^\d+$/.test(text) ? Number(text) : text;
      });
      out.utf8(csvRow(cells));
      out.settle();
    },
  };
}

/** `-T psml`: the list as XML, as Wireshark's consumers read it. */
export function psmlWriter(out: ByteWriter, columns: readonly ListColumn[], creator: string): PacketWriter {
  return {
    begin() {
      out.utf8(`<?xml version="1.0" encoding="utf-8"?>\n<psml version="0" creator="${creator}">\n<structure>\n`);
      for (const { title } of columns) out.utf8(`<section>${title}</section>\n`);
      out.ascii('</structure>\n\n');
    },
    packet(packet) {
      out.ascii('<packet>\n');
      for (const it of columns) {
        out.ascii('<section>');
        escaped(out, XML, () => it.write(packet, out));
        out.ascii('</section>\n');
      }
      out.ascii('</packet>\n\n');
      out.settle();
    },
    end: () => out.ascii('</psml>\n'),
  };
}
