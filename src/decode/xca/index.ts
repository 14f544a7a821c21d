/** Decompression as MS-XCA describes it. What is wrong or cut ends it: what was made until then is given. */
export { lz77 } from './lz77.ts';
export { lz77Huffman } from './lz77-huffman.ts';
export { lznt1 } from './lznt1.ts';
export { Output } from './output.ts';
