#!/usr/bin/python3
"""Both ends of an RPC conversation on the loopback, by impacket's client and server:

    rpc-peers.py wdsc            WdsRpcMessage over TCP 5040: right in every byte
    rpc-peers.py wdsc-field      the same as deployed clients and servers send it
    rpc-peers.py wdsc-sealed     a client that authenticates by NTLM, and seals its calls
    rpc-peers.py wdsc-signed     one that only signs them, and a server that minds one call only
    rpc-peers.py msgsvc smb1|smb2   name management over \\PIPE\\msgsvc: right in every byte
    rpc-peers.py msgsvc-wrong    answers that contradict the names that are held
    rpc-peers.py msgsvc-sealed   the names managed by a client that authenticates by NTLM, and seals its calls
    rpc-peers.py send-pipe       NetrSendMessage over the pipe, where it does not belong
    rpc-peers.py send-tcp        the same over TCP

Stubs are packed here by MS-WDSC 2.2.1 and MS-MSRP 3.1.4; what is below them is impacket's. Needs python3-impacket, and
port 445 for msgsvc: run it in a network namespace (record-calls.sh).
"""
import struct
import sys
import threading
import time
import uuid

from impacket import smbserver
from impacket.dcerpc.v5 import transport
from impacket.dcerpc.v5.rpcrt import DCERPCServer
from impacket.smb import SMB_DIALECT
from impacket.smb3structs import SMB2_DIALECT_002
from impacket.uuid import uuidtup_to_bin

from rpc_security import DOMAIN, INTEGRITY, PASSWORD, PRIVACY, USER, AuthenticatingServer

HOST = '127.0.0.1'
WDS = ('1a927394-352e-4553-ae3f-7cf4aafca620', '1.0')
MSGSVC = ('17fdd703-1827-4e34-79d4-24a55c53bb37', '1.0')
MSGSVCSEND = ('5a7b91f8-ff00-11d0-a9b2-00c04fb6e6fc', '1.0')
OS_DEPLOYMENT = uuid.UUID('d8deeb5a-effd-43b2-99fc-1a8a5921c227').bytes_le

ULONG, WSTRING, BLOB, ARRAY, LOW_ARRAY = 4, 0x20, 0x40, 0x10000000, 0x1000
UNATTEND = b'''<?xml version="1.0" encoding="utf-8"?>
<unattend xmlns="urn:schemas-microsoft-com:unattend"><settings pass="windowsPE"><WindowsDeploymentServices><Login>
<Credentials><Username>installer</Username><Domain>EXAMPLE</Domain></Credentials>
</Login></WindowsDeploymentServices></settings></unattend>
'''


# MS-WDSC 2.2.1 ------------------------------------------------------------------------------------------------------

def variable(name: str, kind: int, value: bytes, count: int = 0, least: int = 0) -> bytes:
    """A block; `least` is how many bytes of padding there are at least."""
    length = len(value) // count if count else len(value)
    block = name.encode('utf-16le').ljust(68, b'\0') + struct.pack('<LLL', kind, length, count) + value
    padding = -len(block) % 16
    return block + bytes(padding if padding >= least else padding + 16)


def text(value: str) -> bytes:
    return (value + '\0').encode('utf-16le')


def packet(kind: int, code: int, variables: list, own_size: bool = True) -> bytes:
    body = b''.join(variables)
    size = 16 + len(body)
    endpoint = struct.pack('<HHL', 40, 0x100, size + (40 if own_size else 0)) + OS_DEPLOYMENT + bytes(16)
    return endpoint + struct.pack('<LHBBLL', size, 0x100, kind, 0, code, len(variables)) + body


def message(it: bytes) -> bytes:
    return struct.pack('<LL', len(it), len(it)) + it


def aligned(it: bytes) -> bytes:
    return it + bytes(-len(it) % 4)


def replied(it: bytes, status: int = 0) -> bytes:
    return aligned(struct.pack('<LLL', len(it), 0x20000, len(it)) + it) + struct.pack('<L', status)


def refused(status: int) -> bytes:
    return struct.pack('<LLL', 0, 0, status)


VERSION = variable('VERSION', ULONG, struct.pack('<L', 1))
WHO = [variable('CLIENT_MAC', WSTRING, text('020000000001')), variable('CLIENT_GUID', WSTRING, text('0' * 32))]


def opcode(stub: bytes) -> int:
    return struct.unpack_from('<L', stub, 8 + 40 + 8)[0]


def wds_answers(field: bool):
    kind = 1 if field else 2

    def answer(stub: bytes) -> bytes:
        if opcode(stub) == 3:
            said = [VERSION, variable('LOGLEVEL', ULONG, struct.pack('<L', 3)),
                    variable('TRANSACTION_ID', WSTRING, text('{0001}'), least=4 if field else 0)]
            return replied(packet(kind, 0, said, not field))
        if opcode(stub) == 5:
            said = [VERSION, variable('FLAGS', ULONG, struct.pack('<L', 1)),
                    variable('CLIENT_UNATTEND', BLOB, UNATTEND, least=4 if field else 0)]
            return replied(packet(kind, 0, said, not field))
        if opcode(stub) == 4:
            return replied(packet(kind, 5, [], not field))
        return refused(87)

    return answer


