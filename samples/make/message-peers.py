#!/usr/bin/python3
"""Both ends of a messenger conversation on the loopback, right in every byte (but for the sender in haste and the advertiser):

    message-peers.py smb        impacket's NetBIOS session to port 139: a single block, a text in blocks, two at a time
    message-peers.py smb-hasty  the same by a sender that does not wait
    message-peers.py send       NetrSendMessage over connectionless RPC, its headers by scapy: answered, refused, in fragments
    message-peers.py send-spam  NetrSendMessage as advertisers send it, to a port where nobody listens
    message-peers.py mailslot   \\MAILSLOT\\MESSNGR over the datagram service, its headers by scapy

What lies below the messages is impacket's, scapy's and the system's; the messages are packed here by MS-MSRP 2.2.3 and
3.2.4. Needs python3-impacket and python3-scapy, and ports 138 and 139: run it in a network namespace (record-messages.sh).
"""
import socket
import struct
import sys
import threading
import time
import uuid

from impacket import nmb
from scapy.layers.dcerpc import DceRpc4
from scapy.layers.netbios import NBTDatagram
from scapy.packet import Raw

SENDER, RECIPIENT = '127.0.0.10', '127.0.0.20'
TEXT = b'Print Job Completed'
LONG = (b'Print Job Completed\x14Document: Quarterly report, 24 pages, two copies, stapled at the top left corner\x14'
        b'Printer: \\\\PRINTSERVER\\LASER1 on the second floor, next to the kitchen\x14'
        b'Please take your pages out of the output bin before the next job is printed.')
BLOCK = 128
LONGEST = (LONG + b'\x14' + LONG + b'\x14' + LONG)[:652]
MESSENGER = 0x03


# SMB (MS-MSRP 2.2.3) -------------------------------------------------------------------------------------------------

SINGLE, START, END, TEXT_BLOCK = 0xD0, 0xD5, 0xD6, 0xD7
GROUP = 7


