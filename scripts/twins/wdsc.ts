/**
 * Twins of the recorded WDS sessions, one for every rule of MS-WDSC that can be broken on the wire. Of wdsc-impacket.pcap:
 * frames 8 and 9 begin the log, 10 and 11 ask for unattended instructions, 12 and 13 are a status message that is refused.
 */
import { accusation, also, byte, set, u16, u32, utf16 } from './terms.ts';
import type { Change, Twin } from './twin.ts';

const IMPACKET = 'wdsc-impacket.pcap';
const [LOG, LOGGED, ASKED, TOLD, STATUS, REFUSED] = [8, 9, 10, 11, 12, 13] as const;

const name = (text: string): string => utf16(text).padEnd(132, '0').slice(0, 132);

/** What a right server does with a wrong request: its reply is a failure. */
const refused = set(TOLD, 'wdsc.error_code', u32(87));

/** A twin of the good session. */
const twin = (shows: string, finds: string, changes: readonly Change[], more: Partial<Twin> = {}): Twin => ({
  of: IMPACKET,
  shows,
  finds: [accusation(finds)],
  changes,
  ...more,
});

/** RPC_C_AUTHN_GSS_NEGOTIATE, and RPC_C_AUTHN_LEVEL_PKT_PRIVACY. */
const SPNEGO = 9;
const PRIVACY = 6;

const COUNTS_ITSELF = 'NDR demands the same of the array that the argument counts';
const IS_INVALID = 'the request that should have failed is invalid by itself';