def wds_server(field: bool):
    return serve(WDS, '5040', {0: wds_answers(field)}, 5040)


def secured_server(level: int) -> None:
    answer = wds_answers(False)

    def minding(stub: bytes) -> bytes:
        return refused(5) if level == INTEGRITY and opcode(stub) == 5 else answer(stub)

    server = AuthenticatingServer()
    server.calls = {0: minding}
    server.setListenPort(5040)
    server.daemon = True
    server.start()


def wds_client(field: bool, level: int = 0) -> None:
    rpc = transport.DCERPCTransportFactory(f'ncacn_ip_tcp:{HOST}[5040]').get_dce_rpc()
    if level:
        rpc.set_credentials(USER, PASSWORD, DOMAIN)
        rpc.set_auth_level(level)
    rpc.connect()
    rpc.bind(uuidtup_to_bin(WDS))
    arch = variable('ARCHITECTURE', ULONG, struct.pack('<L', 9))
    kinds = variable('KINDS', (ULONG | LOW_ARRAY) if field else (ULONG | ARRAY), struct.pack('<3L', 1, 2, 3), 3)
    who = [variable(n, WSTRING, text(v), least=4 if field else 0) for n, v in
           (('CLIENT_MAC', '020000000001'), ('CLIENT_GUID', '0' * 32))]
    log = [VERSION, variable('MESSAGE_TYPE', ULONG, struct.pack('<L', 2)), arch,
           variable('CLIENT_ADDRESS', WSTRING, text('127.0.0.1')), variable('CLIENT_UUID', WSTRING, text('0' * 32)),
           who[0], variable('TRANSACTION_ID', WSTRING, text('{0001}'))]
    for code, variables in ((3, [VERSION]), (5, [VERSION, arch, *who, kinds]), (4, log)):
        rpc.call(0, message(packet(1, code, variables, not field)))
        rpc.recv()
    rpc.disconnect()


# MS-MSRP 3.1.4 ------------------------------------------------------------------------------------------------------

def wide(value: str) -> bytes:
    count = len(value) + 1
    return aligned(struct.pack('<LLL', count, 0, count) + text(value))


def named(name: str) -> bytes:
    return struct.pack('<L', 0x20000) + wide('\\\\WORKSTATION') + wide(name)


def name_in(stub: bytes) -> str:
    at = 4 + 12 + len(aligned(text('\\\\WORKSTATION')))
    count = struct.unpack_from('<L', stub, at + 8)[0]
    return stub[at + 12:at + 12 + 2 * count].decode('utf-16le').rstrip('\0')[:15].upper()


MOST_NAMES = 3


class Names:
    """A message server's name table (3.1.1). Told to be wrong, it forgets what it added and deleted."""

    def __init__(self, wrong: bool) -> None:
        self.names, self.wrong = ['WORKSTATION'], wrong

    def add(self, stub: bytes) -> bytes:
        name = name_in(stub)
        if name in self.names and not self.wrong:
            return struct.pack('<L', 0x8E4)
        if len(self.names) == MOST_NAMES:
            return struct.pack('<L', 0x8E5)
        if not self.wrong:
            self.names.append(name)
        return struct.pack('<L', 0)

    def delete(self, stub: bytes) -> bytes:
        name = name_in(stub)
        if name == 'WORKSTATION':
            return struct.pack('<L', 0x8E6)
        if name not in self.names:
            return struct.pack('<L', 0x8ED)
        self.names.remove(name)
        return struct.pack('<L', 0)

    def info(self, stub: bytes) -> bytes:
        name = name_in(stub)
        level = struct.unpack('<L', stub[-4:])[0]
        if name not in self.names:
            return struct.pack('<LLL', level, 0, 0x8ED)
        one = struct.pack('<LL', level, 0x20000) + struct.pack('<L', 0x20004)
        if level == 1:
            one += struct.pack('<LL', 0, 0)
        return one + wide(name) + struct.pack('<L', 0)

    def list(self, stub: bytes) -> bytes:
        level = struct.unpack_from('<L', stub, 4 + 12 + len(aligned(text('\\\\WORKSTATION'))))[0]
        largest, _, start = struct.unpack('<LLL', stub[-12:])
        left = self.names[start:]
        now = left if largest == 0xFFFFFFFF else left[:1]
        more = len(now) < len(left)
        heads = b''.join(struct.pack('<L', 0x20008 + 4 * i) + (struct.pack('<LL', 0, 0) if level else b'')
                         for i in range(len(now)))
        buffer = struct.pack('<LL', 0x20004, len(now)) + heads + b''.join(map(wide, now)) if now else bytes(4)
        struct_ = struct.pack('<LLLL', level, level, 0x20000, len(now)) + buffer
        total = len(left) if self.wrong else len(now)
        resume = start if self.wrong else (start + len(now) if more else 0)
        return struct_ + struct.pack('<LLLL', total, 0x2FFFC, resume, 0x84B if more else 0)


