import { type Dissection, type Field, field, protocol } from '#sdk';
import { type RpcInterface, type Stub, stubOf } from './keys.ts';
import { stubData } from './layout.ts';

export interface InterfaceOptions {
  uuid: string;
  /** Major version; several versions of an interface are several interfaces. */
  version?: number;
  /** Filter name, Wireshark's where it has one: 'srvsvc'. */
  name: string;
  /** The Protocol column. */
  label: string;
  title: string;
  document: string;
  operations: readonly (string | undefined)[];
  fields?: readonly Field[];
  /** Reads a stub's arguments; without it the stub is shown as bytes. */
  read?: (d: Dissection, stub: Stub) => void;
}

/** An interface as a protocol: its layer is a call's stub, its one sure field the operation. */
export function rpcInterface(options: InterfaceOptions): RpcInterface {
  const { uuid, version = 1, name, label, title, document, operations, read } = options;
  const opnum = field(`${name}.opnum`, 'Operation', 'uint', { size: 2, generated: true, names: (n) => operations[n] });
  const made = protocol({
    name,
    label,
    title,
    fields: [opnum, ...(options.fields ?? [])],
    dissect(d) {
      const stub = stubOf(d);
      if (!stub) return d.take(stubData, d.left);
      d.layer.note = stub;
      d.generate(opnum, stub.call.opnum);
      if (read) read(d, stub);
      if (d.left > 0) {
        stub.call.undecoded += d.left;
        d.take(stubData, d.left);
      }
    },
    info(layer, _packet, out) {
      const stub = layer.note as Stub | undefined;
      if (!stub) return;
      out.utf8(operations[stub.call.opnum] ?? `opnum ${stub.call.opnum}`);
      out.ascii(stub.request ? ' request' : ' response');
    },
    summary(layer, _packet, out) {
      const stub = layer.note as Stub | undefined;
      if (stub) out.utf8(`, ${operations[stub.call.opnum] ?? `opnum ${stub.call.opnum}`}`);
    },
  });
  return { uuid: uuid.toLowerCase(), version, label, document, operations, protocol: made };
}