export const wdscTwins: readonly Twin[] = [
  // The endpoint header (2.2.1.1) ----------------------------------------------------------------------------------------
  twin(
    'a reply whose header is 41 bytes',
    `wdsc/endpoint-size-of-header wrong 2.2.1.1 ${LOGGED} wdsc.endpoint.size_of_header`,
    [set(LOGGED, 'wdsc.endpoint.size_of_header', u16(41))],
  ),
  twin('a reply of another version', `wdsc/endpoint-version wrong 2.2.1.1 ${LOGGED} wdsc.endpoint.version`, [
    set(LOGGED, 'wdsc.endpoint.version', u16(0x101)),
  ]),
  twin('one byte too many', `wdsc/endpoint-packet-size wrong 2.2.1.1 ${LOG} wdsc.endpoint.packet_size`, [
    set(LOG, 'wdsc.endpoint.packet_size', u32(153)),
  ]),
  twin('the header left out', `wdsc/endpoint-packet-size withoutHeader 2.2.1.1 ${TOLD} wdsc.endpoint.packet_size`, [
    set(TOLD, 'wdsc.endpoint.packet_size', (was) => was.map((b, i) => (i === 0 ? b - 40 : b))),
  ]),
  twin('nobody is called', `wdsc/endpoint-guid nil 2.2.1.1 ${LOG} wdsc.endpoint.guid`, [
    set(LOG, 'wdsc.endpoint.guid', '00'.repeat(16)),
    set(LOGGED, 'wdsc.endpoint.guid', '00'.repeat(16)),
    set(LOGGED, 'wdsrpc.return', u32(87)),
  ]),
  twin('something in Reserved', `wdsc/endpoint-reserved set 2.2.1.1 ${STATUS} wdsc.endpoint.reserved`, [
    set(STATUS, 'wdsc.endpoint.reserved', `01${'00'.repeat(15)}`),
  ]),
  // The operation header (2.2.1.2) ---------------------------------------------------------------------------------------
  twin('the variables alone counted', `wdsc/operation-packet-size wrong 2.2.1.2 ${LOG} wdsc.operation.packet_size`, [
    set(LOG, 'wdsc.operation.packet_size', u32(96)),
  ]),
  twin('a reply of version 2', `wdsc/operation-version wrong 2.2.1.2 ${LOGGED} wdsc.operation.version`, [
    set(LOGGED, 'wdsc.operation.version', u16(0x200)),
  ]),
  twin('a reply that says it asks', `wdsc/packet-type reply 2.2.1.2.1 ${LOGGED} wdsc.operation.packet_type`, [
    set(LOGGED, 'wdsc.operation.packet_type', '01'),
  ]),
  twin('a request that says it replies', `wdsc/packet-type request 2.2.1.2.1 ${LOG} wdsc.operation.packet_type`, [
    set(LOG, 'wdsc.operation.packet_type', '02'),
  ]),
  // Variables (2.2.1.3) --------------------------------------------------------------------------------------------------
  twin('one more is promised', `wdsc/variable-count fewer 2.2.1.3 ${LOGGED} wdsc.variable_count`, [
    set(LOGGED, 'wdsc.variable_count', u32(4)),
  ]),
  twin('one of five is not counted', `wdsc/variable-count leftOver 2.2.1.3 ${ASKED} wdsc.left_over`, [
    set(ASKED, 'wdsc.variable_count', u32(4)),
  ]),
  twin('a name of 33 characters', `wdsc/variable-name-terminated unterminated 2.2.1.3.1 ${ASKED} wdsc.variable.name`, [
    set(ASKED, 'wdsc.variable.name', name('N'.repeat(33)), 5),
    refused,
  ]),
  twin('VERSION, and Version', `wdsc/variable-name-unique again 2.2.1.3.1 ${ASKED} wdsc.variable.name`, [
    set(ASKED, 'wdsc.variable.name', name('Version'), 5),
    refused,
  ]),
  twin('a last block without its padding', `wdsc/block-padding uneven 2.2.1.3.1 ${ASKED} -`, [
    ...resized(ASKED, -4),
    set(ASKED, 'wdsc.variable.padding_end', '', 5),
  ]),
  twin('sixteen bytes more of padding', `wdsc/block-padding longer 2.2.1.3.1 ${LOGGED} wdsc.variable.padding_end`, [
    ...resized(LOGGED, 16),
    set(LOGGED, 'wdsc.variable.padding_end', '00'.repeat(18), 3),
  ]),
  twin('no base type', `wdsc/variable-type base 2.2.1.3.2 ${ASKED} wdsc.variable.type`, [
    set(ASKED, 'wdsc.variable.type', u32(0x1000_0000), 5),
  ]),
  twin('an unknown modifier', `wdsc/variable-type modifier 2.2.1.3.2 ${TOLD} wdsc.variable.type`, [
    set(TOLD, 'wdsc.variable.type', u32(0x2000_0004), 2),
  ]),
  twin('the array flag in the lower half', `wdsc/variable-type arrayBelow 2.2.1.3.2 ${ASKED} wdsc.variable.type`, [
    set(ASKED, 'wdsc.variable.type', u32(0x1004), 5),
  ]),
  twin('the array flag in both halves', `wdsc/variable-type arrayTwice 2.2.1.3.2 ${ASKED} wdsc.variable.type`, [
    set(ASKED, 'wdsc.variable.type', u32(0x1000_1004), 5),
  ]),
  twin('a string that does not end', `wdsc/string-terminated unterminated 2.2.1.3.2.1 ${ASKED} wdsc.value.wstring`, [
    set(ASKED, 'wdsc.value.wstring', (was) => was.map((b, i) => (i >= was.length - 2 ? 0x30 : b)), 1),
  ]),
  twin('a ULONG of two bytes', `wdsc/fixed-value-length wrong 2.2.1.3.3.1 ${ASKED} wdsc.variable.value_length`, [
    set(ASKED, 'wdsc.variable.value_length', u32(2), 2),
  ]),
  twin('a ULONG that counts elements', `wdsc/scalar-array-size set 2.2.1.3.3.1 ${ASKED} wdsc.variable.array_size`, [
    set(ASKED, 'wdsc.variable.array_size', u32(1)),
  ]),
  twin('a value longer than its packet', `wdsc/value-length beyond 2.2.1.3.3.1 ${STATUS} wdsc.variable.value_length`, [
    set(STATUS, 'wdsc.variable.value_length', u32(1000), 7),
  ]),
  twin('an array of nothing', `wdsc/array-size none 2.2.1.3.3.2 ${ASKED} wdsc.variable.array_size`, [
    ...resized(ASKED, -16),
    set(ASKED, 'wdsc.variable.array_size', u32(0), 5),
    set(ASKED, 'wdsc.variable.value', '', 5),
    set(ASKED, 'wdsc.variable.padding_end', '', 5),
    refused,
  ]),
  // What operations need (2.2.1, 3.1.4.1) --------------------------------------------------------------------------------
  twin('a status message of nobody', `wdsc/required-variables missing 2.2.1 ${STATUS} wdsc.opcode`, [
    set(STATUS, 'wdsc.variable.name', name('CLIENT'), 5),
  ]),
  twin('an architecture as a text', `wdsc/required-variables type 2.2.1 ${STATUS} wdsc.variable.name`, [
    set(STATUS, 'wdsc.variable.type', u32(0x40), 3),
  ]),
  twin(
    'a request without VERSION is done',
    `wdsc/missing-variable-refused done 3.1.4.1 ${LOG} wdsc.opcode`,
    [set(LOG, 'wdsc.variable.name', name('EDITION'))],
    also(IS_INVALID, `wdsc/required-variables missing 2.2.1 ${LOG} wdsc.opcode`),
  ),
  twin(
    'a request of another version is done',
    `wdsc/invalid-request-refused done 3.1.4.1 ${LOG} wdsc.endpoint.guid`,
    [set(LOG, 'wdsc.endpoint.version', u16(0x200))],
    also(IS_INVALID, `wdsc/endpoint-version wrong 2.2.1.1 ${LOG} wdsc.endpoint.version`),
  ),
  // The call (2.1.2, 3.1.4.1, 3.2.4) -------------------------------------------------------------------------------------
  twin(
    'uRequestPacketSize counts one less',
    `wdsc/request-packet-size other 3.1.4.1 ${LOG} wdsrpc.uRequestPacketSize`,
    [set(LOG, 'wdsrpc.uRequestPacketSize', u32(151))],
    also(COUNTS_ITSELF, `ndr/size-disagrees seen 3.1.1.5.3 ${LOG} dcerpc.array.max_count`),
  ),
  twin(
    'puReplyPacketSize counts four more',
    `wdsc/reply-packet-size other 3.1.4.1 ${LOGGED} wdsrpc.puReplyPacketSize`,
    [set(LOGGED, 'wdsrpc.puReplyPacketSize', u32(348))],
    also(COUNTS_ITSELF, `ndr/size-disagrees seen 3.1.1.5.3 ${LOGGED} dcerpc.array.max_count`),
  ),
  twin('success, and no packet', `wdsc/reply-packet none 3.1.4.1 ${REFUSED} dcerpc.null_pointer`, [
    set(REFUSED, 'dcerpc.cn_alloc_hint', u32(12)),
    set(REFUSED, 'wdsrpc.puReplyPacketSize', u32(0)),
    set(REFUSED, 'dcerpc.referent_id', u32(0)),
    set(REFUSED, 'dcerpc.array.max_count', ''),
    set(REFUSED, 'wdsrpc.pbReplyPacket', ''),
  ]),
  twin('an HRESULT for a return value', `wdsc/return-code other 3.1.4.1 ${REFUSED} wdsrpc.return`, [
    set(REFUSED, 'wdsrpc.return', u32(0x8007_0005)),
  ]),
  twin('an ErrorCode of the vendor’s', `wdsc/error-code other 1.8 ${REFUSED} wdsc.error_code`, [
    set(REFUSED, 'wdsc.error_code', u32(0xc103_0105)),
  ]),
  twin(
    'a size, and no packet',
    `wdsc/reply-packet-size none 3.1.4.1 ${REFUSED} wdsrpc.puReplyPacketSize`,
    [
      set(REFUSED, 'dcerpc.cn_alloc_hint', u32(12)),
      set(REFUSED, 'dcerpc.referent_id', u32(0)),
      set(REFUSED, 'dcerpc.array.max_count', ''),
      set(REFUSED, 'wdsrpc.pbReplyPacket', ''),
      set(REFUSED, 'wdsrpc.return', u32(5)),
    ],
    also(COUNTS_ITSELF, `ndr/null-with-size seen 3.1.1.5.3 ${REFUSED} dcerpc.null_pointer`),
  ),
  twin('another endpoint replies', `wdsc/reply-endpoint other 3.2.4 ${LOGGED} wdsc.endpoint.guid`, [
    set(LOGGED, 'wdsc.endpoint.guid', 'b7df44106ba3c34092bbac4152187cb3'),
  ]),
  twin('a password in the instructions', `wdsc/credentials-protected readable 2.1.2 ${TOLD} wdsc.variable.name`, [
    set(TOLD, 'wdsc.value.blob', (was) => renamed(was, 'Username', 'Password')),
  ]),
  twin('the last call is never answered', `wdsc/call-completed never 3.1.4.1 ${STATUS} dcerpc.opnum`, [], {
    unsent: [REFUSED],
  }),
  twin('nobody asks for what somebody must', `wdsc/client-authenticates open 2.1.2 ${ASKED} dcerpc.opnum`, [
    set(ASKED, 'wdsc.opcode', u32(7)),
    set(TOLD, 'wdsrpc.return', u32(5)),
  ]),
  twin(
    'what somebody must ask for is done for nobody',
    `wdsc/unauthenticated-refused done 3.1.4.1 ${ASKED} dcerpc.opnum`,
    [set(ASKED, 'wdsc.opcode', u32(8))],
    also(IS_INVALID, `wdsc/client-authenticates open 2.1.2 ${ASKED} dcerpc.opnum`),
  ),
  // Security (2.1.2, 3.1.4.1): the sessions that were recorded sealed and signed. Their calls are frames 10, 13 and 15. ------
  {
    of: 'wdsc-sealed.pcap',
    shows: 'one call authenticated by NTLM itself',
    changes: secured([4, 6, 8, 12, 13, 14, 15, 16], { type: SPNEGO }),
    finds: [accusation('wdsc/authentication-type other 2.1.2 10 dcerpc.auth_type')],
  },
  {
    of: 'wdsc-signed.pcap',
    shows: 'one call signed only, and refused',
    changes: [
      ...secured([4, 6, 8, 13, 14], { type: SPNEGO }),
      ...secured([10, 12, 15, 16], { type: SPNEGO, level: PRIVACY }),
    ],
    finds: [accusation('wdsc/privacy open 2.1.2 13 dcerpc.auth_level')],
  },
  {
    of: 'wdsc-signed.pcap',
    shows: 'one call signed only, and done',
    changes: [
      ...secured([4, 6, 8, 10, 12], { type: SPNEGO }),
      ...secured([13, 14, 15, 16], { type: SPNEGO, level: PRIVACY }),
    ],
    finds: [accusation('wdsc/privacy-enforced done 3.1.4.1 10 dcerpc.auth_level')],
    also: [{ ...accusation('wdsc/privacy open 2.1.2 10 dcerpc.auth_level'), why: IS_INVALID }],
  },
  {
    of: 'wdsc-signed.pcap',
    shows: 'one call signed only, and refused in its reply',
    changes: [
      ...secured([4, 6, 8, 15, 16], { type: SPNEGO }),
      ...secured([10, 12, 13, 14], { type: SPNEGO, level: PRIVACY }),
    ],
    finds: [accusation('wdsc/early-failure-status reply 3.1.4.2 16 wdsc.error_code')],
    also: [{ ...accusation('wdsc/privacy open 2.1.2 15 dcerpc.auth_level'), why: IS_INVALID }],
  },
  {
    of: 'wdsc-sealed.pcap',
    shows: 'a server that does not know NTLM',
    changes: [
      // The bind_ack's place is taken by a bind_nak (C706 12.6.4.5): reason 8, one version, 5.0.
      set(6, 'dcerpc.pkt_type', '0d'),
      set(6, 'dcerpc.cn_max_xmit', u16(8)),
      set(6, 'dcerpc.cn_max_recv', '0105'),
    ],
    unsent: [8, 10, 12, 13, 14, 15, 16],
    finds: [accusation('wdsc/security-providers unknown 2.1.1 6 dcerpc.cn_reject_reason')],
  },
];

/** What the security trailers of these frames say. */
function secured(frames: readonly number[], { type, level }: { type: number; level?: number }): Change[] {
  return frames.flatMap((frame) => [
    set(frame, 'dcerpc.auth_type', byte(type)),
    ...(level === undefined ? [] : [set(frame, 'dcerpc.auth_level', byte(level))]),
  ]);
}

/** A packet of another length: everything that counts it is right again. */
function resized(frame: number, by: number): Change[] {
  const more = (was: Uint8Array): Uint8Array => {
    const made = was.slice();
    const view = new DataView(made.buffer);
    view.setUint32(0, view.getUint32(0, true) + by, true);
    return made;
  };
  const size = frame % 2 === 0 ? 'wdsrpc.uRequestPacketSize' : 'wdsrpc.puReplyPacketSize';
  return [
    'dcerpc.cn_alloc_hint',
    size,
    'dcerpc.array.max_count',
    'wdsc.endpoint.packet_size',
    'wdsc.operation.packet_size',
  ].map((field) => set(frame, field, more));
}

function renamed(text: Uint8Array, was: string, now: string): Uint8Array {
  return new Uint8Array(Buffer.from(Buffer.from(text).toString('latin1').replaceAll(was, now), 'latin1'));
}
