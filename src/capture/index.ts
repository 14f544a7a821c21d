export { CaptureError } from './errors.ts';
export { type OpenOptions, openCapture } from './open.ts';
export { type FrameRecord, PcapWriter } from './pcap-writer.ts';
export { PcapngWriter } from './pcapng-writer.ts';