def smb(command: int, words: bytes, data: bytes, flags: int = 0) -> bytes:
    header = b'\xffSMB' + struct.pack('<BLB', command, 0, flags) + bytes(22)
    return header + bytes([len(words) // 2]) + words + struct.pack('<H', len(data)) + data


def names() -> bytes:
    return b'\x04PRINTSERVER\0\x04ALICE\0'


def buffer(data: bytes) -> bytes:
    return b'\x01' + struct.pack('<H', len(data)) + data


def receiver(listening: socket.socket) -> None:
    """Takes one session, and answers each request with its response; each START opens a group of its own."""
    connection, _ = listening.accept()
    group = GROUP
    while head := connection.recv(4, socket.MSG_WAITALL):
        length = struct.unpack('>L', head)[0] & 0x1FFFF
        said = connection.recv(length, socket.MSG_WAITALL)
        if head[0] == 0x81:  # SESSION REQUEST (RFC 1002 4.3.2)
            connection.sendall(b'\x82\0\0\0')
            continue
        words = b''
        if said[4] == START:
            words = struct.pack('<H', group)
            group += 1
        answer = smb(said[4], words, b'', 0x80)
        connection.sendall(struct.pack('>L', len(answer)) + answer)


def text_blocks(text: bytes, group: int) -> list:
    data = text + b'\0'
    return [smb(TEXT_BLOCK, struct.pack('<H', group), buffer(data[at:at + BLOCK])) for at in range(0, len(data), BLOCK)]


def end(group: int) -> bytes:
    return smb(END, struct.pack('<H', group), b'')


def by_smb(hasty: bool = False) -> None:
    listening = socket.create_server((RECIPIENT, 139))
    threading.Thread(target=receiver, args=(listening,), daemon=True).start()
    session = nmb.NetBIOSTCPSession(
        'PRINTSERVER', 'ALICE', RECIPIENT, remote_type=MESSENGER, sess_port=139, timeout=5)

    def ask(*requests: bytes) -> None:
        """All of them at once, then their responses."""
        session.get_socket().sendall(b''.join(struct.pack('>L', len(it)) + it for it in requests))
        for _ in requests:
            session.recv_packet(timeout=5)

    start = smb(START, b'', names())
    first, second, *rest = text_blocks(LONGEST, GROUP)
    if hasty:
        ask(start, first)
        ask(second, rest[0])
        rest = rest[1:]
    else:
        ask(smb(SINGLE, b'', names() + buffer(TEXT + b'\0')))
        for request in (start, first, second):
            ask(request)
    for request in (*rest, end(GROUP)):
        ask(request)
    if not hasty:
        groups = (GROUP + 1, GROUP + 2)
        for _ in groups:
            ask(start)
        for request in (it for pair in zip(*(text_blocks(LONG, group) for group in groups)) for it in pair):
            ask(request)
        for group in groups:
            ask(end(group))
    session.close()


# NetrSendMessage (3.2.4.1) over connectionless RPC (C706 12.5) --------------------------------------------------------

MSGSVCSEND = uuid.UUID('5a7b91f8-ff00-11d0-a9b2-00c04fb6e6fc')
REQUEST, RESPONSE = 0, 2
LAST_FRAGMENT, FRAGMENT, NO_FACK, IDEMPOTENT = 0x02, 0x04, 0x08, 0x20
NOT_FOUND = 0x8E1
HEADER = 80
MOST = 1024


def call(kind: int, activity: uuid.UUID, number: int, stub: bytes, flags: int, fragment: int = 0) -> bytes:
    return bytes(DceRpc4(ptype=kind, flags1=flags, if_id=MSGSVCSEND, act_id=activity, seqnum=number, fragnum=fragment,
                         server_boot=0, len=len(stub)) / Raw(stub))


def narrow(text: bytes) -> bytes:
    it = struct.pack('<LLL', len(text) + 1, 0, len(text) + 1) + text + b'\0'
    return it + bytes(-len(it) % 4)


def answering(it: socket.socket) -> None:
    """Answers a call with its last fragment: there is ALICE, and nobody else."""
    stub = b''
    while True:
        said, sender = it.recvfrom(65536)
        head = DceRpc4(said)
        stub = said[HEADER:] if head.fragnum == 0 else stub + said[HEADER:]
        if int(head.flags1) & FRAGMENT and not int(head.flags1) & LAST_FRAGMENT:
            continue
        status = 0 if b'ALICE\0' in stub else NOT_FOUND
        it.sendto(call(RESPONSE, head.act_id, head.seqnum, struct.pack('<L', status), NO_FACK | IDEMPOTENT), sender)


def by_rpc() -> None:
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind((RECIPIENT, 1027))
    threading.Thread(target=answering, args=(server,), daemon=True).start()
    client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    client.bind((SENDER, 1026))
    client.settimeout(5)
    activity = uuid.UUID('11111111-2222-3333-4444-555555555555')
    for number, (to, text) in enumerate(((b'ALICE', TEXT), (b'NOBODY', TEXT), (b'ALICE', b'\x14'.join([LONG] * 5)))):
        stub = narrow(b'PRINTSERVER') + narrow(to) + narrow(text)
        parts = [stub[at:at + MOST] for at in range(0, len(stub), MOST)]
        for fragment, part in enumerate(parts):
            flags = NO_FACK | IDEMPOTENT
            if len(parts) > 1:
                flags |= FRAGMENT | (LAST_FRAGMENT if fragment == len(parts) - 1 else 0)
            client.sendto(call(REQUEST, activity, number, part, flags, fragment), (RECIPIENT, 1027))
        client.recv(65536)


def padded(text: bytes, count: int) -> bytes:
    """A string whose count goes beyond its null, with what the sender's memory held."""
    left = b'\0\0left over'
    it = text + (left * 4)[:count - len(text) - 1] + b'\0'
    return struct.pack('<LLL', count, 0, count) + it + bytes(-count % 4)


def by_advertiser() -> None:
    client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    client.bind((SENDER, 30000))
    text = b'STOP! YOUR SYSTEM NEEDS ATTENTION.\r\rTo fix this:\r1. Visit our site\r\n2. Pay\r'
    stub = padded(b'SECURITY', 16) + padded(b'ALERT', 16) + padded(text, 100)
    for number in range(2):
        activity = uuid.UUID(int=number + 1)
        client.sendto(call(REQUEST, activity, 0, stub, NO_FACK | IDEMPOTENT), (RECIPIENT, 1026 + number))
        time.sleep(0.1)


# The mailslot (2.1.2) over the datagram service (RFC 1002 4.4), by SMB_COM_TRANSACTION (MS-MAIL 2.2.1) -----------------

def suffix(value: int) -> int:
    """The last byte of a name in first-level encoding, as scapy wants it."""
    return ((0x41 + (value >> 4)) << 8) | (0x41 + (value & 15))


def written(text: bytes) -> bytes:
    name = b'\\MAILSLOT\\MESSNGR\0'
    data = b'PRINTSERVER\0ALICE\0' + text + b'\0'
    at = 32 + 1 + 34 + 2 + len(name)
    write, priority, second_class = 1, 0, 2
    words = struct.pack('<HHHHBBHLHHHHHBBHHH', 0, len(data), 0, 0, 0, 0, 0, 0, 0, 0, 0, len(data), at, 3, 0,
                        write, priority, second_class)
    return smb(0x25, words, name + data)


def by_mailslot() -> None:
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind((RECIPIENT, 138))
    client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    client.bind((SENDER, 138))
    for number, text in enumerate((TEXT, LONG)):
        payload = written(text)
        datagram = NBTDatagram(
            Flags=0x0A, ID=number + 1, SourceIP=SENDER, Length=68 + len(payload), SourceName=b'PRINTSERVER',
            SUFFIX1=suffix(MESSENGER), DestinationName=b'ALICE', SUFFIX2=suffix(MESSENGER)) / Raw(payload)
        client.sendto(bytes(datagram), (RECIPIENT, 138))


{'smb': by_smb, 'smb-hasty': lambda: by_smb(True), 'send': by_rpc, 'send-spam': by_advertiser, 'mailslot': by_mailslot}[sys.argv[1]]()
time.sleep(0.3)
