export type { Backend, BackendName, CaptureRequest, Device, LinkType } from './backend.ts';
export { LiveCapture, type LiveSink } from './capture.ts';
export { type Listed, type ListedDevice, listDevices } from './devices.ts';
export { LiveError } from './errors.ts';
export { FrameQueue } from './frame-queue.ts';
export { become, type Identity, identityFor, isRoot } from './privilege.ts';
export { type Bounds, Recording, type RecordingOptions } from './recording.ts';
export { BACKEND_NAMES, type Started, startCapture } from './start.ts';
