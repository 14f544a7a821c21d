#!/usr/bin/python3
"""Writes the captures of NetBIOS names, datagrams and mailslots: samples/make/netbios.py FOLDER

netbios-names.pcap, netbios-datagrams.pcap, mailslots.pcap and mailslot-messenger.pcap. Needs python3-scapy, which makes
the headers of the name and datagram services and everything below them; what is in them is packed here, by RFC 1002,
MS-CIFS, MS-BRWS and MS-ADTS. Run twice it gives the same bytes. What each file shows stands in samples/manifest.json.
"""
import struct
import sys

from scapy.layers.inet import IP, TCP, UDP
from scapy.layers.l2 import Ether
from scapy.layers.netbios import (
    NBNSHeader, NBNSNodeStatusRequest, NBNSNodeStatusResponse, NBNSNodeStatusResponseService, NBNSQueryRequest,
    NBNSQueryResponse, NBNSRegistrationRequest, NBNSWackResponse, NBNS_ADD_ENTRY, NBTDatagram)
from scapy.packet import Raw
from scapy.utils import wrpcap

START = 1767225600  # 2026-01-01T00:00:00Z
CLIENT, SERVER, ALL = '192.0.2.10', '192.0.2.20', '192.0.2.255'
MACS = {CLIENT: '02:00:00:00:00:01', SERVER: '02:00:00:00:00:02', ALL: 'ff:ff:ff:ff:ff:ff'}

QUERY, REGISTRATION, RELEASE, WACK, REFRESH, MULTIHOMED = 0, 5, 6, 7, 8, 15
AA, TC, RD, RA, BROADCAST = 0x40, 0x20, 0x10, 0x08, 0x01
MESSENGER, FILE_SERVER = 0x03, 0x20


def suffix(value: int) -> int:
    """The last byte of a name in first-level encoding, as scapy wants it."""
    return ((0x41 + (value >> 4)) << 8) | (0x41 + (value & 15))


def frame(source: str, destination: str, port: int, payload) -> Ether:
    return (Ether(src=MACS[source], dst=MACS[destination]) / IP(src=source, dst=destination, id=1)
            / UDP(sport=port, dport=port) / payload)


def write(name: str, frames: list) -> None:
    for index, it in enumerate(frames):
        it.time = START + index / 1000
    wrpcap(f'{sys.argv[1]}/{name}', frames)


def encoded(name: bytes, kind: int, scope: bytes = b'') -> bytes:
    """First-level encoding (RFC 1001 14.1), for what scapy has no class for."""
    letters = b''.join(bytes([0x41 + (c >> 4), 0x41 + (c & 15)]) for c in name.ljust(15) + bytes([kind]))
    labels = b''.join(bytes([len(it)]) + it for it in scope.split(b'.') if it)
    return b'\x20' + letters + labels + b'\0'


# The name service (RFC 1002 4.2) ------------------------------------------------------------------------------------

def header(number: int, operation: int, flags: int = 0, response: int = 0, code: int = 0, **counts) -> NBNSHeader:
    return NBNSHeader(NAME_TRN_ID=number, RESPONSE=response, OPCODE=operation, NM_FLAGS=flags, RCODE=code, **counts)


def registration(number: int, operation: int, flags: int, name: bytes, kind: int, group: int = 0, ttl: int = 300000):
    return header(number, operation, flags, QDCOUNT=1, ARCOUNT=1) / NBNSRegistrationRequest(
        QUESTION_NAME=name, SUFFIX=suffix(kind), TTL=ttl, G=group, OWNER_NODE_TYPE=3, NB_ADDRESS=CLIENT)


def positive(number: int, operation: int, name: bytes, kind: int, *addresses: str, code: int = 0):
    return header(number, operation, AA | RD | RA, 1, code, ANCOUNT=1) / NBNSQueryResponse(
        RR_NAME=name, SUFFIX=suffix(kind), ADDR_ENTRY=[NBNS_ADD_ENTRY(OWNER_NODE_TYPE=3, NB_ADDRESS=a) for a in addresses])


