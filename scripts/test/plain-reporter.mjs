/** Node's spec reporter for pipes and logs, with the closing lines ("# tests 12") as programs look for them. */
import { Readable } from 'node:stream';
import { spec as Spec } from 'node:test/reporters';

export default async function* plain(events) {
  for await (const text of Readable.from(events).compose(new Spec())) {
    yield String(text).replace(/^ℹ /gm, '# ');
  }
}
