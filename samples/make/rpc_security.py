"""A server of impacket's that authenticates by NTLM (MS-RPCE 3.3.1.5.2): it signs or seals as its client asks for."""
import struct
from os import urandom

from Cryptodome.Cipher import ARC4
from impacket import ntlm
from impacket.dcerpc.v5.rpcrt import DCERPCServer

USER, PASSWORD, DOMAIN = 'installer', 'correct horse', 'EXAMPLE'
BIND, BIND_ACK, AUTH3, REQUEST, RESPONSE = 11, 12, 16, 0, 2
INTEGRITY, PRIVACY = 5, 6
TRAILER, SIGNATURE = 8, 16


def target_info() -> bytes:
    pairs = ntlm.AV_PAIRS()
    pairs[ntlm.NTLMSSP_AV_DOMAINNAME] = DOMAIN.encode('utf-16le')
    pairs[ntlm.NTLMSSP_AV_HOSTNAME] = 'DEPLOYMENT'.encode('utf-16le')
    return pairs.getData()


class AuthenticatingServer(DCERPCServer):
    """`calls` has a function by opnum, which is given a stub's plain bytes and gives those of its answer."""

    calls: dict = {}
    """What binds are told is its address; its port where that is empty."""
    address = ''

    def processRequest(self, data: bytes):
        kind, auth_length = data[2], struct.unpack_from('<H', data, 10)[0]
        trailer = data[-auth_length - TRAILER:-auth_length] if auth_length else b''
        if kind == BIND:
            self._negotiated(data, trailer, data[-auth_length:])
        elif kind == AUTH3:
            self._authenticated(data[-auth_length:])
        elif kind == REQUEST:
            self._called(data, trailer)
        return None

    def _negotiated(self, bind: bytes, trailer: bytes, token: bytes) -> None:
        asked = ntlm.NTLMAuthNegotiate()
        asked.fromString(token)
        self.challenge = urandom(8)
        challenge = ntlm.NTLMAuthChallenge()
        challenge['flags'] = asked['flags'] | ntlm.NTLMSSP_NEGOTIATE_TARGET_INFO | ntlm.NTLMSSP_TARGET_TYPE_SERVER
        challenge['flags'] &= ~ntlm.NTLMSSP_NEGOTIATE_VERSION
        challenge['domain_name'] = DOMAIN.encode('utf-16le')
        challenge['domain_offset'] = 48
        challenge['challenge'] = self.challenge
        challenge['TargetInfoFields'] = target_info()
        challenge['TargetInfoFields_offset'] = 48 + len(challenge['domain_name'])
        challenge['Version'] = b''
        said = challenge.getData()
        port = f'{self.address or self.getListenPort()}\0'.encode()
        sizes = bind[16:20]
        syntax = bind[-len(token) - TRAILER - 20:-len(token) - TRAILER]
        body = sizes + struct.pack('<LH', 0x1234, len(port)) + port
        body += bytes(-len(body) % 4) + struct.pack('<LHH', 1, 0, 0) + syntax
        self._say(BIND_ACK, bind[12:16], body + trailer + said, len(said))

    def _authenticated(self, token: bytes) -> None:
        said = ntlm.NTLMAuthChallengeResponse()
        said.fromString(token)
        hashed = ntlm.NTOWFv2(USER, PASSWORD, DOMAIN)
        proof = said['ntlm'][:16]
        if ntlm.hmac_md5(hashed, self.challenge + said['ntlm'][16:]) != proof:
            raise ValueError('the client does not know the password')
        base = ntlm.hmac_md5(hashed, proof)
        self.flags = said['flags']
        key = ARC4.new(base).encrypt(said['session_key'])
        self.keys = {side: (ntlm.SIGNKEY(self.flags, key, side),
                            ARC4.new(ntlm.SEALKEY(self.flags, key, side)).encrypt) for side in ('Client', 'Server')}
        self.number = 0

    def _called(self, pdu: bytes, trailer: bytes) -> None:
        kind, level, pad = trailer[0], trailer[1], trailer[2]
        body = pdu[24:-SIGNATURE - TRAILER]
        sign, cipher = self.keys['Client']
        plain = cipher(body) if level == PRIVACY else body
        ntlm.MAC(self.flags, cipher, sign, self.number, pdu[:24] + plain + trailer)
        answer = self.calls[struct.unpack_from('<H', pdu, 22)[0]]
        stub = answer(plain[:len(plain) - pad] if pad else plain)
        pad = -len(stub) % 4
        stub += bytes(pad)
        trailer = bytes([kind, level, pad, 0]) + trailer[4:]
        head = struct.pack('<LHBB', len(stub) - pad, 0, 0, 0)
        sign, cipher = self.keys['Server']
        length = 16 + len(head) + len(stub) + TRAILER + SIGNATURE
        before = self._header(RESPONSE, pdu[12:16], length, SIGNATURE) + head
        sent = cipher(stub) if level == PRIVACY else stub
        signature = ntlm.MAC(self.flags, cipher, sign, self.number, before + stub + trailer).getData()
        self.number += 1
        self._clientSock.send(before + sent + trailer + signature)

    @staticmethod
    def _header(kind: int, call: bytes, length: int, auth_length: int) -> bytes:
        return bytes([5, 0, kind, 3, 0x10, 0, 0, 0]) + struct.pack('<HH', length, auth_length) + call

    def _say(self, kind: int, call: bytes, body: bytes, auth_length: int) -> None:
        self._clientSock.send(self._header(kind, call, 16 + len(body), auth_length) + body)