def names() -> list:
    statistics = struct.pack('>BBHHHHHHIIHHHHHHH', 1, 2, 0x0300, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 512)
    status = header(0x1008, QUERY, AA, 1, ANCOUNT=1) / NBNSNodeStatusResponse(
        RR_NAME=b'*' + bytes(14), SUFFIX=suffix(0), RDLENGTH=1 + 3 * 18 + 6 + len(statistics), NODE_NAME=[
            NBNSNodeStatusResponseService(NETBIOS_NAME=b'ALICE          ', SUFFIX=MESSENGER, NAME_FLAGS=0x64),
            NBNSNodeStatusResponseService(NETBIOS_NAME=b'WORKSTATION    ', SUFFIX=0x00, NAME_FLAGS=0x66),
            NBNSNodeStatusResponseService(NETBIOS_NAME=b'WORKGROUP      ', SUFFIX=0x1e, NAME_FLAGS=0xfc),
        ], MAC_ADDRESS=MACS[SERVER], STATISTICS=statistics)
    # To another server (4.2.15): its name as an authority, by a pointer into the question's scope, and its address.
    scoped = encoded(b'ALICE', MESSENGER, b'SCOPE.EXAMPLE')
    redirect = (
        struct.pack('>6H', 0x1009, 0x8400, 0, 0, 1, 1)
        + scoped + struct.pack('>HHIH', 2, 1, 300000, 2 + 2 + 3 + 1) + b'\x05OTHER\xc0\x2d'
        + b'\xc0\x46' + struct.pack('>HHIH', 1, 1, 300000, 4) + bytes([192, 0, 2, 30]))
    illegal = struct.pack('>6H', 0x100a, 0x0110, 1, 0, 0, 0) + b'\x05plain\0' + struct.pack('>HH', 32, 1)
    nothing = struct.pack('>6H', 0x100b, 0x8583, 0, 1, 0, 0) + encoded(b'NOBODY', MESSENGER) + struct.pack(
        '>HHIH', 10, 1, 0, 0)
    conversation = [
        (CLIENT, ALL, registration(0x1001, REGISTRATION, RD | BROADCAST, b'ALICE', MESSENGER)),
        (SERVER, CLIENT, header(0x1001, WACK, AA, 1, ANCOUNT=1) / NBNSWackResponse(
            RR_NAME=b'ALICE', SUFFIX=suffix(MESSENGER), RDATA=0x2910)),
        (SERVER, CLIENT, positive(0x1001, REGISTRATION, b'ALICE', MESSENGER, CLIENT)),
        (CLIENT, SERVER, registration(0x1002, MULTIHOMED, RD, b'WORKGROUP', 0x00, 1)),
        (SERVER, CLIENT, positive(0x1002, REGISTRATION, b'WORKGROUP', 0x00, CLIENT, code=6)),
        (CLIENT, SERVER, registration(0x1003, REFRESH, 0, b'ALICE', MESSENGER)),
        (CLIENT, SERVER, registration(0x1004, 9, 0, b'ALICE', MESSENGER)),
        (CLIENT, ALL, header(0x1005, QUERY, RD | BROADCAST, QDCOUNT=1) / NBNSQueryRequest(
            QUESTION_NAME=b'BOB', SUFFIX=suffix(MESSENGER))),
        (SERVER, CLIENT, positive(0x1005, QUERY, b'BOB', MESSENGER, SERVER, '192.0.2.21')),
        (CLIENT, SERVER, header(0x1006, QUERY, RD, QDCOUNT=1) / NBNSQueryRequest(
            QUESTION_NAME=b'NOBODY', SUFFIX=suffix(MESSENGER))),
        (SERVER, CLIENT, Raw(nothing)),
        (CLIENT, SERVER, header(0x1008, QUERY, QDCOUNT=1) / NBNSNodeStatusRequest(SUFFIX=suffix(0))),
        (SERVER, CLIENT, status),
        (SERVER, CLIENT, Raw(redirect)),
        (CLIENT, ALL, Raw(illegal)),
        (CLIENT, ALL, registration(0x1007, RELEASE, BROADCAST, b'ALICE', MESSENGER, ttl=0)),
    ]
    frames = [frame(source, destination, 137, payload) for source, destination, payload in conversation]
    # The same query over TCP, with its length before it.
    query = bytes(conversation[7][2])
    segment = Ether(src=MACS[CLIENT], dst=MACS[SERVER]) / IP(src=CLIENT, dst=SERVER, id=1)
    stream = struct.pack('>H', len(query)) + query
    return frames + [
        segment / TCP(sport=49152, dport=137, flags='S', seq=999),
        segment / TCP(sport=49152, dport=137, flags='PA', seq=1000, ack=1) / Raw(stream),
    ]


