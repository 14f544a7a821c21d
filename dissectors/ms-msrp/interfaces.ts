import { type Dissection, type Field, field, type NdrStub } from '#sdk';
import { idlInterface } from '../dcerpc/interface.ts';
import type { Stub } from '../dcerpc/keys.ts';
import { win32ErrorName } from '../win32-error/keys.ts';
import { MSGSVC, MSGSVCSEND, nameCall, type TextMessage, textMessage } from './keys.ts';
import { readNames, sealedNames } from './names.ts';
import { msrp } from './spec.ts';

const result = { base: 'dec', names: win32ErrorName } as const;

/** Name management (3.1.4): over the pipe \PIPE\msgsvc. */
export const msgsvc = idlInterface({
  uuid: MSGSVC,
  name: 'msgsvc',
  label: 'MSGSVC',
  title: 'Messenger Service Name Management',
  document: 'MS-MSRP',
  idl: new URL('./msgsvc.idl', import.meta.url),
  refine: {
    NET_API_STATUS: result,
    'NetrMessageNameEnum.PrefMaxLen': { spec: msrp('3.1.4.2') },
  },
  needs: (d) => d.watched(nameCall),
  tells: readNames,
  sealed: sealedNames,
});

/** Wireshark's names, with the values it gives: 'server' is the sender (deprecated). */
const alias = (name: string, label: string): Field =>
  field(`messenger.${name}`, label, 'string', { encoding: 'oem', alias: true });

/** Sending a text (3.2.4.1): connectionless. */
export const msgsvcsend = idlInterface({
  uuid: MSGSVCSEND,
  name: 'msgsvcsend',
  label: 'MSGSVCSEND',
  title: 'Messenger Service Send',
  document: 'MS-MSRP',
  idl: new URL('./msgsvcsend.idl', import.meta.url),
  refine: {
    'NetrSendMessage.From': { aliases: [alias('server', 'Server')] },
    'NetrSendMessage.To': { aliases: [alias('client', 'Client')] },
    'NetrSendMessage.Text': { aliases: [alias('message', 'Message')] },
    'NetrSendMessage.return': {
      ...result,
      aliases: [field('messenger.rc', 'Return code', 'uint', { size: 4, base: 'hex', alias: true })],
    },
  },
  opnumAlias: field('messenger.opnum', 'Operation', 'uint', { size: 2, generated: true, alias: true }),
  needs: (d) => d.watched(textMessage),
  tells: sent,
  over(d, call) {
    if (call.sent) d.observe(textMessage, call.sent as TextMessage);
  },
});

/** A text was sent: it is told when its call is over. */
function sent(d: Dissection, { call, request }: Stub, read: NdrStub, whole: boolean): void {
  if (!request || call.sent) return;
  const string = (parameter: string): Uint8Array | undefined => {
    const bytes = read.bytesOf(parameter);
    if (!bytes) return undefined;
    const stop = bytes.indexOf(0);
    return bytes.slice(0, stop < 0 ? undefined : stop);
  };
  const { file, seconds, nanoseconds } = d.packet;
  const text = string('Text');
  const message: TextMessage = {
    flow: call.flow,
    direction: call.direction,
    file,
    seconds,
    nanoseconds,
    transport: 'rpc',
    from: string('From'),
    to: string('To'),
    blocks: [],
    call: { rpc: call, text: text ?? new Uint8Array(0) },
    begun: true,
    ended: true,
    gapsBefore: 0,
    lossy: !whole,
  };
  call.sent = message;
}
