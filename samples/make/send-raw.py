#!/usr/bin/python3
"""Sends SMB requests over one NetBIOS session to 127.0.0.1:139, as PRINTSERVER to WORKSTATION.

    send-raw.py [negotiate|single]...

negotiate: SMB_COM_NEGOTIATE with the dialect NT LM 0.12; single: SMB_COM_SEND_MESSAGE (0xD0) as MS-MSRP 2.2.3.1.1 has
it. Needs python3-impacket. After each request it waits a second for an answer and goes on without one.
"""
import struct
import sys

from impacket import nmb

TEXT = b'Print Job Completed\0'


def header(command: int) -> bytes:
    return b'\xffSMB' + bytes([command]) + bytes(27)


def negotiate() -> bytes:
    dialects = b'\x02NT LM 0.12\0'
    return header(0x72) + b'\0' + struct.pack('<H', len(dialects)) + dialects


def single() -> bytes:
    data = b'\x04PRINTSERVER\0' + b'\x04WORKSTATION\0' + b'\x01' + struct.pack('<H', len(TEXT)) + TEXT
    return header(0xD0) + b'\0' + struct.pack('<H', len(data)) + data


REQUESTS = {'negotiate': negotiate, 'single': single}

session = nmb.NetBIOSTCPSession(
    'PRINTSERVER', 'WORKSTATION', '127.0.0.1', remote_type=nmb.TYPE_CLIENT, sess_port=139, timeout=5)
for name in sys.argv[1:]:
    session.send_packet(REQUESTS[name]())
    try:
        answer = session.recv_packet(timeout=1)
        print(name, 'answered:', answer.get_trailer().hex(' ') if answer else 'nothing')
    except (nmb.NetBIOSError, nmb.NetBIOSTimeout) as error:
        print(name, 'not answered:', error)
        break
session.close()
