import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { payload, Scratch, u16, u32 } from './build.ts';
import { refusal } from './collect.ts';

const scratch = new Scratch();
after(scratch.remove);

function erf(): Buffer {
  const record = (length: number) =>
    Buffer.concat([
      u32(0),
      u32(1_700_000_000),
      Buffer.of(2, 4),
      u16(length + 16, { big: true }),
      u16(0),
      u16(length, { big: true }),
      payload(length),
    ]);
  return Buffer.concat([record(62), record(80), record(62)]);
}

describe('what is no capture is named', () => {
  const tar = Buffer.alloc(1024);
  tar.write('name.pcap', 0);
  tar.write('ustar', 257);
  const cases: [string | Buffer, string][] = [
    ['', 'is empty'],
    ['PK\x03\x04\x14\0', 'is a ZIP archive, not a capture'],
    ['GMBU\0\x02\0\0', 'is a Network Monitor file cut short in its header (it has 128 bytes, 8 are there)'],
    [
      `RTSS\x07\x03${'\0'.repeat(122)}`,
      'is a Network Monitor file of version 3.7, which is not read (1.x and 2.x are)',
    ],
    ['snoop\0\0\0\0\0\0\x02', 'is a snoop file cut short in its header (it has 16 bytes, 12 are there)'],
    ['snoop\0\0\0\0\0\0\x06\0\0\0\x04', 'is a snoop file of version 6, which is not read (2 to 5 are)'],
    [erf(), 'is an Endace ERF capture, which is not read'],
    [Buffer.from('a1b234cd00020004', 'hex'), 'is a pcap capture in the form of Francisco Mesquita, which is not read'],
    [Buffer.from('4d3c2ba102000400', 'hex'), 'is a pcap capture in the form of Navtel, which is not read'],
    [tar, 'is a tar archive, not a capture'],
    ['BZh91AY&SY', 'is a bzip2-compressed file, not a capture'],
    ['\x7fELF\x02\x01\x01', 'is an ELF executable, not a capture'],
    [Buffer.from('89504e470d0a1a0a', 'hex'), 'is a PNG image, not a capture'],
    ['%PDF-1.7\n', 'is a PDF document, not a capture'],
    ['ElfFile\0\0\0', 'is a Windows event log (EVTX), not a capture'],
    ['\n<!DOCTYPE html>\n<html>', 'is an HTML page, not a capture'],
    ['<?xml version="1.0"?>\n<pdml version="0">', 'is PDML or PSML, which is dissected already, not a capture'],
    ['{"packets": []}\n', 'is JSON, not a capture'],
    ['#!/bin/sh\n', 'is a script, not a capture'],
    ['0000  00 11 22 33 44 55 66 77  88 99 aa bb\n', 'is a hex dump (text2pcap makes a capture of one), not a capture'],
    ['hello, world\n', 'is text, not a capture'],
    [Buffer.from('\ufeffhello', 'utf16le'), 'is UTF-16 text, not a capture'],
    [
      'version https://git-lfs.github.com/spec/v1\n',
      'is a Git LFS pointer (git lfs pull fetches what it stands for), not a capture',
    ],
    [Buffer.from('0a0d0a', 'hex'), 'is text, not a capture'],
    [
      Buffer.from('\n\n\n\x1c\0\0\0M<+\x1a\x01\0\0\0', 'latin1'),
      'is a pcapng capture damaged in transfer as text: its line ends were changed',
    ],
    [
      Buffer.from('\r\n\r\r\n\x1c\0\0\0M<+\x1a\x01\0\0\0', 'latin1'),
      'is a pcapng capture damaged in transfer as text: its line ends were changed',
    ],
    [Buffer.from('d4c3b2a10200', 'hex'), 'is a pcap file cut short in its header (it has 24 bytes, 6 are there)'],
    [
      Buffer.from('0a0d0d0a1c0000004d3c2b1a', 'hex'),
      'is a pcapng file cut short in its section header (12 bytes are there)',
    ],
    [Buffer.from('00010203', 'hex'), 'is no capture: it begins with 00 01 02 03'],
    [Buffer.from('07', 'hex'), 'is no capture: it begins with 07'],
  ];
  for (const [bytes, says] of cases) {
    test(says, async () => {
      const path = scratch.file(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
      const { kind, message } = await refusal(path);
      assert.deepEqual([kind, message], ['not-a-capture', `${path} ${says}`]);
    });
  }
});
