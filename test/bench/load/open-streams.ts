/** Many streams opened in the same instant by one client; each is read to its end. */
import http from 'node:http';

export type Stream = { /** Milliseconds until the first bytes of the body. */ readonly first: number; readonly bytes: number };
export type Opened = { /** Streams that ended as they should. */ readonly streams: readonly Stream[]; readonly failed: readonly string[] };

type Options = {
  readonly url: string;
  readonly count: number;
  /** Of the stream with this number. */
  readonly body: (at: number) => unknown;
  /** What must be read before the end, e.g. the name of the last event. */
  readonly last: string;
  /** Told once, when all have begun, how many have not ended by then. */
  readonly whenOpen?: (open: number) => void;
};

export const openStreams = async ({ url, count, body, last, whenOpen }: Options): Promise<Opened> => {
  let [begun, ended] = [0, 0];
  const agent = new http.Agent({ maxSockets: Infinity });
  const one = (at: number): Promise<Stream> =>
    new Promise((resolve, reject) => {
      const text = JSON.stringify(body(at));
      const started = performance.now();
      const request = http.request(url, { method: 'POST', agent, headers: { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text), Accept: 'text/event-stream' } }, (response) => {
        let [first, bytes, tail, complete] = [Number.NaN, 0, '', false];
        response.on('data', (chunk: Buffer) => {
          if (bytes === 0) {
            first = performance.now() - started;
            if (++begun === count) whenOpen?.(count - ended);
          }
          bytes += chunk.length;
          tail += chunk.toString('latin1');
          complete ||= tail.includes(last);
          tail = tail.slice(-last.length);
        });
        response.once('end', () => void ended++);
        response.on('end', () => (response.statusCode === 200 && complete ? resolve({ first, bytes }) : reject(new Error(`status ${response.statusCode}, ${bytes} bytes without ${last}`))));
        response.on('error', reject);
      });
      request.on('error', reject);
      request.end(text);
    });
  const outcomes = await Promise.allSettled(Array.from({ length: count }, (_, at) => one(at)));
  agent.destroy();
  return {
    streams: outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : [])),
    failed: outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [String(outcome.reason)] : [])),
  };
};
