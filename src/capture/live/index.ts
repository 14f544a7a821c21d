export type { Backend, BackendName, CaptureRequest, Device, LinkType } from './backend.ts';
export { CAP_CHILD } from './cap.ts';
export { LiveCapture, type LiveSink } from './capture.ts';
export { LiveError } from './errors.ts';
export { FrameQueue } from './frame-queue.ts';
export { become, identityFor, isRoot } from './privilege.ts';
export { type Bounds, Recording } from './recording.ts';
export { BACKEND_NAMES, backends, startCapture } from './start.ts';
