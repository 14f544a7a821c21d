import type { Dissection } from '#sdk';
import type { Exchange } from '../smb1/keys.ts';
import type { Block } from './keys.ts';

/** A block of which nothing is known yet but where it is. */
export const newBlock = (d: Dissection, kind: Block['kind'], exchange: Exchange | undefined): Block => ({
  kind,
  frame: d.packet.number,
  exchange,
  words: 0,
  groupId: undefined,
  from: undefined,
  to: undefined,
  text: undefined,
  size: 0,
  sizeAnchor: undefined,
  stringFormats: [],
  dataFormat: undefined,
  lacking: 0,
  whole: false,
  message: undefined,
  before: undefined,
  waited: false,
});