def listing(level: int, largest: int, start: int) -> bytes:
    return (struct.pack('<L', 0x20000) + wide('\\\\WORKSTATION') + struct.pack('<LLLLL', level, level, 0x20004, 0, 0)
            + struct.pack('<LLL', largest, 0x20008, start))


PIPE = '\\PIPE\\msgsvc'


def behind_pipe(backend: DCERPCServer, smb2: bool) -> None:
    server = smbserver.SimpleSMBServer(HOST, 445)
    server.setSMB2Support(smb2)
    server.registerNamedPipe('msgsvc', (HOST, backend.getListenPort()))
    threading.Thread(target=server.start, daemon=True).start()


def methods(wrong: bool) -> dict:
    table = Names(wrong)
    return {0: table.add, 1: table.list, 2: table.info, 3: table.delete}


def names_server(wrong: bool, smb2: bool) -> None:
    behind_pipe(serve(MSGSVC, PIPE, methods(wrong), 0), smb2)


def sealed_names_server() -> None:
    server = AuthenticatingServer()
    server.calls, server.address, server.daemon = methods(False), PIPE, True
    server.start()
    behind_pipe(server, True)


def over_pipe(interface, smb2: bool, level: int = 0):
    pipe = transport.SMBTransport(HOST, 445, '\\msgsvc')
    pipe.preferred_dialect(SMB2_DIALECT_002 if smb2 else SMB_DIALECT)
    rpc = pipe.get_dce_rpc()
    if level:
        rpc.set_credentials(USER, PASSWORD, DOMAIN)
        rpc.set_auth_level(level)
    rpc.connect()
    rpc.bind(uuidtup_to_bin(interface))
    return rpc


def names_client(smb2: bool, wrong: bool = False, level: int = 0) -> None:
    rpc = over_pipe(MSGSVC, smb2, level)
    everything = 0xFFFFFFFF
    calls = [
        (1, listing(0, everything, 0)), (0, named('alice')), (0, named('ALICE')), (0, named('BOB')),
        (1, listing(1, everything, 0)), (1, listing(0, 64, 0)), (1, listing(0, 64, 1)),
        (2, named('ALICE') + struct.pack('<L', 0)), (2, named('ALICE') + struct.pack('<L', 1)),
        (3, named('ALICE')), (2, named('ALICE') + struct.pack('<L', 0)), (3, named('ALICE')),
        (3, named('WORKSTATION')), (1, listing(0, everything, 0))]
    if not wrong:
        # The computer's name once more; no room for DAVE until CAROL is gone.
        calls += [
            (3, named('WORKSTATION')), (0, named('CAROL')), (0, named('DAVE')), (3, named('CAROL')), (0, named('DAVE')),
            (3, named('DAVE')), (0, named('DAVE'))]
    for opnum, stub in calls:
        rpc.call(opnum, stub)
        rpc.recv()
    rpc.disconnect()


def narrow(value: str) -> bytes:
    count = len(value) + 1
    return aligned(struct.pack('<LLL', count, 0, count) + value.encode() + b'\0')


def send(over: str) -> None:
    backend = serve(MSGSVCSEND, PIPE, {0: lambda stub: struct.pack('<L', 0)}, 0)
    if over == 'pipe':
        behind_pipe(backend, True)
    time.sleep(0.5)
    if over == 'pipe':
        rpc = over_pipe(MSGSVCSEND, True)
    else:
        rpc = transport.DCERPCTransportFactory(f'ncacn_ip_tcp:{HOST}[{backend.getListenPort()}]').get_dce_rpc()
        rpc.connect()
        rpc.bind(uuidtup_to_bin(MSGSVCSEND))
    rpc.call(0, narrow('PRINTSERVER') + narrow('ALICE') + narrow('Print Job Completed'))
    rpc.recv()
    rpc.disconnect()


def serve(interface, address: str, calls: dict, port: int) -> DCERPCServer:
    server = DCERPCServer()
    if port:
        server.setListenPort(port)
    server.addCallbacks(interface, address, calls)
    server.daemon = True
    server.start()
    return server


def main() -> None:
    what = sys.argv[1]
    if what in ('wdsc-sealed', 'wdsc-signed'):
        level = PRIVACY if what == 'wdsc-sealed' else INTEGRITY
        secured_server(level)
        time.sleep(0.3)
        wds_client(False, level)
    elif what.startswith('wdsc'):
        wds_server(what == 'wdsc-field')
        time.sleep(0.3)
        wds_client(what == 'wdsc-field')
    elif what.startswith('send-'):
        send(what.removeprefix('send-'))
    elif what == 'msgsvc-sealed':
        sealed_names_server()
        time.sleep(0.5)
        names_client(True, level=PRIVACY)
    else:
        smb2, wrong = sys.argv[2:] == ['smb2'], what == 'msgsvc-wrong'
        names_server(wrong, smb2)
        time.sleep(0.5)
        names_client(smb2, wrong)
    time.sleep(0.3)


main()