# The datagram service (RFC 1002 4.4) and mailslots (MS-CIFS 2.2.5.12) -------------------------------------------------

FIRST, MORE = 2, 1


def mailslot(name: bytes, data: bytes, priority: int = 1) -> bytes:
    """An SMB_COM_TRANSACTION that writes to a mailslot."""
    path = name + b'\0'
    offset = 32 + 1 + 34 + 2 + len(path)
    words = struct.pack('<HHHHBBHIHHHHHBBHHH', 0, len(data), 0, 0, 0, 0, 2, 0, 0, 0, 0, len(data), offset, 3, 0, 1,
                        priority, 2)
    tail = path + data
    return b'\xffSMB\x25' + bytes(27) + bytes([len(words) // 2]) + words + struct.pack('<H', len(tail)) + tail


def datagram(number: int, source: bytes, destination: bytes, payload: bytes, kind: int = 0x10, flags: int = FIRST,
             offset: int = 0, kinds: tuple = (0x00, MESSENGER), to: str = SERVER) -> Ether:
    return frame(CLIENT, to, 138, NBTDatagram(
        Type=kind, Flags=flags, ID=number, SourceIP=CLIENT, SourceName=source, SUFFIX1=suffix(kinds[0]),
        DestinationName=destination, SUFFIX2=suffix(kinds[1]), Length=68 + len(payload), Offset=offset) / Raw(payload))


def short(kind: int, number: int, rest: bytes) -> Ether:
    """An error or one of the queries: the header, and a code or a name."""
    start = struct.pack('>BBH4sH', kind, FIRST, number, bytes(map(int, CLIENT.split('.'))), 138)
    return frame(CLIENT, SERVER, 138, Raw(start + rest))


TEXT = b'Print Job Completed\x14Please take your pages.'


def message(text: bytes) -> bytes:
    return mailslot(b'\\MAILSLOT\\MESSNGR', b'PRINTSERVER\0' + b'ALICE\0' + text + b'\0')


def datagrams() -> list:
    whole = message(b'A text that goes in two fragments, the second of them first. ' * 4)
    return [
        datagram(1, b'PRINTSERVER', b'ALICE', whole[200:], flags=0, offset=200),
        datagram(1, b'PRINTSERVER', b'ALICE', whole[:200], flags=FIRST | MORE),
        datagram(2, b'PRINTSERVER', b'ALICE', whole[:200], flags=FIRST | MORE),
        short(0x13, 2, b'\x82'),
        short(0x14, 3, encoded(b'ALICE', MESSENGER)),
        short(0x15, 3, encoded(b'ALICE', MESSENGER)),
        short(0x16, 3, encoded(b'ALICE', MESSENGER, b'SCOPE')),
        short(0x17, 4, b'what?'),
    ]


def messenger() -> list:
    return [
        datagram(1, b'PRINTSERVER', b'ALICE', message(TEXT)),
        datagram(2, b'PRINTSERVER', b'WORKGROUP', mailslot(
            b'\\mailslot\\messngr', b'PRINTSERVER\0*\0Printer out of order\r\n\0'), 0x11, to=ALL),
        # No null after the text, then bytes after it.
        datagram(3, b'PRINTSERVER', b'ALICE', mailslot(b'\\MAILSLOT\\MESSNGR', b'PRINTSERVER\0ALICE\0Paper jam')),
        datagram(4, b'PRINTSERVER', b'ALICE', mailslot(b'\\MAILSLOT\\MESSNGR', b'PRINTSERVER\0ALICE\0Paper\0jam')),
    ]


def wide(text: str) -> bytes:
    return text.encode('utf-16le') + b'\0\0'


def mailslots() -> list:
    browse, netlogon = b'\\MAILSLOT\\BROWSE', b'\\MAILSLOT\\NET\\NETLOGON'
    host = struct.pack('<BI16sBBIBBH', 1, 720000, b'WORKSTATION', 6, 1, 0x00051003, 15, 1, 0xaa55) + b'Next to the door\0'
    domain = struct.pack('<BI16sBBIBBH', 1, 900000, b'WORKGROUP', 4, 0, 0x80001000, 21, 4, 0) + b'WORKSTATION\0'
    tail = struct.pack('<IHH', 11, 0xffff, 0xffff)
    sid = bytes.fromhex('010400000000000515000000010000000200000003000000')
    sam = struct.pack('<H', 1) + wide('WORKSTATION') + wide('ALICE$') + b'\\MAILSLOT\\NET\\GETDC1\0'
    sam += struct.pack('<II', 0x80, len(sid))
    sam += bytes(-(2 + len(sam)) % 4) + sid
    browser = [
        b'\x01' + host,
        b'\x0f' + host,
        b'\x0c' + domain,
        b'\x02' + b'\0' + b'WORKSTATION\0',
        b'\x08' + struct.pack('<BBBBBII', 1, 0x86, 15, 1, 0x20, 120000, 0) + b'WORKSTATION\0',
        b'\x09' + struct.pack('<BI', 4, 7),
        b'\x0a' + struct.pack('<BI', 2, 7) + b'WORKSTATION\0SERVER\0',
        b'\x0b' + b'WORKSTATION\0',
        b'\x0d' + b'WORKSTATION\0',
        b'\x0e' + b'\x02',
        b'\x77' + b'unknown',
    ]
    logon = [
        b'\x07\0' + b'WORKSTATION\0' + b'\\MAILSLOT\\NET\\GETDC1\0' + b'\0' + wide('WORKSTATION') + tail,
        b'\x0c\0' + b'SERVER\0' + b'\0' + wide('SERVER') + wide('DOMAIN') + tail,
        b'\x12\0' + sam + tail,
        b'\x13\0' + wide('\\\\SERVER') + wide('ALICE') + wide('DOMAIN') + tail,
        b'\x77\0' + b'unknown',
    ]
    group = {'kind': 0x11, 'to': ALL}
    frames = [datagram(i, b'WORKSTATION', b'WORKGROUP', mailslot(browse, it), kinds=(0x00, 0x1e), **group)
              for i, it in enumerate(browser)]
    frames += [datagram(32 + i, b'WORKSTATION', b'DOMAIN', mailslot(netlogon, it), kinds=(0x00, 0x1c), **group)
               for i, it in enumerate(logon)]
    frames.append(datagram(64, b'WORKSTATION', b'SERVER', mailslot(b'\\MAILSLOT\\ANOTHER', b'what it carries'),
                           kinds=(0x00, FILE_SERVER)))
    return frames


write('netbios-names.pcap', names())
write('netbios-datagrams.pcap', datagrams())
write('mailslot-messenger.pcap', messenger())
write('mailslots.pcap', mailslots())
