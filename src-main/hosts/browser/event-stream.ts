// Core events as server-sent events (WHATWG HTML, 9.2): hints as they come, a heartbeat so that both ends notice a break.
import type { CoreEvent } from '../../../src-shared/contract/contract.ts';

const beatMs = 15_000;
/** A page that does not read is let go; it comes back and looks again. */
const mostWaiting = 1000;

export const openEventStream = (listen: (hear: (event: CoreEvent) => void) => () => void): Response => {
  let stop = (): void => undefined;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      const words = new TextEncoder();
      const send = (text: string): void => {
        if ((controller.desiredSize ?? 0) < -mostWaiting) {
          stop();
          controller.close();
        } else controller.enqueue(words.encode(text));
      };
      const beat = setInterval(() => send(': beat\n\n'), beatMs);
      const deaf = listen((event) => send(`data: ${JSON.stringify(event)}\n\n`));
      stop = () => {
        clearInterval(beat);
        deaf();
      };
      send('retry: 1000\n\n');
    },
    cancel: () => stop(),
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' } });
};
