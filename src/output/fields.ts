import { ByteWriter, encoded } from '../bytes/writer.ts';
import { fieldPrinter, type Printer } from '../decode/printer.ts';
import { type Field, fieldCount } from '../model/field.ts';
import type { Layer } from '../model/layer.ts';
import type { Packet } from '../model/packet.ts';
import { ID_MASK, WORDS } from '../model/tree.ts';
import { infoLayer, writeDestination, writeHeading, writeInfo, writeSource } from './columns.ts';
import { csvRow } from './csv.ts';
import type { PacketWriter } from './output.ts';
import { timeWriter } from './time-column.ts';

/** tshark's -E. */
export interface FieldOptions {
  header: boolean;
  separator: string;
  occurrence: 'a' | 'f' | 'l';
  aggregator: string;
  quote: '' | '"' | "'";
  bom: boolean;
  escape: boolean;
}

export const FIELD_DEFAULTS: FieldOptions = {
  header: false,
  separator: '\t',
  occurrence: 'a',
  aggregator: ',',
  quote: '',
  bom: false,
  escape: true,
};

/** A column as it was asked for: every definition of the abbreviation, or one of the list's own columns. */
export interface FieldColumn {
  readonly name: string;
  readonly fields: readonly Field[];
}

const sinceFirst = timeWriter('r');
const LIST_COLUMNS = new Map<string, (packet: Packet, out: ByteWriter) => void>([
  ['_ws.col.No.', (packet, out) => out.decimal(packet.number)],
  ['_ws.col.Time', sinceFirst],
  ['_ws.col.Length', (packet, out) => out.decimal(packet.wire)],
  ['_ws.col.Source', writeSource],
  ['_ws.col.Destination', writeDestination],
  ['_ws.col.Protocol', (packet, out) => out.utf8(infoLayer(packet)?.protocol.label ?? 'Data')],
  ['_ws.col.Info', (packet, out) => writeInfo(packet, infoLayer(packet), out)],
]);

export const isListColumn = (name: string): boolean => LIST_COLUMNS.has(name);

/** One line a packet, one column a field (`-T fields`). */
export function fieldsWriter(out: ByteWriter, columns: readonly FieldColumn[], options: FieldOptions): PacketWriter {
  /** None for a protocol's heading: what it says is its layer's to tell. */
  const printers: (Printer | undefined)[] = new Array(fieldCount()).fill(undefined);
  /** Column of each field id, -1 for none; a field asked for twice has its further columns in `twins`. */
  const columnOf = new Int32Array(fieldCount()).fill(-1);
  const twin = new Int32Array(columns.length).fill(-1);
  columns.forEach((column, c) => {
    for (const field of column.fields) {
      if (field.kind !== 'protocol') printers[field.id] ??= fieldPrinter(field);
      if (columnOf[field.id]! < 0) columnOf[field.id] = c;
      else twin[c] = columnOf[field.id]!;
    }
  });
  const lists = columns.map((column) => LIST_COLUMNS.get(column.name));
  const hasLists = lists.some(Boolean);
  // Nodes of each column, chained in order: node index and the index of its layer.
  const head = new Int32Array(columns.length);
  const tail = new Int32Array(columns.length);
  let chain = new Int32Array(1024);
  let layerOf = new Int32Array(1024);
  const separator = encoded(options.separator);
  const single = separator.length === 1 ? separator[0]! : 0;
  const aggregator = encoded(options.aggregator);
  const quote = options.quote === '' ? 0 : options.quote.charCodeAt(0);
  const firstOnly = options.occurrence === 'f';
  const lastOnly = options.occurrence === 'l';

  return {
    begin() {
      if (options.bom) out.raw(Uint8Array.of(0xef, 0xbb, 0xbf));
      if (options.header) out.utf8(`${columns.map((c) => c.name).join(options.separator)}\n`);
    },
    packet(packet) {
      const { tree } = packet;
      const { words } = tree;
      for (let c = 0; c < head.length; c++) head[c] = -1;
      if (tree.count > chain.length) {
        chain = new Int32Array(tree.count * 2);
        layerOf = new Int32Array(tree.count * 2);
      }
      for (let l = 0; l < packet.layerCount; l++) {
        const { firstNode, endNode } = packet.layer(l);
        for (let node = firstNode; node < endNode; node++) {
          const column = columnOf[words[node * WORDS]! & ID_MASK]!;
          // None either for a field that was made since.
          if (!(column >= 0)) continue;
          layerOf[node] = l;
          if (head[column]! < 0) head[column] = node;
          else chain[tail[column]!] = node;
          tail[column] = node;
        }
      }
      for (let c = 0; c < columns.length; c++) {
        if (c > 0) {
          if (single) out.byte(single);
          else out.raw(separator);
        }
        const list = hasLists ? lists[c] : undefined;
        const from = twin[c]! >= 0 ? twin[c]! : c;
        const first = head[from]!;
        if (first < 0 && !list) continue;
        if (quote) out.byte(quote);
        if (list) list(packet, out);
        else if (lastOnly) print(packet, tail[from]!);
        else {
          print(packet, first);
          const last = firstOnly ? first : tail[from]!;
          for (let node = first; node !== last; ) {
            node = chain[node]!;
            out.raw(aggregator);
            print(packet, node);
          }
        }
        if (quote) out.byte(quote);
      }
      out.byte(0x0a);
      out.settle();
    },
  };

  function print(packet: Packet, node: number): void {
    const { tree } = packet;
    const layer = packet.layer(layerOf[node]!);
    const printer = printers[tree.id(node)];
    if (printer) printer(out, tree, node, layer.source.bytes);
    else printHeading(packet, layer);
  }

  /** Of a protocol its line in the tree, or its name where the line says no more. */
  function printHeading(packet: Packet, layer: Layer): void {
    const { heading, summary, title } = layer.protocol;
    if (!summary) out.ascii(heading.abbrev);
    // How far a broken one was read depends on what else is asked for.
    else if (layer.outcome !== 'complete') out.utf8(title);
    else writeHeading(packet, layer, out);
  }
}

/** `-T csv`: the same as rows that any spreadsheet reads, with a row of names; values of one field are joined by commas. */
export function csvFieldsWriter(out: ByteWriter, columns: readonly FieldColumn[]): PacketWriter {
  const decoder = new TextDecoder();
  const separator = '\u001f';
  let line = '';
  const inner = new ByteWriter((bytes, length) => {
    line += decoder.decode(bytes.subarray(0, length));
  });
  const fields = fieldsWriter(inner, columns, { ...FIELD_DEFAULTS, separator });
  return {
    begin: () => out.utf8(csvRow(columns.map(({ name }) => name))),
    packet(packet, findings) {
      line = '';
      fields.packet(packet, findings);
      inner.flush();
      out.utf8(csvRow(line.slice(0, -1).split(separator)));
      out.settle();
    },
  };
}
