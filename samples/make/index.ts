/**
 * Frames written by hand: link layers, IP, TCP conversations, the NetBIOS session service, SMB1 headers and the four
 * messenger commands of MS-MSRP 2.2.3. Every builder gives bytes that are right; every field can be overridden, so that
 * one thing can be made wrong on purpose. They know nothing of the dissectors that are tested with them.
 */
export * from './bytes.ts';
export * from './capture.ts';
export * from './link.ts';
export * from './netbios.ts';
export * from './network.ts';
export * from './pdus.ts';
export * from './session.ts';
export * from './smb1.ts';
