/** Reads a capture and prints a line for each batch as it comes: what a live pipe hands on is seen at once. */
import { CaptureError, openCapture } from '../../src/capture/index.ts';

const [path = '-', limit = ''] = process.argv.slice(2);
try {
  const reader = await openCapture(path);
  console.log(JSON.stringify({ format: reader.format }));
  let frames = 0;
  for (let batch = await reader.next(); batch; batch = await reader.next()) {
    frames += batch.count;
    console.log(JSON.stringify({ frames }));
    if (limit !== '' && frames >= Number(limit)) reader.close();
  }
  console.log(JSON.stringify({ end: reader.end }));
} catch (error) {
  if (!(error instanceof CaptureError)) throw error;
  console.log(JSON.stringify({ kind: error.kind, message: error.message }));
}
